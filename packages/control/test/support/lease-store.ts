/** A Lease as it is stored. */
export interface Stored {
  readonly metadata?: { readonly name?: string; readonly namespace?: string; readonly resourceVersion?: string };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** An error as a client gives it. */
export function apiError(code: string): Error {
  return Object.assign(new Error(`the cluster says: ${code}`), { code });
}

const MICRO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/** One Lease in a cluster, which keeps writers apart by resource versions and is as strict about times as Kubernetes is. */
export class LeaseStore {
  lease: Stored | undefined;
  /** Every write that was accepted. */
  readonly history: Stored[] = [];
  #version = 100;

  get(): Stored {
    if (!this.lease) throw apiError('not-found');
    return this.lease;
  }

  create(lease: Stored): Stored {
    if (this.lease) throw apiError('already-exists');
    return this.#write(lease);
  }

  update(lease: Stored): Stored {
    if (!this.lease) throw apiError('not-found');
    if (lease.metadata?.resourceVersion === undefined) throw new Error('an update without a resource version would overwrite anything');
    if (lease.metadata.resourceVersion !== this.lease.metadata?.resourceVersion) throw apiError('conflict');
    return this.#write(lease);
  }

  /** What is in the spec of the Lease. */
  get spec(): Readonly<Record<string, unknown>> {
    return this.lease?.spec ?? {};
  }

  /** Somebody else writes the Lease. */
  put(spec: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}): void {
    this.#version += 1;
    this.lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'controller', namespace: 'kubevirt', resourceVersion: String(this.#version), ...more }, spec };
  }

  #write(lease: Stored): Stored {
    for (const field of ['acquireTime', 'renewTime']) {
      if (!MICRO_TIME.test(String(lease.spec?.[field]))) throw apiError('invalid');
    }
    this.#version += 1;
    this.lease = { ...lease, metadata: { ...lease.metadata, resourceVersion: String(this.#version) } };
    this.history.push(this.lease);
    return this.lease;
  }
}

/** Requests that are answered at once. */
export function directApi(store: LeaseStore): { get(resource: unknown, named: { readonly name: string; readonly namespace: string }): Promise<unknown>; create(resource: unknown, lease: Stored): Promise<unknown>; update(resource: unknown, lease: Stored): Promise<unknown> } {
  return {
    get: async (_resource, { name, namespace }) => {
      if (`${namespace}/${name}` !== 'kubevirt/controller') throw apiError('forbidden');
      return store.get();
    },
    create: async (_resource, lease) => store.create(lease),
    update: async (_resource, lease) => store.update(lease),
  };
}
