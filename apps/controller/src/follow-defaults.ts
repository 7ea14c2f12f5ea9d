import type { ObjectLike } from '@instancetype/api';
import { type Cluster, ClusterDefaults } from '@instancetype/defaults';
import type { Log } from '@instancetype/operate';

/** The configuration of the cluster, as it is now. */
export interface FollowedDefaults {
  current(): Cluster;
  /** Takes what there is now.
   * @param objects all KubeVirt objects */
  take(objects: readonly ObjectLike[]): void;
}

/** Follows the configuration of the cluster (BEHAVIOUR 1.8). When it has changed, every VM is looked at by the new one.
 * @param log gets why a configuration is not used
 * @param onChange is told of a change */
export function followDefaults(log: Log, onChange: () => void): FollowedDefaults {
  const defaults = new ClusterDefaults((problem) => log.error('the configuration of the cluster is not used', { problem }));
  let known = JSON.stringify(defaults.current);
  return {
    current: () => defaults.current,
    take(objects) {
      defaults.take(objects);
      const now = JSON.stringify(defaults.current);
      if (now === known) return;
      known = now;
      onChange();
    },
  };
}
