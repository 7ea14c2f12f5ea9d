import type { Change } from '../../src/change.ts';
import type { ApiObject } from '../../src/resource.ts';
import type { Random } from '@instancetype-tools/random';
import { settle, type VirtualClock } from './virtual-clock.ts';

/** What somebody believes who knows of objects by changes alone. */
export class View {
  readonly objects = new Map<string, ApiObject>();
  /** Changes that do not fit what was told before. */
  readonly contradictions: string[] = [];

  /** Takes a change that must fit. */
  take(change: Change<ApiObject>): void {
    const key = `${change.namespace}/${change.name}`;
    const known = this.objects.get(key);
    const fits = change.type === 'added' ? known === undefined : known !== undefined;
    if (!fits || (change.type === 'updated' && change.old !== known)) this.contradictions.push(`${change.type} ${key}`);
    if (change.type === 'updated' && change.old?.metadata?.uid !== change.object.metadata?.uid) this.contradictions.push(`${key} has become another object`);
    this.put(change);
  }

  /** Takes a change, whatever was told before. */
  put({ type, namespace, name, object }: Change<ApiObject>): void {
    if (type === 'removed') this.objects.delete(`${namespace}/${name}`);
    else this.objects.set(`${namespace}/${name}`, object);
  }
}

/** A handler that often throws. */
export function throwingHandler(view: View, random: Random, isBroken: () => boolean): (change: Change<ApiObject>) => void {
  return (change) => {
    if (isBroken() && random.chance(0.3)) throw new Error('not now');
    view.put(change);
  };
}

/** A handler that takes its time, and often rejects. */
export function slowHandler(view: View, random: Random, clock: VirtualClock, isBroken: () => boolean): (change: Change<ApiObject>) => Promise<void> {
  return async (change) => {
    const ms = isBroken() ? random.below(3000) : 0;
    if (ms === 0) await settle();
    else await new Promise<void>((resolve) => void clock.after(ms, resolve));
    if (isBroken() && random.chance(0.3)) throw new Error('not now');
    view.put(change);
  };
}
