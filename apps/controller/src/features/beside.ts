import type { ObjectRef, VirtualMachineInstanceLike } from '@instancetype/api';
import type { Drained, OwnWrites } from '@instancetype/control';
import type { Api, Cache } from '@instancetype/kube';
import type { Log } from '@instancetype/operate';
import type { VmClient } from '../cluster/guarded-client.ts';
import { openMeasuredInstances } from '../metrics/measured-instances.ts';
import type { Settings } from '../settings.ts';
import { nameIn } from '../vm/key.ts';
import { openExports, type Exports, type ExportsOptions } from './export.ts';
import { type Instances, openInstances } from './instances-cache.ts';
import { letOrphanGo } from './instances-stop.ts';
import { openSnapshots, type Snapshots } from './snapshot.ts';

/** What the opt-in features have to do with. */
export interface BesideOptions {
  readonly api: Api;
  readonly log: Log;
  /** Told that the instance of a VM has changed.
   * @param isEcho whether it is exactly what was written last */
  readonly onInstance: (key: string, isEcho: boolean) => void;
  readonly exportParts: ExportsOptions['parts'];
}

/** What the opt-in features need beside the caches and the queue of VMs. Nothing is opened for a feature that was not chosen. */
export interface Beside {
  /** Undefined where no feature looks at instances. */
  readonly instances: Instances | undefined;
  /** The instances that metrics tell of; undefined where there are no such metrics. */
  readonly measured: { list(): readonly VirtualMachineInstanceLike[] } | undefined;
  readonly caches: readonly Cache[];
  /** Caches that nothing waits for. */
  readonly asides: readonly Cache[];
  /** What was written of other kinds and is still on its way back: a VM waits for it before its next pass. */
  readonly gates: readonly Pick<OwnWrites, 'forget' | 'leftMs' | 'ready'>[];
  /** An object has come or changed.
   * @param ref the object */
  onObject(ref: ObjectRef): void;
  /** There is work for a VM that is in no cache.
   * @param key the VM's
   * @param client requests for it */
  onGone(key: string, client: VmClient): Promise<void>;
  /** Begins the work that is not part of a pass over a VM. */
  run(): void;
  /** Finishes the work that has begun.
   * @param options how long that may take */
  drain(options: { readonly withinMs: number }): Promise<Drained>;
}

/** Features whose work is not part of a pass over a VM. */
const OTHERS = { export: openExports, snapshot: openSnapshots } as const;

/** Opens what the opt-in features need.
 * @param settings which of them were chosen
 * @param options what they have to do with */
export function openBeside(settings: Pick<Settings, 'burst' | 'features' | 'qps' | 'streamLists'>, { api, log, onInstance, exportParts }: BesideOptions): Beside {
  const { features, qps, burst, streamLists: watchList } = settings;
  const [starts, updates] = [features.includes('instances'), features.includes('live-update')];
  const chosen = (['export', 'snapshot'] as const).filter((name) => features.includes(name));
  const others: readonly (Exports | Snapshots)[] = chosen.map((name) => OTHERS[name](api, { log, watchList, rateLimit: { qps, burst }, parts: exportParts, watchesSnapshots: chosen.includes('snapshot'), onChange: (ref) => onObject(ref) }));
  const onObject: Beside['onObject'] = (ref) => {
    for (const other of others) other.onObject(ref);
  };
  const onChange: BesideOptions['onInstance'] = (key, isEcho) => {
    onInstance(key, isEcho);
    onObject({ kind: 'VirtualMachineInstance', ...nameIn(key) });
  };
  const instances = starts || updates ? openInstances(api, { watchList, whole: updates, onChange }) : undefined;
  const counts = features.includes('metrics');
  const own = counts && !instances ? openMeasuredInstances(api, { watchList }) : undefined;
  return {
    ...{ instances, onObject, measured: counts ? (instances ?? own) : undefined },
    asides: own ? [own] : [],
    caches: [...(instances?.caches ?? []), ...others.flatMap(({ caches }) => caches)],
    gates: instances?.gates ?? [],
    onGone: async (key, client) => {
      if (starts && instances) await letOrphanGo(key, client, instances);
    },
    run() {
      for (const other of others) other.run();
    },
    async drain(within) {
      const drained = await Promise.all(others.map(({ queue }) => queue.drain(within)));
      return { unfinished: drained.flatMap(({ unfinished }) => unfinished), left: drained.reduce((sum, { left }) => sum + left, 0) };
    },
  };
}
