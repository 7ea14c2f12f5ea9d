import { isObject } from './object.ts';
import { apiVersionOf, type ResourceType, type ResourceTypes } from './resource.ts';

const QUERY = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({ name, in: 'query', schema: { type: 'string', uniqueItems: true } }));
const OPEN = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** The title and version that an OpenAPI document (version 2) has to have; it describes nothing, so kubectl checks nothing by it. */
const TITLE = { title: 'Kubernetes', version: 'unversioned' };

/** The media type of that document in protobuf. */
export const OPEN_API_PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** Whether a client wants it in protobuf; kubectl writes the media type in a way that is none.
 * @param accept the header */
export function wantsOpenApiProtobuf(accept = ''): boolean {
  return accept.includes('proto-openapi.spec.v2');
}

/** An OpenAPI document (version 2) without kinds. */
export function openApiV2(): object {
  return { swagger: '2.0', info: TITLE, paths: {}, definitions: {} };
}

/** The same in protobuf. */
export function openApiV2Protobuf(): Buffer {
  return Buffer.concat([textField(1, '2.0'), bytesField(2, Buffer.concat([textField(1, TITLE.title), textField(2, TITLE.version)]))]);
}

function textField(number: number, text: string): Buffer {
  return bytesField(number, Buffer.from(text));
}

// short enough for the length to take one byte
function bytesField(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
}

/** Which OpenAPI documents there are, one for each group and version.
 * @param types what the cluster knows */
export function openApiIndex(types: ResourceTypes): object {
  const paths = [...new Set(types.all.map(pathOf))].map((path) => [path, { serverRelativeURL: `/openapi/v3/${path}` }]);
  return { paths: Object.fromEntries(paths) };
}

/** One OpenAPI document: enough for kubectl to see that the server checks fields and that it can rehearse a change. The schemas are those of
 * CustomResourceDefinitions.
 * @param path as `apis/kubevirt.io/v1`
 * @param types what the cluster knows */
export function openApiDocument(path: string, types: ResourceTypes): object | undefined {
  const kinds = types.all.filter((type) => pathOf(type) === path);
  if (kinds.length === 0) return undefined;
  const schemas = Object.fromEntries(kinds.map((type) => [nameOf(type), schemaOf(type)]));
  return { openapi: '3.0.0', info: { title: 'Kubernetes', version: 'unversioned' }, paths: Object.fromEntries(kinds.map((type) => [`/${path}/${type.namespaced ? 'namespaces/{namespace}/' : ''}${type.plural}/{name}`, operationsOf(type)])), components: { schemas } };
}

function operationsOf(type: ResourceType): object {
  const kind = kindOf(type);
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${nameOf(type)}` } } };
  const operation = (action: string): object => ({ 'x-kubernetes-action': action, 'x-kubernetes-group-version-kind': kind, parameters: QUERY, responses: { '200': { description: 'OK', content } } });
  return { get: operation('get'), put: operation('put'), patch: operation('patch'), delete: operation('delete') };
}

function schemaOf(type: ResourceType): object {
  const schema = isObject(type.schema) ? type.schema : OPEN;
  return { ...schema, 'x-kubernetes-group-version-kind': [kindOf(type)] };
}

function kindOf({ group, version, kind }: ResourceType): object {
  return { group, version, kind };
}

function nameOf({ group, version, kind }: ResourceType): string {
  return [...group.split('.').reverse(), version, kind].filter((part) => part !== '').join('.');
}

function pathOf(type: ResourceType): string {
  return `${type.group === '' ? 'api' : 'apis'}/${apiVersionOf(type)}`;
}
