import { randomBytes } from 'node:crypto';
import { microTime } from '../micro-time.ts';

/** The object that an event is about. */
export interface Regarding {
  readonly apiVersion?: string | undefined;
  readonly kind: string;
  readonly name: string;
  /** Unset for objects of the cluster. */
  readonly namespace?: string | undefined;
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
}

/** What has happened. */
export interface Happening {
  readonly type: 'Normal' | 'Warning';
  /** Why, in one word for machines: `FailedCreateRevision`. */
  readonly reason: string;
  /** What was being done, in one word for machines: `StoreRevision`. */
  readonly action: string;
  /** For a person; cut at 1024 bytes. */
  readonly note: string;
}

/** An Event of events.k8s.io/v1 as it is sent. */
export interface EventObject extends Happening {
  readonly apiVersion: 'events.k8s.io/v1';
  readonly kind: 'Event';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly eventTime: string;
  readonly reportingController: string;
  readonly reportingInstance: string;
  readonly regarding: Regarding;
  readonly [field: string]: unknown;
}

const LONGEST_NOTE = 1024;
const LONGEST_WORD = 128;
// with a dot and sixteen digits a name has at most 253 characters
const LONGEST_NAME = 236;

/** An Event as Kubernetes takes it: within its limits, with times of six digits, in the namespace of its object.
 * @param regarding what it is about
 * @param happening what has happened
 * @param reporter who says so
 * @param at milliseconds since the epoch */
export function eventObject(regarding: Regarding, happening: Happening, reporter: { readonly controller: string; readonly instance: string }, at: number): EventObject {
  const { type, reason, action, note } = happening;
  const name = `${regarding.name.slice(0, LONGEST_NAME).replace(/[-.]+$/, '')}.${randomBytes(8).toString('hex')}`;
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: { name, namespace: regarding.namespace ?? 'default' },
    eventTime: microTime(Math.floor(at * 1000)),
    reportingController: reporter.controller,
    reportingInstance: reporter.instance.slice(0, LONGEST_WORD),
    regarding,
    type,
    reason: reason.slice(0, LONGEST_WORD),
    action: action.slice(0, LONGEST_WORD),
    note: cutBytes(note.toWellFormed(), LONGEST_NOTE),
  };
}

function cutBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  // what stands at the cut may be a part of a character
  return Buffer.from(text)
    .subarray(0, most)
    .toString()
    .replace(/\uFFFD+$/, '');
}
