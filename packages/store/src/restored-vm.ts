import type { ObjectLike, VirtualMachineLike } from '@instancetype/api';
import { valueAt } from '@instancetype/conflict';

type Json = Readonly<Record<string, unknown>>;

/** Of which VM a restore makes what. */
export interface RestoringVm {
  /** The VirtualMachineRestore. */
  readonly restore: ObjectLike;
  /** Name of the VM that it makes. */
  readonly name: string;
  /** That VM where it exists already. */
  readonly target?: VirtualMachineLike | undefined;
}

/** Where a VM notes which restore was the last that made it. */
const LAST_RESTORE = 'restore.kubevirt.io/lastRestoreUID';

/** The VM that a restore makes of what was captured, before its revisions are brought back (BEHAVIOUR 17.3). A new VM has the captured labels and
 * annotations, and does not run. One that exists keeps its metadata, its status and its run strategy; where that is the older `running`, it
 * does not run. Volumes of memory dumps are left out. The VM notes the restore.
 * @param captured the VM as a snapshot holds it; not changed
 * @param restoring the restore, and its target */
export function restoredVm(captured: VirtualMachineLike, { restore, name, target }: RestoringVm): VirtualMachineLike {
  const { labels, annotations } = captured.metadata ?? {};
  const namespace = restore.metadata?.namespace;
  const made = target ?? { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name, ...(namespace && { namespace }), ...(labels && { labels }), annotations } };
  return {
    ...made,
    metadata: { ...made.metadata, annotations: { ...made.metadata?.annotations, [LAST_RESTORE]: noteOf(restore) } },
    spec: { ...withoutDumps((captured.spec ?? {}) as Json), ...runStrategyOf(target ?? captured, target !== undefined) },
  } as VirtualMachineLike;
}

/** Whether a restore has made a VM what it is, so that it must not be written again: its owner may have changed it since.
 * @param vm the VM
 * @param restore the VirtualMachineRestore */
export function isRestoredBy(vm: VirtualMachineLike, restore: ObjectLike): boolean {
  return vm.metadata?.annotations?.[LAST_RESTORE] === noteOf(restore);
}

function noteOf({ metadata }: ObjectLike): string {
  return `${metadata?.name ?? ''}-${metadata?.uid ?? ''}`;
}

function runStrategyOf(vm: VirtualMachineLike, isKept: boolean): Json {
  if (typeof valueAt(vm, '/spec/running') === 'boolean') return { running: false };
  return { runStrategy: (isKept ? valueAt(vm, '/spec/runStrategy') : undefined) ?? 'Halted' };
}

function withoutDumps({ running: _, runStrategy: __, ...spec }: Json): Json {
  const volumes = valueAt(spec, '/template/spec/volumes');
  if (!Array.isArray(volumes)) return spec;
  const template = spec['template'] as { readonly spec: Json };
  return { ...spec, template: { ...template, spec: { ...template.spec, volumes: volumes.filter((volume) => valueAt(volume, '/memoryDump') === undefined) } } };
}
