import { timeOf } from '@instancetype/api';
import { valueAt } from '@instancetype/conflict';
import { type ApiObject, hasCode, RESOURCES } from '@instancetype/kube';
import { captureSteps, runStepsAsync, snapshotSteps } from '@instancetype/store';
import { vmOfSnapshot } from './export-source.ts';
import { done, listAt, progressing, type Report, WAITING } from './snapshot-report.ts';
import { type Ended, instanceOf, type Problem, problemOf, revisionClient, type SnapshotTools } from './snapshot-tools.ts';

const CONTENT = RESOURCES.VirtualMachineSnapshotContent;
const API_VERSION = `${CONTENT.group}/${CONTENT.version}`;

/** Whether a snapshot can be restored.
 * @param snapshot the VirtualMachineSnapshot */
export function isTaken(snapshot: ApiObject): boolean {
  return valueAt(snapshot, '/status/readyToUse') === true;
}

/** Takes a snapshot of what a VM is, with the revisions that it names, and not of its volumes (BEHAVIOUR 17.2). Cut off at any write, it is
 * completed by who comes next: what was captured first stays.
 * @param snapshot the VirtualMachineSnapshot
 * @param tools requests, and its status */
export async function takeSnapshot(snapshot: ApiObject, tools: SnapshotTools): Promise<Ended> {
  const vm = vmOfSnapshot(snapshot);
  if (vm === undefined) return { problem: 'spec.source names no VirtualMachine: create a snapshot that names one' };
  const { namespace, uid } = snapshot.metadata ?? {};
  const name = `vmsnapshot-content-${uid}`;
  const content = (await tools.client.get({ kind: CONTENT.kind, namespace: namespace ?? '', name })) ?? (await capture(snapshot, { vm, name }, tools));
  if ('problem' in content) return content as unknown as Problem;
  const left = volumesOf(content);
  const message = left.length > 0 ? `The VM is kept as it was. What is on its volumes is not: ${left.join(', ')}` : 'The VM is kept as it was';
  await tools.report.tell(done(message), {
    ...{ phase: 'Succeeded', readyToUse: true, error: undefined, virtualMachineSnapshotContentName: name },
    ...{ creationTime: valueAt(content, '/metadata/creationTimestamp'), snapshotVolumes: left.length > 0 ? { excludedVolumes: left } : undefined },
  });
  return { vm };
}

/** Tells why a snapshot is not taken yet.
 * @param report its status
 * @param message why
 * @param snapshot the VirtualMachineSnapshot */
export async function tellSnapshotProblem(report: Report, message: string, snapshot: ApiObject): Promise<void> {
  const told = valueAt(snapshot, '/status/error');
  const error = valueAt(told, '/message') === message ? told : { time: timeOf(new Date()), message };
  await report.tell(progressing(WAITING, message), { phase: 'InProgress', readyToUse: false, error });
}

async function capture(snapshot: ApiObject, names: { readonly vm: string; readonly name: string }, { client, liveVm }: SnapshotTools): Promise<ApiObject | Problem> {
  const vm = await liveVm(names.vm);
  if (!vm) return { problem: `There is no VirtualMachine "${names.vm}": create it, or a snapshot of another one` };
  const revisions = revisionClient(client, () => Promise.resolve());
  const captured = await runStepsAsync(captureSteps(vm, await instanceOf(vm, client)), revisions);
  if (!captured.ok) return problemOf(captured.causes);
  const kept = await runStepsAsync(snapshotSteps(captured.value, { apiVersion: API_VERSION, metadata: snapshot.metadata }), revisions);
  if (!kept.ok) return problemOf(kept.causes);
  return await createContent(contentOf(snapshot, names.name, kept.value), client);
}

function contentOf(snapshot: ApiObject, name: string, virtualMachine: object): ApiObject {
  const { name: of, uid, namespace } = snapshot.metadata ?? {};
  const owner = { apiVersion: API_VERSION, kind: 'VirtualMachineSnapshot', name: of, uid, controller: true, blockOwnerDeletion: true };
  const isRetained = valueAt(snapshot, '/spec/deletionPolicy') === 'Retain';
  return {
    ...{ apiVersion: API_VERSION, kind: CONTENT.kind },
    metadata: { name, namespace, ...(!isRetained && { ownerReferences: [owner] }) },
    spec: { virtualMachineSnapshotName: of, source: { virtualMachine } },
  };
}

// one that has come meanwhile is the one
async function createContent(content: ApiObject, client: SnapshotTools['client']): Promise<ApiObject> {
  try {
    return await client.write('create', CONTENT.kind, (api, options) => api.create(CONTENT, content, options));
  } catch (error) {
    const { name, namespace } = content.metadata ?? {};
    const there = hasCode(error, 'already-exists') ? await client.get({ kind: CONTENT.kind, namespace: namespace ?? '', name: name ?? '' }) : undefined;
    if (there) return there;
    throw error;
  }
}

/** The names of the volumes whose content is not part of the VM. */
function volumesOf(content: ApiObject): readonly string[] {
  const volumes = listAt(content, '/spec/source/virtualMachine/spec/template/spec/volumes');
  return volumes.filter((volume) => ['/persistentVolumeClaim', '/dataVolume'].some((path) => valueAt(volume, path) !== undefined)).map(({ name }) => String(name));
}
