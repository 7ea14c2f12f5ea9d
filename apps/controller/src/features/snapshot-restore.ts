import { timeOf, type VirtualMachineLike } from '@instancetype/api';
import { type Outcome, valueAt } from '@instancetype/conflict';
import { type ApiObject, RESOURCES } from '@instancetype/kube';
import { adoptSteps, isRestoredBy, restoredVm, restoreSteps, runStepsAsync, type StoreClient } from '@instancetype/store';
import type { StoredVm } from '../vm/project-vm.ts';
import { done, listAt, progressing, type Report, WAITING } from './snapshot-report.ts';
import { isTaken } from './snapshot-take.ts';
import { type Ended, instanceOf, type Problem, problemOf, revisionClient, type SnapshotTools } from './snapshot-tools.ts';

const [VM, SNAPSHOT, CONTENT] = [RESOURCES.VirtualMachine, RESOURCES.VirtualMachineSnapshot, RESOURCES.VirtualMachineSnapshotContent];
/** Why a restore goes on: it deletes revisions in order to replace them, and must complete that. */
const REPLACING = 'ReplacingRevisions';

/** What is restored. */
interface Wish {
  readonly restore: ApiObject;
  readonly snapshotName: string;
  /** Name of the VM. */
  readonly name: string;
  readonly captured: VirtualMachineLike;
}

/** Makes a VM what it was when a snapshot was taken, with the revisions that it named (BEHAVIOUR 17.3). Its volumes are as they are. Cut off at
 * any write, it is completed by who comes next; a VM that has been written is not written again.
 * @param restore the VirtualMachineRestore
 * @param tools requests, and its status */
export async function makeRestore(restore: ApiObject, tools: SnapshotTools): Promise<Ended> {
  const wish = await wishOf(restore, tools);
  if ('problem' in wish) return wish;
  const { client, report } = tools;
  const isResumed = report.has('Progressing', REPLACING);
  const revisions = revisionClient(client, () => report.tell(progressing(REPLACING, 'Revisions of the VM are replaced'), { complete: false }));
  const target = await tools.liveVm(wish.name);
  const vm = target && isRestoredBy(target, restore) ? target : await write(wish, target, { ...tools, revisions, isResumed });
  if ('problem' in vm) return vm as Problem;
  const adopted = await adopt(vm as StoredVm, wish, revisions);
  if (!adopted.ok) return problemOf(adopted.causes);
  await report.tell(done('The VM is what it was. What is on its volumes was not restored'), { complete: true, restoreTime: timeOf(new Date()) });
  return { vm: wish.name };
}

/** Tells why a restore is not made yet. That it has begun to replace revisions is not forgotten.
 * @param report its status
 * @param message why */
export async function tellRestoreProblem(report: Report, message: string): Promise<void> {
  await report.tell(progressing(report.has('Progressing', REPLACING) ? REPLACING : WAITING, message), { complete: false });
}

async function wishOf(restore: ApiObject, { client, snapshots }: SnapshotTools): Promise<Wish | Problem> {
  const names = namesIn(restore);
  if ('problem' in names) return names;
  const { name, snapshotName } = names;
  const namespace = restore.metadata?.namespace ?? '';
  const snapshot = snapshots.get(namespace, snapshotName);
  if (!snapshot || !isTaken(snapshot)) return { problem: `There is no ${SNAPSHOT.kind} "${snapshotName}" that is ready to use: wait for it, or create a restore that names another one` };
  const contentName = String(valueAt(snapshot, '/status/virtualMachineSnapshotContentName'));
  const captured = valueAt(await client.get({ kind: CONTENT.kind, namespace, name: contentName }), '/spec/source/virtualMachine');
  if (typeof captured !== 'object' || captured === null) return { problem: `There is no ${CONTENT.kind} "${contentName}" that holds a VM: take another snapshot` };
  return { restore, snapshotName, name, captured };
}

function namesIn(restore: ApiObject): Pick<Wish, 'name' | 'snapshotName'> | Problem {
  const [kind, group, name, snapshotName] = ['/spec/target/kind', '/spec/target/apiGroup', '/spec/target/name', '/spec/virtualMachineSnapshotName'].map((path) => valueAt(restore, path));
  if (kind !== VM.kind || group !== VM.group || !isName(name)) return { problem: 'spec.target names no VirtualMachine of kubevirt.io: create a restore that names one' };
  if (!isName(snapshotName)) return { problem: 'spec.virtualMachineSnapshotName is empty: create a restore that names a snapshot' };
  if (listAt(restore, '/spec/patches').length > 0) return { problem: 'spec.patches is not supported here: create a restore without it, and change the VM afterwards' };
  return { name, snapshotName };
}

interface Writing extends SnapshotTools {
  readonly revisions: StoreClient;
  readonly isResumed: boolean;
}

async function write(wish: Wish, target: StoredVm | undefined, { client, revisions, isResumed }: Writing): Promise<ApiObject | Problem> {
  const { restore, snapshotName, name, captured } = wish;
  const reason = target && (await obstacleOf(target, client));
  if (reason !== undefined) return { problem: reason };
  const made: Outcome<VirtualMachineLike> = await runStepsAsync(restoreSteps(restoredVm(captured, { restore, name, target }), { snapshotName, target, isResumed }), revisions);
  if (!made.ok) return problemOf(made.causes);
  const vm = made.value as ApiObject;
  return target ? await client.write('update', VM.kind, (api, options) => api.update(VM, vm, options)) : await client.write('create', VM.kind, (api, options) => api.create(VM, vm, options));
}

/** Makes the VM the owner of its revisions. One that was found, and not made, may have been collected since with a VM that had this name before: it is
 * made from the snapshot's. */
async function adopt(vm: StoredVm, { restore, snapshotName, name, captured }: Wish, revisions: StoreClient): Promise<Outcome<VirtualMachineLike>> {
  const adopted = await runStepsAsync(adoptSteps(vm), revisions);
  if (adopted.ok) return adopted;
  const made = await runStepsAsync(restoreSteps(restoredVm(captured, { restore, name, target: vm }), { snapshotName, target: vm, isResumed: true }), revisions);
  return made.ok ? await runStepsAsync(adoptSteps(vm), revisions) : made;
}

/** Why a VM cannot be written over. */
async function obstacleOf(target: StoredVm, client: SnapshotTools['client']): Promise<string | undefined> {
  const { name, deletionTimestamp } = target.metadata ?? {};
  if (deletionTimestamp) return `VirtualMachine "${name}" is being deleted: wait until it is gone`;
  return (await instanceOf(target, client)) ? `VirtualMachine "${name}" runs: stop it, so that it can be restored` : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
