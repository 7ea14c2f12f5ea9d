import type { ObjectRef, VirtualMachineLike } from '@instancetype/api';

/** An object of a cluster in a test. */
export interface Thing {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: unknown;
}

/** Gives the objects of a list, and remembers what was asked for. */
export class Cluster {
  readonly asked: string[] = [];
  readonly #things: readonly Thing[];

  constructor(...things: readonly Thing[]) {
    this.#things = things;
  }

  get({ kind, name, namespace }: ObjectRef): Thing | undefined {
    this.asked.push(`${kind} ${namespace ?? ''}/${name}`);
    return this.#things.find((thing) => thing.kind === kind && thing.metadata.name === name && (thing.metadata.namespace ?? '') === (namespace ?? ''));
  }
}

export const INSTANCETYPE = 'instancetype.kubevirt.io/default-instancetype';
export const KIND = 'instancetype.kubevirt.io/default-instancetype-kind';

/** An object with labels. */
export function thing(kind: string, name: string, labels?: Readonly<Record<string, string>>, spec?: unknown, namespace = 'web'): Thing {
  return { kind, metadata: { name, namespace, ...(labels && { labels }) }, ...(spec !== undefined && { spec }) };
}

/** A VM with one volume `root`, whose matchers are inferred from it. */
export function vmWith(volume: object, more: object = {}): VirtualMachineLike {
  return {
    kind: 'VirtualMachine',
    metadata: { name: 'shop', namespace: 'web' },
    spec: {
      instancetype: { inferFromVolume: 'root' },
      template: { spec: { domain: { memory: { guest: '1Gi', hugepages: { pageSize: '2Mi' } } }, volumes: [{ name: 'other' }, { name: 'root', ...volume }] } },
      ...more,
    },
  } as VirtualMachineLike;
}
