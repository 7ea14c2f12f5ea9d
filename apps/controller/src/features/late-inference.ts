import type { ObjectRef, VirtualMachineLike } from '@instancetype/api';
import type { Causes, JsonPatchOperation } from '@instancetype/conflict';
import { patchOf, type TracedOutcome } from '@instancetype/draft';
import { inferInstancetypeAsync, type InferOptions } from '@instancetype/infer';
import { inferPreferenceAsync } from '@instancetype/preference-infer';
import { isFault } from '@instancetype/sync';
import { outcomeOfFault } from '../vm/fault.ts';
import type { Feature, StepOutcome } from '../vm/step.ts';

/** Looks volumes and their sources up, and changes the VM. */
interface Client {
  get(ref: ObjectRef): PromiseLike<object | null | undefined> | object | null | undefined;
  patch(vm: VirtualMachineLike, operations: readonly JsonPatchOperation[]): Promise<VirtualMachineLike>;
}

const INFERENCES = [
  { reason: 'FailedFindInstancetype', member: 'instancetype', infer: inferInstancetypeAsync },
  { reason: 'FailedFindPreference', member: 'preference', infer: inferPreferenceAsync },
] as const;

type Member = (typeof INFERENCES)[number]['member'];

/** How to infer late. */
interface LateInferenceOptions extends InferOptions {
  /** Whether the condition `Failure` says why a VM waits. Where KubeVirt's controller has that condition, two would write it in turn. */
  readonly tells: boolean;
}

/** Infers what a VM was admitted without, because the volume was not there yet (BEHAVIOUR 9).
 * @param options how far to follow references, and whether the VM's owner is told here */
export function lateInference({ tells, ...options }: LateInferenceOptions): Feature {
  const step: Feature['step'] = (vm, { client }) => inferLate(vm, client, options);
  if (tells) return { name: 'late-inference', reasons: INFERENCES.map(({ reason }) => reason), step };
  return { name: 'late-inference', reasons: [], step: async (...given) => untold(await step(...given)) };
}

function untold(outcome: StepOutcome): StepOutcome {
  return outcome.error ? { ...outcome, error: { ...outcome.error, isTold: false } } : outcome;
}

async function inferLate(vm: VirtualMachineLike, client: Client, options: InferOptions): Promise<StepOutcome> {
  if (vm.metadata?.deletionTimestamp) return settled(vm);
  let [current, waiting]: [VirtualMachineLike, StepOutcome | undefined] = [vm, undefined];
  for (const { reason, member, infer } of INFERENCES) {
    try {
      const inferred = await infer(current, client, { ...options, trace: true });
      if (inferred.ok) current = await written(current, inferred, { member, client });
      else waiting ??= waitingFor(current, reason, inferred.causes);
    } catch (error) {
      if (!isFault(error)) throw error;
      return outcomeOfFault(current, reason, error);
    }
  }
  return waiting ? { ...waiting, vm: current } : settled(current);
}

interface Writing {
  readonly member: Member;
  readonly client: Client;
}

/** The VM with what was inferred, written only where it still asks for that. */
async function written(vm: VirtualMachineLike, inferred: Extract<TracedOutcome<VirtualMachineLike>, { readonly ok: true }>, { member, client }: Writing): Promise<VirtualMachineLike> {
  if (inferred.value === vm) return vm;
  const isStill = [
    { op: 'test', path: '/metadata/uid', value: vm.metadata?.uid },
    { op: 'test', path: '/metadata/resourceVersion', value: vm.metadata?.resourceVersion },
    { op: 'test', path: `/spec/${member}`, value: vm.spec?.[member] },
  ] as const;
  return client.patch(vm, [...isStill, ...patchOf(inferred.trace, vm, inferred.value)]);
}

function waitingFor(vm: VirtualMachineLike, reason: string, causes: Causes): StepOutcome {
  const message = causes.map((cause) => cause.message).join('; ');
  return { vm, proceed: false, error: { reason, message, isTold: true, isRefusal: false }, retry: 'backoff' };
}

function settled(vm: VirtualMachineLike): StepOutcome {
  return { vm, proceed: true, retry: 'never' };
}
