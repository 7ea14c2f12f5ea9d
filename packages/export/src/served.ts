import { textOf } from '@instancetype/api';
import { type Diagnostic, failure, type Outcome, success, valueAt } from '@instancetype/conflict';
import { openDraft, type Rule } from '@instancetype/draft';
import { claimNames } from './claims.ts';

const SERVED: Rule = { name: 'served-manifest' };
const KINDS = { internal: ['internal_host', 'internal_ca_cm'], external: ['external_host', 'external_ca_cm'] } as const;

/** What an export's server gives. */
export interface ServeOptions {
  /** Whether it is asked from inside the cluster or from outside. */
  readonly from: 'internal' | 'external';
  /** The path of a claim's compressed disk at the server, by the claim's name; undefined where it serves none. Without it
   * `volumes/NAME/disk.img.gz`. */
  readonly pathOf?: ((claim: string) => string | undefined) | undefined;
}

/** A list of objects (v1). */
export interface ServedList {
  readonly apiVersion: 'v1';
  readonly kind: 'List';
  readonly metadata: object;
  readonly items: readonly object[];
}

/** The objects that an export's server gives for a manifest: the ConfigMap with its certificates, the VM, the DataVolumes, all with their
 * URLs (BEHAVIOUR 17.1 step 6). As JSON they are served as a List (`servedList`), as YAML as one document each.
 *
 * A template that does not read from the export keeps its own source; KubeVirt's server ends at one whose source is not HTTP.
 * @param data the data of the ConfigMap that `manifestConfigMap` gave
 * @param options who asks
 * @returns the objects in their order, or why there are none: `export-not-served` where there is no such address, `export-unreadable`
 *   where the data is damaged */
export function servedManifests(data: Readonly<Record<string, string>>, options: ServeOptions): Outcome<readonly object[]> {
  const [hostKey, caKey] = KINDS[options.from];
  const host = data[hostKey];
  if (!host) return failure(problem('export-not-served', `This export has no ${options.from} address (${hostKey}): ask for the other one`));
  const [ca, vm] = [parsed(data[caKey]), parsed(data['virtualmachine-manifest'])];
  if (!ca) return failure(unreadable(caKey));
  if (!vm) return failure(unreadable('virtualmachine-manifest'));
  const exportName = data['export-name'];
  if (!exportName) return failure(unreadable('export-name'));
  const filled = { host, ca: textAt(ca, '/metadata/name'), secret: `header-secret-${exportName}`, pathOf: options.pathOf ?? defaultPath };
  const objects: object[] = [{ ...ca, apiVersion: 'v1', kind: 'ConfigMap' }, withUrls({ ...vm, apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine' }, filled)];
  for (const name of claimNames(vm)) {
    const key = `dv-${name}`;
    if (data[key] === undefined) continue;
    const dataVolume = parsed(data[key]);
    if (!dataVolume) return failure(unreadable(key));
    objects.push(withUrl({ ...dataVolume, apiVersion: 'cdi.kubevirt.io/v1beta1', kind: 'DataVolume' }, name, filled));
  }
  return success(objects);
}

/** Objects as they are served as JSON.
 * @param items what `servedManifests` gave */
export function servedList(items: readonly object[]): ServedList {
  return { apiVersion: 'v1', kind: 'List', metadata: {}, items };
}

interface Filled {
  readonly host: string;
  readonly ca: string;
  readonly secret: string;
  readonly pathOf: (claim: string) => string | undefined;
}

function withUrls(vm: object, filled: Filled): object {
  const draft = openDraft<{ readonly spec?: { readonly dataVolumeTemplates?: readonly object[] } }>(vm);
  const templates = draft.at('spec').list('dataVolumeTemplates');
  for (const [index, template] of (templates.value ?? []).entries()) templates.set(index, withUrl(template, textAt(template, '/metadata/name'), filled), SERVED);
  return draft.value ?? vm;
}

/** A DataVolume or a template that is to read from the export. */
function withUrl(object: object, name: string, { host, ca, secret, pathOf }: Filled): object {
  if (valueAt(object, '/spec/source/http/url') !== '') return object;
  const path = pathOf(name);
  const draft = openDraft<{ readonly spec?: { readonly source?: { readonly http?: object } } }>(object);
  const url = path === undefined ? '' : `https://${host.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
  draft.at('spec').at('source').set('http', { url, certConfigMap: ca, secretExtraHeaders: [secret] }, SERVED);
  return draft.value ?? object;
}

function defaultPath(claim: string): string {
  return `volumes/${claim}/disk.img.gz`;
}

function parsed(text: string | undefined): object | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function textAt(object: unknown, pointer: string): string {
  return textOf(valueAt(object, pointer));
}

function unreadable(key: string): Diagnostic {
  return problem('export-unreadable', `The key ${key} of the export's ConfigMap is missing or damaged: delete the VirtualMachineExport and create it anew`);
}

function problem(code: 'export-not-served' | 'export-unreadable', message: string): Diagnostic {
  return { code, severity: 'error', message };
}
