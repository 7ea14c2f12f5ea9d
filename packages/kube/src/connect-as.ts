import { connect } from './connect.ts';
import type { Connection } from './transport.ts';

/** Who a server is to a cluster, as its settings say. */
export interface Identity {
  /** Path of a kubeconfig. */
  readonly kubeconfig?: string | undefined;
  /** A context of it. */
  readonly context?: string | undefined;
  /** Where the files of the pod's service account are. */
  readonly serviceAccountDir?: string | undefined;
}

/** Prepares a connection as a server's settings say; where they say nothing, as the service account of the pod, and outside of a pod as
 * kubectl does.
 * @param identity the settings */
export function connectAs({ kubeconfig, context, serviceAccountDir }: Identity): Promise<Connection> {
  if (kubeconfig !== undefined) return connect({ kubeconfig, context });
  return serviceAccountDir === undefined ? connect() : connect({ inCluster: true, directory: serviceAccountDir });
}
