import type { VirtualMachineLike } from '@instancetype/api';
import { valueAt } from '@instancetype/conflict';
import { expand, expandAsync } from '@instancetype/expand';
import type { Cluster } from '@instancetype/defaults';
import { type Draft, type DraftOptions, openDraft, type Rule, type TracedOutcome } from '@instancetype/draft';
import type { AsyncReader, Reader } from '@instancetype/find';
import { claimNames } from './claims.ts';

const REDUCED: Rule = { name: 'exported-metadata' };
const STATUS: Rule = { name: 'exported-status' };
const SOURCE: Rule = { name: 'exported-source' };
const KEPT: readonly string[] = ['name', 'namespace', 'labels', 'annotations'];

/** How to export. */
export interface ExportOptions extends DraftOptions {
  /** The cluster whose defaults are taken; without it KubeVirt's built-in ones. */
  readonly cluster?: Cluster | undefined;
}

/** What is written of a DataVolumeTemplate. */
interface TemplateLike {
  readonly spec?: { readonly source?: unknown; readonly sourceRef?: unknown } | null | undefined;
}

/** The manifest of an exported VM: expanded, with the metadata that means something elsewhere, without a status, and with
 * DataVolumeTemplates that will read their data from the export; their URL is still empty (BEHAVIOUR 17.1 steps 2 to 4). It needs no
 * instance type and no preference where it is imported. A manifest is its own manifest.
 * @param vm the live VM; not changed. For a snapshot, too: KubeVirt exports the VM that the snapshot was taken of, as it is now (Q40)
 * @param reader gives objects by kind, namespace and name; what it throws passes through
 * @param options the cluster's defaults, and whether to record a trace
 * @returns the manifest, or why there is none: a missing object, or conflicts */
export function exportManifest<VM extends VirtualMachineLike>(vm: VM, reader: Reader, options?: ExportOptions): TracedOutcome<VM> {
  return reduced(expand(vm, reader, options), options);
}

/** {@link exportManifest} for a reader that answers later (BEHAVIOUR 17.1 steps 2 to 4).
 * @param vm the live VM; not changed
 * @param reader gives objects by kind, namespace and name; what it throws passes through
 * @param options the cluster's defaults, and whether to record a trace */
export async function exportManifestAsync<VM extends VirtualMachineLike>(vm: VM, reader: AsyncReader, options?: ExportOptions): Promise<TracedOutcome<VM>> {
  return reduced(await expandAsync(vm, reader, options), options);
}

function reduced<VM extends VirtualMachineLike>(expanded: TracedOutcome<VM>, options: ExportOptions | undefined): TracedOutcome<VM> {
  if (!expanded.ok) return expanded;
  const vm = expanded.value;
  const draft = openDraft<VirtualMachineLike>(vm, options);
  if (!isEmptyObject(vm.status)) draft.set('status', {}, STATUS);
  const metadata = draft.at('metadata');
  metadata.remove(Object.keys(metadata.value ?? {}).filter((key) => !KEPT.includes(key)) as never[], REDUCED);
  replaceSources(draft);
  return { ...expanded, value: (draft.value ?? vm) as VM, trace: [...expanded.trace, ...draft.trace] };
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function replaceSources(draft: Draft<VirtualMachineLike>): void {
  const exported: ReadonlySet<unknown> = new Set(claimNames(draft.value));
  const templates = draft.at('spec').list('dataVolumeTemplates') as unknown as Draft<TemplateLike[]>;
  for (const [index, template] of (templates.value ?? []).entries()) {
    if (!exported.has(valueAt(template, '/metadata/name')) || isReplaced(template)) continue;
    const spec = templates.at(index).at('spec');
    spec.remove('sourceRef', SOURCE);
    spec.set('source', { http: { url: '' } }, SOURCE);
  }
}

/** Whether it reads from an export that is not known yet. */
function isReplaced(template: unknown): boolean {
  const source = valueAt(template, '/spec/source');
  const isAlone = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 1;
  return (valueAt(template, '/spec/sourceRef') ?? undefined) === undefined && isAlone(source) && isAlone(valueAt(source, '/http')) && valueAt(source, '/http/url') === '';
}
