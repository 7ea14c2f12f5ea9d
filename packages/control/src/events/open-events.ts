import { type Clock, systemClock } from '../clock.ts';
import { microTime } from '../micro-time.ts';
import { type EventObject, eventObject, type Happening, type Regarding } from './event-object.ts';

/** A change of an Event that is there: by a JSON patch that begins with a `test`. */
export interface EventPatch {
  readonly name: string;
  readonly namespace: string;
  readonly json: readonly [
    { readonly op: 'test'; readonly path: '/reason'; readonly value: string },
    { readonly op: 'add'; readonly path: '/series'; readonly value: { readonly count: number; readonly lastObservedTime: string } },
  ];
}

/** What is to be written, if anything. */
export type EventWrite = { readonly create: EventObject } | { readonly patch: EventPatch } | undefined;

/** Who reports, and what can be set. */
export interface EventsOptions {
  /** A qualified name: `instancetype.kubevirt.io/controller`. */
  readonly controller: string;
  /** Which replica: its pod's name. */
  readonly instance: string;
  /** Of so many events at most something is remembered: 4096 by default. */
  readonly most?: number | undefined;
  /** For tests. */
  readonly clock?: Clock | undefined;
}

/** Turns what happens into Events, so few that nobody is flooded. It writes nothing itself. */
export interface Events {
  /** What to write for something that has happened. An event that comes again within half an hour counts up the first one, which is written
   * at the 2nd, 4th, 8th time and so on, and when it was not for half an hour. Of one object and reason, ten notes that differ are taken in
   * ten minutes.
   * @param regarding the object
   * @param happening what has happened */
  record(regarding: Regarding, happening: Happening): EventWrite;
  /** What was to be written of something could not be, or is not there any more: when that happens again, its Event is made anew.
   * @param regarding the object
   * @param happening what has happened */
  lost(regarding: Regarding, happening: Happening): void;
  /** How many events were neither written nor counted. */
  readonly dropped: number;
}

interface Series {
  readonly event: EventObject;
  count: number;
  lastAt: number;
  writtenAt: number;
}

interface Group {
  readonly since: number;
  notes: number;
}

/** Longer than any back-off, shorter than the hour for which clusters keep events. */
const AGAIN_MS = 1_800_000;
const GROUP_MS = 600_000;
const NOTES = 10;
/** Of a note, in characters: what comes after is cut off in the event, too. */
const LONGEST_KEPT = 1024;
const MOST = 4096;

/** Opens what turns happenings into Events of events.k8s.io/v1. Throws a RangeError where nothing may be remembered.
 * @param options who reports */
export function openEvents(options: EventsOptions): Events {
  const { clock = systemClock, most = MOST } = options;
  if (!(most >= 1)) throw new RangeError(`most must be at least 1, and is ${most}.`);
  const series = new Map<string, Series>();
  const groups = new Map<string, Group>();
  let dropped = 0;

  const repeat = (known: Series): EventWrite => {
    const now = clock.now();
    known.count += 1;
    known.lastAt = now;
    const isPower = (known.count & (known.count - 1)) === 0;
    if (!isPower && now - known.writtenAt < AGAIN_MS) return undefined;
    known.writtenAt = now;
    const { reason, metadata } = known.event;
    const value = { count: known.count, lastObservedTime: microTime(Math.floor(clock.wall() * 1000)) };
    return { patch: { ...metadata, json: [{ op: 'test', path: '/reason', value: reason }, { op: 'add', path: '/series', value }] } };
  };
  const hasRoom = (key: string): boolean => {
    const now = clock.now();
    const known = groups.get(key);
    const group = known && now - known.since < GROUP_MS ? known : { since: now, notes: 0 };
    group.notes += 1;
    put(groups, key, group, most);
    return group.notes <= NOTES;
  };

  return {
    get dropped() {
      return dropped;
    },
    lost(regarding, happening) {
      series.delete(keysOf(regarding, happening).key);
    },
    record(regarding, happening) {
      const { group, key } = keysOf(regarding, happening);
      const known = series.get(key);
      const now = clock.now();
      if (known && now - known.lastAt < AGAIN_MS) {
        put(series, key, known, most);
        return repeat(known);
      }
      if (!hasRoom(group)) {
        dropped += 1;
        return undefined;
      }
      const event = eventObject(regarding, happening, options, clock.wall());
      put(series, key, { event, count: 1, lastAt: now, writtenAt: now }, most);
      return { create: event };
    },
  };
}

function keysOf({ kind, namespace, name, uid }: Regarding, { type, reason, action, note }: Happening): { readonly group: string; readonly key: string } {
  const group = JSON.stringify([kind, namespace, name, uid, type, reason]);
  return { group, key: JSON.stringify([group, action, note.slice(0, LONGEST_KEPT)]) };
}

// what was used last is forgotten last
function put<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [first = ''] = map.keys();
  if (map.size > most) map.delete(first);
}
