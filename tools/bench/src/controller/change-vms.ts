import { setTimeout as sleep } from 'node:timers/promises';
import { instancetypes } from '@instancetype/catalog';
import { type ApiObject, connect, type GuardedPatch, openApi, RESOURCES } from '@instancetype/kube';
import type { ApiAddress } from './api-process.ts';

/** How VMs are changed. */
export interface Pace {
  readonly perSecond: number;
  readonly seconds: number;
  /** The first VM, by the order of the list: none is changed twice. */
  readonly from: number;
}

/** Gives VMs another instance type, one after the other at a steady pace, as people do.
 * @param api of which cluster
 * @param pace how many
 * @returns how many */
export async function changeVms({ url, ca, token }: ApiAddress, { perSecond, seconds, from }: Pace): Promise<number> {
  const connection = await connect({ server: url, ca, token });
  try {
    const api = openApi(connection);
    const resource = RESOURCES.VirtualMachine;
    const vms = (await api.list(resource, { limit: from + perSecond * seconds })).items.slice(from);
    const names = instancetypes().map(({ metadata }) => metadata.name);
    const other = ({ spec }: ApiObject): string => names[(names.indexOf((spec as { readonly instancetype: { readonly name: string } }).instancetype.name) + 1) % names.length] ?? '';
    const begun = performance.now();
    const changes: Promise<unknown>[] = [];
    for (const [index, vm] of vms.entries()) {
      await sleep(Math.max(0, begun + (index * 1000) / perSecond - performance.now()));
      const { name = '', namespace, uid } = vm.metadata ?? {};
      const json = [{ op: 'test', path: '/metadata/uid', value: uid }, { op: 'replace', path: '/spec/instancetype/name', value: other(vm) }];
      changes.push(api.patch(resource, { name: name ?? '', namespace: namespace ?? '' }, { json } as unknown as GuardedPatch));
    }
    await Promise.all(changes);
    return changes.length;
  } finally {
    await connection.close();
  }
}
