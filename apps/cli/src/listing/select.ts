import type { InstancetypeSpec } from '@instancetype/api';
import { nearestWord, showText } from '@instancetype/conflict';
import { compareQuantities, decodeQuantity, type Quantity } from '@instancetype/quantity';
import type { World, WorldObject } from '../world/world.ts';
import { objectOr } from './cells.ts';
import { ALL_KINDS, type KindChoice, kindNamed } from './kinds.ts';

/** The objects of the chosen kinds, in the world's order.
 * @param world where
 * @param choice which kinds */
export function objectsOfKinds(world: World, { resources }: KindChoice): WorldObject[] {
  return resources.flatMap(({ kind }) => world.objects(kind));
}

/** Whether an instance type has so many vCPUs and so much memory. What cannot be read has nothing.
 * @param object an instance type
 * @param least the least that is wanted */
export function isAtLeast({ value }: WorldObject, least: { readonly cpu?: number | undefined; readonly memory?: Quantity | undefined }): boolean {
  const { cpu, memory } = objectOr((value as { readonly spec?: InstancetypeSpec }).spec);
  const vcpus: unknown = objectOr(cpu).guest;
  if (least.cpu !== undefined && !(typeof vcpus === 'number' && vcpus >= least.cpu)) return false;
  const given = decodeQuantity(objectOr(memory).guest);
  return least.memory === undefined || (given.ok && compareQuantities(given.value, least.memory) >= 0);
}

/** The objects that a name means, or why there are none. */
export type Named = { readonly objects: readonly WorldObject[] } | { readonly message: string };

/** Finds objects by name, or by `KIND/NAME`.
 * @param world where
 * @param text as the user wrote it
 * @param choices of which kinds, all by default */
export function findNamed(world: World, text: string, choices: readonly KindChoice[] = ALL_KINDS): Named {
  const slash = text.indexOf('/');
  const choice = slash === -1 ? undefined : kindNamed(text.slice(0, slash));
  const name = text.slice(slash + 1);
  const wanted = choice === undefined ? choices : [choice];
  const all = wanted.flatMap((each) => objectsOfKinds(world, each));
  const objects = all.filter(({ ref }) => ref.name === name);
  if (objects.length > 0 && (slash === -1 || choice)) return { objects };
  const nearest = nearestWord(name, all.map(({ ref }) => ref.name));
  const noun = wanted.length > 1 ? 'instance type or preference' : wanted[0]?.family === 'preference' ? 'preference' : 'instance type';
  return { message: `there is no ${noun} "${showText(name)}"${nearest === undefined ? '' : `: did you mean "${showText(nearest)}"?`}` };
}
