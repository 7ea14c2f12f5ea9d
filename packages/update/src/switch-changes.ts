import { displayPath } from '@instancetype/conflict';
import { type Difference, differences, isWithin } from './differences.ts';
import { LIVE_FIELDS } from './live-fields.ts';
import type { LiveChanges } from './plan-update.ts';
import { TEMPLATE_SPEC } from './step.ts';

/** A field of a VM's template that becomes something else. */
export interface FieldChange {
  /** JSON pointer into the VM; what is not set there may come from the instance type or the preference. */
  readonly path: string;
  /** The same path as a person writes it. */
  readonly field: string;
  /** The value, then and now, with everything applied; undefined where it is unset. */
  readonly from: unknown;
  readonly to: unknown;
  /** `live` where the running VM gets it, `restart` where it gets it when it is started again. */
  readonly effect: 'live' | 'restart';
  /** Why so: a sentence. */
  readonly why: string;
}

/** Templates with everything applied, and what KubeVirt does about their differences. */
interface Comparison {
  readonly last: Template;
  readonly current: Template;
  /** What a running VM cannot take, from the template's spec. */
  readonly blocking: readonly Difference[];
  readonly live: LiveChanges;
  /** Whether the cluster changes no running VM at all. */
  readonly isStaged: boolean;
}

interface Template {
  readonly metadata: unknown;
  readonly spec: unknown;
}

const TEMPLATE = '/spec/template';

/** What changes in a template, field by field, and when the VM gets it (BEHAVIOUR 15.5, 15.6).
 * @param comparison the template, then and now, and what KubeVirt does about it
 * @returns fields of the spec, then annotations and labels */
export function fieldChanges(comparison: Comparison): readonly FieldChange[] {
  const { last, current } = comparison;
  const inSpec = differences(last.spec, current.spec, 'spec').map((difference) => changeOf(difference, TEMPLATE_SPEC, effectOf(difference, comparison)));
  const inMetadata = differences(last.metadata, current.metadata, 'metadata').map((difference) => changeOf(difference, `${TEMPLATE}/metadata`, METADATA));
  return [...inSpec, ...inMetadata];
}

type Effect = Pick<FieldChange, 'effect' | 'why'>;

const METADATA: Effect = { effect: 'restart', why: 'The running VM keeps the annotations and labels with which it was started. KubeVirt does not ask for a restart because of them.' };

function changeOf({ pointer, from, to }: Difference, base: string, effect: Effect): FieldChange {
  const path = base + pointer;
  return { path, field: displayPath(path), from, to, ...effect };
}

function effectOf(difference: Difference, { blocking, live, isStaged }: Comparison): Effect {
  const isBlocking = blocking.some(({ pointer }) => isWithin(difference, pointer) || isWithin({ pointer }, difference.pointer));
  const couldBeLive = LIVE_FIELDS.some((field) => isWithin(difference, field));
  if (isStaged && couldBeLive) return restart('The cluster changes no running VM (vmRolloutStrategy Stage).');
  if (isBlocking) return restart('A running VM cannot take it.');
  const [first] = blocking;
  if (first !== undefined) return restart(`KubeVirt changes nothing while another change needs a restart: ${displayPath(TEMPLATE_SPEC + first.pointer)}.`);
  const path = TEMPLATE_SPEC + difference.pointer;
  const reason = live.reasons.find(({ pointers }) => pointers.some((pointer) => isWithin({ pointer: path }, pointer)));
  if (reason !== undefined) return restart(`${reason.message}.`);
  const waiting = live.errors.find(({ causes }) => causes.some(({ pointer }) => pointer !== undefined && isWithin({ pointer: path }, pointer)));
  return { effect: 'live', why: waiting ? `${waiting.causes[0].message}.` : howLive(difference) };
}

function restart(why: string): Effect {
  return { effect: 'restart', why };
}

function howLive(difference: Difference): string {
  if (isWithin(difference, '/domain/cpu/sockets')) return 'KubeVirt plugs CPU sockets into the running VM.';
  if (isWithin(difference, '/domain/memory/guest')) return 'KubeVirt plugs memory into the running VM, by a migration.';
  return 'KubeVirt changes it in the running VM.';
}
