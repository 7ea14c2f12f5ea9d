import type { ObjectRef, PreferenceSpec, VirtualMachineLike } from '@instancetype/api';
import type { TracedOutcome } from '@instancetype/draft';
import { frozen } from '@instancetype-tools/test-values';
import { mutate, type MutateOptions } from '../src/index.ts';

/** An object of the cluster. */
export interface Thing {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: object;
}

/** Looks objects up in a list, and remembers what it was asked for. */
export class Shelf {
  readonly asked: string[] = [];
  readonly #things: readonly Thing[];

  constructor(...things: readonly Thing[]) {
    this.#things = frozen(things);
  }

  get({ kind, namespace, name }: ObjectRef): Thing | undefined {
    this.asked.push(`${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`);
    return this.#things.find((thing) => thing.kind === kind && thing.metadata.name === name && thing.metadata.namespace === namespace);
  }
}

/** A cluster preference `pr`. */
export function preference(spec: PreferenceSpec): Thing {
  return { kind: 'VirtualMachineClusterPreference', metadata: { name: 'pr' }, spec };
}

/** A claim whose labels name an instance type, and a preference where one is given. */
export function claim(name: string, instancetype: string, preferenceName?: string): Thing {
  const prefix = 'instancetype.kubevirt.io/default-';
  const labels = { [`${prefix}instancetype`]: instancetype, ...(preferenceName !== undefined && { [`${prefix}preference`]: preferenceName }) };
  return { kind: 'PersistentVolumeClaim', metadata: { name, namespace: 'prod', labels } };
}

/** A DataSource with an architecture label, if any. */
export function dataSource(name: string, architecture?: string, spec: object = {}, namespace = 'prod'): Thing {
  const labels = architecture === undefined ? {} : { 'template.kubevirt.io/architecture': architecture };
  return { kind: 'DataSource', metadata: { name, namespace, labels }, spec };
}

/** A VM of the namespace `prod`. */
export function vmWith(spec: object = {}, domain: object = {}, metadata: object = {}): VirtualMachineLike {
  return { kind: 'VirtualMachine', metadata: { name: 'web', namespace: 'prod', ...metadata }, spec: { template: { spec: { domain: { devices: {}, ...domain } } }, ...spec } } as VirtualMachineLike;
}

/** UUIDs that can be told apart. */
export function uuids(): () => string {
  let count = 0;
  return () => `uuid-${++count}`;
}

/** The VM as it is to be stored; nothing handed in may be changed, so all is frozen. */
export function mutated(vm: VirtualMachineLike, shelf: Shelf = new Shelf(), options: MutateOptions = {}): VirtualMachineLike {
  const outcome = outcomeOf(vm, shelf, options);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.causes));
  return outcome.value;
}

/** The same as an outcome. */
export function outcomeOf(vm: VirtualMachineLike, shelf: Shelf = new Shelf(), options: MutateOptions = {}): TracedOutcome<VirtualMachineLike> {
  return mutate(frozen(vm), shelf, frozen(options));
}

/** The codes of the causes, empty where it is accepted. */
export function codesOf(...parameters: Parameters<typeof outcomeOf>): readonly string[] {
  const outcome = outcomeOf(...parameters);
  return outcome.ok ? [] : outcome.causes.map(({ code }) => code);
}
