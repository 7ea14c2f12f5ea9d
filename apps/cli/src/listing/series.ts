import type { WorldObject } from '../world/world.ts';

/** The part of a name that its series or its operating system shares: `u1` of `u1.medium`, `rhel` of `rhel.9.desktop`.
 * @param object an instance type or a preference */
export function seriesOf({ ref }: WorldObject): string {
  const dot = ref.name.indexOf('.');
  return dot === -1 ? ref.name : ref.name.slice(0, dot);
}

/** The first object of each series, in order.
 * @param objects of one kind, each series from the smallest to the largest */
export function firstOfSeries(objects: readonly WorldObject[]): WorldObject[] {
  const first = new Map<string, WorldObject>();
  for (const object of objects) if (!first.has(seriesOf(object))) first.set(seriesOf(object), object);
  return [...first.values()];
}
