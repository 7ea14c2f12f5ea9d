import { microTime } from '../micro-time.ts';

/** The resource, as a client names it. */
export const LEASES = { group: 'coordination.k8s.io', version: 'v1', plural: 'leases', kind: 'Lease', namespaced: true } as const;

/** A Lease as it is sent: plain JSON. */
export interface LeaseObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: LeaseMetadata;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

interface LeaseMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly resourceVersion?: string;
  readonly [field: string]: unknown;
}

/** A Lease that was read. */
export interface Lease {
  readonly object: LeaseObject;
  /** Empty where nobody holds it. */
  readonly holder: string;
  readonly transitions: number;
  /** How long its holder may be silent, in ms, where it says so. */
  readonly durationMs: number | undefined;
  /** Differs whenever the holder has written. */
  readonly print: string;
}

/** Who holds a lease from now on. */
export interface Hold {
  readonly identity: string;
  readonly leaseMs: number;
  /** Microseconds since the epoch. */
  readonly micros: number;
}

/** Reads a Lease. Throws a TypeError where it carries no resource version, because then it could not be written without the risk of
 * overwriting what somebody else has written.
 * @param given what a cluster answered */
export function readLease(given: unknown): Lease {
  const object = given as LeaseObject | null | undefined;
  if (!object?.metadata?.resourceVersion) throw new TypeError('The Lease that came has no metadata.resourceVersion.');
  // whoever made it by hand may have left everything out
  const spec = (object.spec as LeaseObject['spec'] | null | undefined) ?? {};
  const { holderIdentity, leaseDurationSeconds: seconds, leaseTransitions } = spec;
  return {
    object,
    holder: typeof holderIdentity === 'string' ? holderIdentity : '',
    transitions: typeof leaseTransitions === 'number' && leaseTransitions > 0 ? leaseTransitions : 0,
    durationMs: typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : undefined,
    print: JSON.stringify([holderIdentity, spec['renewTime'], spec['acquireTime'], seconds, leaseTransitions]),
  };
}

/** A Lease that there was not.
 * @param place its name
 * @param hold who holds it */
export function newLease(place: { readonly name: string; readonly namespace: string }, hold: Hold): LeaseObject {
  const { name, namespace } = place;
  return { apiVersion: `${LEASES.group}/${LEASES.version}`, kind: LEASES.kind, metadata: { name, namespace }, spec: { ...heldSpec(hold), acquireTime: microTime(hold.micros), leaseTransitions: 0 } };
}

/** The same Lease, held for longer.
 * @param lease as it is in the cluster
 * @param hold who holds it */
export function renewed(lease: Lease, hold: Hold): LeaseObject {
  return { ...lease.object, spec: { ...lease.object.spec, ...heldSpec(hold) } };
}

/** The same Lease, with another holder.
 * @param lease as it is in the cluster
 * @param hold who holds it */
export function taken(lease: Lease, hold: Hold): LeaseObject {
  return { ...lease.object, spec: { ...lease.object.spec, ...heldSpec(hold), acquireTime: microTime(hold.micros), leaseTransitions: lease.transitions + 1 } };
}

/** The same Lease, held by nobody, so that nobody has to wait for it.
 * @param lease as it is in the cluster
 * @param micros microseconds since the epoch */
export function released(lease: Lease, micros: number): LeaseObject {
  const time = microTime(micros);
  return { ...lease.object, spec: { ...lease.object.spec, holderIdentity: '', leaseDurationSeconds: 1, renewTime: time, acquireTime: time } };
}

function heldSpec({ identity, leaseMs, micros }: Hold): Record<string, unknown> {
  return { holderIdentity: identity, leaseDurationSeconds: leaseMs / 1000, renewTime: microTime(micros) };
}
