import { lookUp, lookUpAsync, type PreferenceSpec, type VirtualMachineLike } from '@instancetype/api';
import { refuseNonObject } from '@instancetype/apply';
import { type Outcome, showError } from '@instancetype/conflict';
import { openDraft, type TracedOutcome } from '@instancetype/draft';
import type { AsyncReader, Found, Reader } from '@instancetype/find';
import { findPreference, findPreferenceAsync } from '@instancetype/preference-find';
import { completeVm, type Mutation, resolveReferences } from './steps.ts';
import type { MutateOptions } from './options.ts';

/** Changes a VM as KubeVirt's mutating webhook does, as far as instance types and preferences are concerned: checks its
 * matchers, infers them, takes what a preference wants in the stored VM, sets defaults (BEHAVIOUR 13). A VM that is being
 * deleted comes back as it is.
 *
 * A cause without a `reason` is one that the webhook answers with a bare error (HTTP 400), not with a status cause.
 * @param vm the VM as it arrives; not changed
 * @param reader gives objects by kind, namespace and name; what it throws passes through, unless `ignoresFault` says otherwise
 * @param options the operation, the cluster's defaults, and whether to record a trace
 * @returns the VM as it is to be stored, or why it is refused. A preference that cannot be found is a note */
export function mutate<VM extends VirtualMachineLike>(vm: VM, reader: Reader, options: MutateOptions = {}): TracedOutcome<VM> {
  const refused = refuseNonObject(vm, 'VirtualMachine');
  if (refused) return refused;
  const mutation: Mutation<VM> = { vm, draft: openDraft<VirtualMachineLike>(vm, options), options, late: new Map() };
  const done = lookUp(resolveReferences(mutation), reader);
  if (done) return done;
  return lookUp(completeVm(mutation, tolerant(() => findPreference(mutation.draft.value ?? vm, reader), options)), reader);
}

/** {@link mutate} for a reader that may answer later (BEHAVIOUR 13).
 * @param vm the VM as it arrives; not changed
 * @param reader gives objects by kind, namespace and name
 * @param options the operation, the cluster's defaults, and whether to record a trace */
export async function mutateAsync<VM extends VirtualMachineLike>(vm: VM, reader: AsyncReader, options: MutateOptions = {}): Promise<TracedOutcome<VM>> {
  const refused = refuseNonObject(vm, 'VirtualMachine');
  if (refused) return refused;
  const mutation: Mutation<VM> = { vm, draft: openDraft<VirtualMachineLike>(vm, options), options, late: new Map() };
  const done = await lookUpAsync(resolveReferences(mutation), reader);
  if (done) return done;
  const found = await findPreferenceAsync(mutation.draft.value ?? vm, reader).catch((error: unknown) => tolerated(error, options));
  return await lookUpAsync(completeVm(mutation, found), reader);
}

type FoundPreference = Outcome<Found<PreferenceSpec> | undefined>;

function tolerant(find: () => FoundPreference, options: MutateOptions): FoundPreference {
  try {
    return find();
  } catch (error) {
    return tolerated(error, options);
  }
}

function tolerated(error: unknown, { ignoresFault }: MutateOptions): FoundPreference {
  if (!ignoresFault?.(error)) throw error;
  const text = showError(error);
  const message = `What spec.preference names could not be read (${text}), so that nothing of it is in the stored VM yet`;
  return { ok: false, causes: [{ code: 'preference-not-readable', severity: 'error', message, pointer: '/spec/preference' }] };
}
