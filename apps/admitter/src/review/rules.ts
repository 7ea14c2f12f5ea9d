import { admit, admitAsync, admitInstancetype, type AdmitOptions, admitPreference, checkStructure } from '@instancetype/admit';
import type { VirtualMachineLike } from '@instancetype/api';
import { type JsonPatchOperation, type Outcome, success } from '@instancetype/conflict';
import type { Cluster } from '@instancetype/defaults';
import { patchOf, type TracedOutcome } from '@instancetype/draft';
import { mutate, mutateAsync, type MutateOptions } from '@instancetype/mutate';
import type { Endpoint } from './endpoints.ts';
import type { Envelope } from './envelope.ts';
import { type Lookups, settle } from './lookups.ts';
import { ReadFault } from './read-fault.ts';
import type { ReviewSettings } from './review.ts';

/** What a judgement depends on beside the review. */
export interface World {
  readonly lookups: Lookups;
  readonly cluster: Cluster;
  readonly settings: ReviewSettings;
}

/** The patch that a review's object is to get; empty from the validating webhooks. */
export type Judgement = Outcome<readonly JsonPatchOperation[]>;

const UNCHANGED: readonly JsonPatchOperation[] = [];

/** Judges the object of a review by the rules of its webhook; at once where nothing has to be fetched.
 * @param endpoint the webhook
 * @param envelope the review, with an object
 * @param world what the judgement depends on */
export function judge(endpoint: Endpoint, envelope: Envelope, world: World): Judgement | Promise<Judgement> {
  const { object, operation } = envelope;
  const { negativeMemory } = world.settings;
  if (endpoint.verb === 'mutate') return mutateVm(envelope, world);
  switch (endpoint.kind) {
    case 'VirtualMachine':
      return admitVm(object as VirtualMachineLike, world);
    case 'VirtualMachineInstancetype':
    case 'VirtualMachineClusterInstancetype':
      return unchanged(admitInstancetype(object, { operation, negativeMemory }));
    default:
      return unchanged(admitPreference(object, { operation }));
  }
}

function mutateVm({ object, oldObject, operation }: Envelope, { lookups, cluster, settings }: World): Judgement | Promise<Judgement> {
  const structure = checkStructure(object, 'VirtualMachine');
  if (!structure.ok) return structure;
  const vm = object as VirtualMachineLike;
  const options: MutateOptions = {
    operation: operation === 'UPDATE' ? 'UPDATE' : 'CREATE',
    oldVm: oldObject as VirtualMachineLike | undefined,
    cluster,
    uuid: () => crypto.randomUUID(),
    crossNamespaceInference: settings.crossNamespaceInference,
    ignoresFault: (error) => ignoresFault(error, settings),
    lateInference: settings.lateInference,
    trace: true,
  };
  const patched = (mutated: TracedOutcome<VirtualMachineLike>): Judgement =>
    mutated.ok ? success(patchOf(mutated.trace, vm, mutated.value), [...structure.notes, ...mutated.notes]) : mutated;
  return settle(
    lookups,
    () => patched(mutate(vm, lookups.now, options)),
    async () => patched(await mutateAsync(vm, lookups.later, options)),
  );
}

function admitVm(vm: VirtualMachineLike, { lookups, cluster, settings }: World): Judgement | Promise<Judgement> {
  const { missingObjects, negativeMemory, foreignRevisions } = settings;
  const options: AdmitOptions = { cluster, steps: 'all', missingObjects, negativeMemory, foreignRevisions, ignoresFault: (error) => ignoresFault(error, settings) };
  return settle(
    lookups,
    () => unchanged(admit(vm, lookups.now, options)),
    async () => unchanged(await admitAsync(vm, lookups.later, options)),
  );
}

/** KubeVirt takes an object that it cannot read for none, and so do we unless missing objects are to be refused. */
function ignoresFault(error: unknown, { missingObjects }: ReviewSettings): boolean {
  return missingObjects === 'allow' && error instanceof ReadFault;
}

function unchanged(outcome: Outcome<unknown>): Judgement {
  return outcome.ok ? success(UNCHANGED, outcome.notes) : outcome;
}
