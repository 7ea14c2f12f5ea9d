import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { showText } from '@instancetype/conflict';
import { systemClock } from '../clock.ts';
import type { Elector, ElectorOptions } from './elector.ts';
import type { LeaseApi } from './lease-client.ts';
import { LeaseElector } from './lease-elector.ts';

const JITTER = 1.2;

/** Begins to take part in the election of one leader among the replicas of a program, by a Lease of coordination.k8s.io/v1, with the
 * rules and times of Kubernetes' own clients. No two lead at once under the conditions that the README states; each write must carry a
 * precondition all the same, because a request can take long. RELIABILITY R19, R20, rows 51 and 58. Throws a RangeError for times
 * that do not fit together.
 * @param api requests for Leases; give it a connection of its own, so that no other request can keep it waiting
 * @param options which Lease, who is told, times */
export function openElector(api: LeaseApi, options: ElectorOptions): Elector {
  const { leaseMs = 15_000, renewDeadlineMs = 10_000, retryMs = 2000, clock = systemClock, random = Math.random } = options;
  const { timeoutMs = renewDeadlineMs / 2 } = options;
  const times = { leaseMs, renewDeadlineMs, retryMs, timeoutMs };
  checkTimes(times);
  const identity = `${options.host ?? hostname()}_${randomUUID()}`;
  const nextWait = (): number => retryMs * (1 + random() * (JITTER - 1));
  return new LeaseElector(api, { ...options, ...times, identity, clock, nextWait });
}

function checkTimes({ leaseMs, renewDeadlineMs, retryMs, timeoutMs }: { leaseMs: number; renewDeadlineMs: number; retryMs: number; timeoutMs: number }): void {
  const must = (holds: boolean, what: string, value: unknown): void => {
    if (!holds) throw new RangeError(`${what}, and is ${showText(String(value))}.`);
  };
  must(leaseMs >= 1000 && Number.isInteger(leaseMs / 1000), 'leaseMs must be a number of whole seconds', leaseMs);
  must(renewDeadlineMs < leaseMs, `renewDeadlineMs must be less than leaseMs (${leaseMs})`, renewDeadlineMs);
  must(retryMs > 0, 'retryMs must be above 0', retryMs);
  must(renewDeadlineMs > retryMs * JITTER, `renewDeadlineMs must be more than ${JITTER} times retryMs (${retryMs})`, renewDeadlineMs);
  must(timeoutMs > 0 && timeoutMs <= renewDeadlineMs / 2, `timeoutMs must be above 0 and at most half of renewDeadlineMs (${renewDeadlineMs})`, timeoutMs);
}
