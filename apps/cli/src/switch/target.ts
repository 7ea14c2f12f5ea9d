import { type Matcher, matcherOf, type VirtualMachineLike } from '@instancetype/api';
import { showText } from '@instancetype/conflict';
import type { SwitchTarget } from '@instancetype/update';
import { ALL_KINDS, type KindChoice, kindNamed } from '../listing/kinds.ts';
import { findNamed } from '../listing/select.ts';
import type { World } from '../world/world.ts';

/** What the command line says that VMs are to switch to. */
export interface SwitchNames {
  readonly to?: string | undefined;
  readonly preference?: string | undefined;
}

/** What VMs are to switch to, or why that cannot be. */
export type FoundTarget = { readonly target: SwitchTarget } | { readonly message: string };

/** Looks up what VMs are to switch to. A name alone means a cluster object where there is one.
 * @param world where
 * @param names as the user wrote them, each possibly with a kind before it: `vmf/mine` */
export function findTarget(world: World, { to, preference }: SwitchNames): FoundTarget {
  const target: { instancetype?: Matcher; preference?: Matcher } = {};
  for (const [text, family] of [[to, 'instancetype'], [preference, 'preference']] as const) {
    if (text === undefined) continue;
    const found = findMatcher(world, text, ALL_KINDS.filter((choice) => choice.family === family));
    if ('message' in found) return found;
    target[family] = found;
  }
  return { target };
}

function findMatcher(world: World, text: string, choices: readonly KindChoice[]): Matcher | { readonly message: string } {
  const family = choices[0]?.family;
  const slash = text.indexOf('/');
  const kind = slash === -1 ? undefined : kindNamed(text.slice(0, slash));
  if (kind !== undefined && kind.family !== family) return { message: `"${showText(text)}" is no ${family === 'preference' ? 'preference' : 'instance type'}` };
  const named = findNamed(world, text, choices);
  if ('message' in named) return named;
  const [first] = named.objects;
  // what is not said is a cluster object
  const isNamespaced = named.objects.every(({ ref }) => ref.namespace !== undefined);
  return { name: first?.ref.name ?? text, ...(isNamespaced && { kind: first?.ref.kind }) };
}

/** What a VM names, as text shows it: `u1.medium`, or `-` for nothing.
 * @param vm the VM
 * @param family which of its two references */
export function showReference(vm: VirtualMachineLike, family: 'instancetype' | 'preference'): string {
  const name: unknown = matcherOf(vm, family)?.name;
  return typeof name === 'string' && name !== '' ? showText(name) : '-';
}
