import { type ApiObject, isObject } from './object.ts';
import type { Column, ResourceType, ResourceTypes } from './resource.ts';
import type { StatusCause } from './status.ts';
import type { Store, StoreEvent } from './store.ts';

interface Names {
  readonly plural?: string;
  readonly singular?: string;
  readonly kind?: string;
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
}

interface Version {
  readonly name?: string;
  readonly served?: boolean;
  readonly storage?: boolean;
  readonly schema?: { readonly openAPIV3Schema?: unknown };
  readonly subresources?: { readonly status?: object };
  readonly additionalPrinterColumns?: readonly Column[];
  readonly selectableFields?: readonly { readonly jsonPath?: string }[];
}

interface Definition {
  readonly group?: string;
  readonly scope?: string;
  readonly names?: Names;
  readonly versions?: readonly Version[];
}

/** Keeps the types that the cluster knows in step with its CustomResourceDefinitions. A definition that goes takes its objects
 * with it.
 * @returns ends it */
export function followDefinitions(store: Store, types: ResourceTypes): () => void {
  const definitions = types.find('apiextensions.k8s.io', 'v1', 'customresourcedefinitions');
  return store.listen((event: StoreEvent) => {
    const [before, after] = [typesOf(event.old?.object), event.type === 'DELETED' ? [] : typesOf(event.entry.object)];
    if (event.type === 'DELETED') for (const type of before.slice(0, 1)) for (const entry of store.list(type, '')) store.remove(type, entry);
    for (const gone of before) types.remove(gone);
    for (const defined of after) types.add(defined);
  }, definitions);
}

function typesOf(object: ApiObject | undefined): ResourceType[] {
  const { group = '', names = {}, scope, versions = [] } = specOf(object);
  const { plural = '', kind = '', singular = kind.toLowerCase(), shortNames = [] } = names;
  const common = { group, plural, singular, kind, shortNames, namespaced: scope === 'Namespaced' };
  const traits = { generation: true, unconditional: false, createOnUpdate: false, answersDeleted: false, custom: true };
  return versions
    .filter(({ served }) => served === true)
    .map(({ name = '', schema, subresources, additionalPrinterColumns, selectableFields = [] }) => ({
      ...{ ...common, ...traits, version: name, status: subresources?.status !== undefined, schema: schema?.openAPIV3Schema },
      selectable: selectableFields.map(({ jsonPath = '' }) => jsonPath.replace(/^\./, '')),
      ...(additionalPrinterColumns && { columns: additionalPrinterColumns }),
    }));
}

/** A definition with what an API server fills in, and the status with which it says that the kind is served.
 * @param object a CustomResourceDefinition */
export function completedDefinition(object: ApiObject): ApiObject {
  const spec = specOf(object);
  const { names = {}, versions = [] } = spec;
  const kind = names.kind ?? '';
  const complete = { singular: kind.toLowerCase(), listKind: `${kind}List`, ...names };
  const condition = (type: string, reason: string, message: string): object => ({ type, status: 'True', reason, message, lastTransitionTime: object.metadata.creationTimestamp });
  const storedVersions = versions.filter(({ storage }) => storage === true).map(({ name }) => name);
  const status = {
    conditions: [condition('NamesAccepted', 'NoConflicts', 'no conflicts found'), condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted')],
    ...{ acceptedNames: complete, storedVersions },
  };
  return { ...object, spec: { conversion: { strategy: 'None' }, ...spec, names: complete }, status };
}

/** What is wrong with a definition; the most common mistakes are found.
 * @param object a CustomResourceDefinition */
export function definitionCauses(object: ApiObject): StatusCause[] {
  const { group = '', names = {}, scope = '', versions = [] } = specOf(object);
  const name = `${names.plural ?? ''}.${group}`;
  const stored = versions.filter(({ storage }) => storage === true).length;
  return [
    ...wrong(object.metadata.name !== name, 'metadata.name', `Invalid value: ${JSON.stringify(object.metadata.name)}: must be spec.names.plural+"."+spec.group`),
    ...wrong(!names.plural, 'spec.names.plural', 'Required value', 'FieldValueRequired'),
    ...wrong(!names.kind, 'spec.names.kind', 'Required value', 'FieldValueRequired'),
    ...wrong(!['Namespaced', 'Cluster'].includes(scope), 'spec.scope', scope === '' ? 'Required value' : `Unsupported value: ${JSON.stringify(scope)}: supported values: "Cluster", "Namespaced"`, scope === '' ? 'FieldValueRequired' : 'FieldValueNotSupported'),
    ...wrong(stored !== 1, 'spec.versions', `Invalid value: ${JSON.stringify(versions).slice(0, 200)}: must have exactly one version marked as storage version`),
    ...versions.flatMap(({ schema }, index) => wrong(!isObject(schema?.openAPIV3Schema), `spec.versions[${index}].schema.openAPIV3Schema`, 'Required value', 'FieldValueRequired')),
  ];
}

function wrong(isWrong: boolean, field: string, message: string, reason = 'FieldValueInvalid'): StatusCause[] {
  return isWrong ? [{ reason, message, field }] : [];
}

function specOf(object: ApiObject | undefined): Definition {
  const spec = object?.['spec'];
  return isObject(spec) ? (spec as Definition) : {};
}
