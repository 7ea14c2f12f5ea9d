import { type InstancetypeSpec, matcherOf, type PreferenceSpec, type VirtualMachineLike } from '@instancetype/api';
import { applyToVirtualMachineInstance, missingTemplate, refuseNonObject, unreadableMembers } from '@instancetype/apply';
import { failure, type Failure, objectName, type Outcome, valueAt } from '@instancetype/conflict';
import { addNetworkInterface, type Cluster, DEFAULTS_AUTHOR } from '@instancetype/defaults';
import { type Draft, type DraftOptions, openDraft, type Rule, type TracedOutcome } from '@instancetype/draft';
import { type AsyncReader, findInstancetype, findInstancetypeAsync, type Found, type Reader } from '@instancetype/find';
import { applyAutoattach } from '@instancetype/preference-apply';
import { findPreference, findPreferenceAsync } from '@instancetype/preference-find';
import type { RenderedInstance } from './instance.ts';
import { authorOf, startInstance } from './start.ts';

const INPUT: Rule = { name: 'autoattach-input-device', field: 'spec.template.spec.domain.devices.autoattachInputDevice' };
const BUILT_IN: Cluster = {};

/** How to render. */
export interface RenderOptions extends DraftOptions {
  /** The cluster whose default interface is taken; without it KubeVirt's built-in one. */
  readonly cluster?: Cluster | undefined;
  /** The name of the VM's revision (see `planVmRevision`), which the instance's status is to hold; without it there is no status. */
  readonly revisionName?: string | undefined;
}

type FoundInstancetype = Outcome<Found<InstancetypeSpec> | undefined>;
type FoundPreference = Outcome<Found<PreferenceSpec> | undefined>;

/** Renders the instance that a VM is started as, ready to be posted: the template with metadata, finalizer, owner, firmware UUID and
 * disks, then the preference's wish what to attach, the input device, the default interface, the annotations that name the
 * instance type and the preference, and their values, all in KubeVirt's order (BEHAVIOUR 15.4 steps 2 to 9).
 *
 * Spread and requirements are not checked, as KubeVirt does not check them here either.
 * @param vm the VM; not changed
 * @param reader gives objects by kind, namespace and name; what it throws passes through
 * @param options the cluster's defaults, the VM's revision, and whether to record a trace
 * @returns the instance, or why the VM cannot start: an object that is not found, an interface that is not permitted, conflicts with
 *   paths below `spec`. Pointers and the trace's paths are into the instance: `/spec/x` stands at `/spec/template/spec/x` of the VM */
export function render(vm: VirtualMachineLike, reader: Reader, options: RenderOptions = {}): TracedOutcome<RenderedInstance> {
  const refused = refuseNonObject(vm, 'VirtualMachine');
  if (refused) return refused;
  const begun = begin(vm, findPreference(vm, reader), options);
  return begun.ok ? finish(vm, begun, findInstancetype(vm, reader), options) : begun;
}

/** {@link render} for a reader that answers later (BEHAVIOUR 15.4).
 * @param vm the VM; not changed
 * @param reader gives objects by kind, namespace and name; what it throws passes through
 * @param options the cluster's defaults, the VM's revision, and whether to record a trace */
export async function renderAsync(vm: VirtualMachineLike, reader: AsyncReader, options: RenderOptions = {}): Promise<TracedOutcome<RenderedInstance>> {
  const refused = refuseNonObject(vm, 'VirtualMachine');
  if (refused) return refused;
  const begun = begin(vm, await findPreferenceAsync(vm, reader), options);
  return begun.ok ? finish(vm, begun, await findInstancetypeAsync(vm, reader), options) : begun;
}

interface Begun {
  readonly ok: true;
  readonly draft: Draft<RenderedInstance>;
  readonly preference: FoundPreference & { readonly ok: true };
}

/** Steps 2 to 8. */
function begin(vm: VirtualMachineLike, preference: FoundPreference, options: RenderOptions): Begun | Failure {
  const template = valueAt(vm, '/spec/template') ?? undefined;
  if (template === undefined) return failure(missingTemplate(objectName(vm, 'VirtualMachine')));
  const draft = openDraft<RenderedInstance>(instanceOf(template), options);
  startInstance(draft, vm, options.revisionName);
  if (!preference.ok) return preference;
  const spec = draft.at('spec');
  attachPreferred(draft, preference.value);
  draft.by(authorOf(vm));
  attachInput(draft);
  draft.by(DEFAULTS_AUTHOR);
  const refused = addNetworkInterface(spec, options.cluster ?? BUILT_IN);
  const causes = unreadableMembers(draft, objectName(draft.value, 'VirtualMachineInstance')) ?? (refused && [refused]);
  return causes ? { ok: false, causes } : { ok: true, draft, preference };
}

function instanceOf(template: unknown): RenderedInstance {
  const members = typeof template === 'object' && !Array.isArray(template) ? template : { spec: template };
  return { ...members, apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachineInstance' };
}

/** Whether an input device is to be attached has to be known before there is one. */
function attachPreferred(draft: Draft<RenderedInstance>, found: Found<PreferenceSpec> | undefined): void {
  const preferred = found?.spec.devices;
  if (!found || !preferred) return;
  draft.by({ origin: 'preference', kind: found.object.kind, name: found.object.name });
  applyAutoattach(draft.at('spec').at('domain').at('devices'), preferred);
}

/** Without a bus and a type, so that the preference gives both. */
function attachInput(draft: Draft<RenderedInstance>): void {
  const devices = draft.at('spec').at('domain').at('devices');
  if (devices.get('autoattachInputDevice') !== true || devices.list('inputs').value?.length) return;
  devices.set('inputs', [{ name: 'default-0' }], INPUT);
}

/** Step 9. */
function finish(vm: VirtualMachineLike, { draft, preference }: Begun, instancetype: FoundInstancetype, options: RenderOptions): TracedOutcome<RenderedInstance> {
  if (!instancetype.ok) return instancetype;
  const resolved = { instancetype: instancetype.value, preference: preference.value };
  const applied = applyToVirtualMachineInstance(withMatchersOnly(vm), draft.value as RenderedInstance, resolved, options);
  if (!applied.ok) return applied;
  return { ok: true, value: applied.value, notes: [...instancetype.notes, ...preference.notes], trace: [...draft.trace, ...applied.trace] };
}

/** What the annotations are written from. */
function withMatchersOnly(vm: VirtualMachineLike): VirtualMachineLike {
  return { metadata: vm.metadata ?? null, spec: { instancetype: matcherOf(vm, 'instancetype') ?? null, preference: matcherOf(vm, 'preference') ?? null } };
}
