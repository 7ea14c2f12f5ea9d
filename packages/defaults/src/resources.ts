import type { DomainLike, QuantityLike, ResourcesLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { compareQuantities, decodeQuantity, integerValue, isZero, type Quantity } from '@instancetype/quantity';
import { BUILT_IN_CPU_REQUEST, type Cluster, defaultCpuRequest } from './configuration.ts';
import { type Findings, readQuantity } from './read-quantity.ts';

const FROM_LIMIT: Rule = { name: 'cpu-request-from-limit', field: 'spec.template.spec.domain.resources.limits.cpu' };
const FROM_CLUSTER: Rule = { name: 'default-cpu-request', field: 'spec.configuration.cpuRequest' };
const MEMORY: Rule = { name: 'default-memory' };
const CPU: Rule = { name: 'default-cpu-topology' };

type Name = 'cpu' | 'memory';
type List = 'requests' | 'limits';

/** Reads the resources of a VM. */
class Resources {
  private readonly resources: Draft<ResourcesLike>;
  private readonly findings: Findings;

  constructor(domain: Draft<DomainLike>, findings: Findings) {
    this.resources = domain.at('resources');
    this.findings = findings;
  }

  /** Whether the key is there, with any value. */
  has(list: List, name: Name): boolean {
    if (this.resources.value === undefined) return false;
    const amounts = this.resources.at(list).value;
    return amounts !== undefined && Object.hasOwn(amounts, name);
  }

  raw(list: List, name: Name): QuantityLike | undefined {
    return this.resources.at(list).get(name);
  }

  /** The amount, where the key is there and the amount is not 0. */
  amount(list: List, name: Name): Quantity | undefined {
    if (!this.has(list, name)) return undefined;
    const quantity = readQuantity(this.raw(list, name), `${this.resources.pointer}/${list}/${name}`, this.findings);
    return quantity && !isZero(quantity) ? quantity : undefined;
  }
}

/** Gives a VM a CPU request: its CPU limit, or what the cluster sets unless the CPUs are dedicated (BEHAVIOUR 12.4 row 3).
 * @param domain the draft of a VMI's domain
 * @param cluster the cluster
 * @param findings where quantities that are none are reported */
export function setCpuRequest(domain: Draft<DomainLike>, cluster: Cluster, findings: Findings): void {
  const resources = new Resources(domain, findings);
  if (resources.amount('limits', 'cpu') !== undefined && resources.amount('requests', 'cpu') === undefined) {
    domain.at('resources').at('requests').set('cpu', resources.raw('limits', 'cpu'), FROM_LIMIT);
  }
  const preset = defaultCpuRequest(cluster);
  if (preset === BUILT_IN_CPU_REQUEST || resources.has('requests', 'cpu') || domain.at('cpu').get('dedicatedCpuPlacement')) return;
  const [request, builtIn] = [decodeQuantity(preset), decodeQuantity(BUILT_IN_CPU_REQUEST)];
  if (!request.ok || !builtIn.ok || compareQuantities(request.value, builtIn.value) === 0) return;
  domain.at('resources').at('requests').set('cpu', preset, FROM_CLUSTER);
}

/** Gives a VM without guest memory what it requests, else its limit, else one huge page (BEHAVIOUR 12.4 row 4).
 * @param domain the draft of a VMI's domain
 * @param findings where quantities that are none are reported */
export function setGuestMemory(domain: Draft<DomainLike>, findings: Findings): void {
  const memory = domain.ensure('memory', MEMORY);
  if (memory.get('guest') !== undefined) return;
  const resources = new Resources(domain, findings);
  for (const list of ['requests', 'limits'] as const) {
    if (resources.amount(list, 'memory') === undefined) continue;
    memory.set('guest', resources.raw(list, 'memory'), MEMORY);
    return;
  }
  const pageSize = memory.get('hugepages')?.pageSize;
  if (typeof pageSize === 'string' && pageSize !== '' && decodeQuantity(pageSize).ok) memory.set('guest', pageSize, MEMORY);
}

/** Gives a VM without a CPU topology sockets for its CPU limit, else for its request, else one (BEHAVIOUR 12.4 row 5).
 * @param domain the draft of a VMI's domain
 * @param findings where quantities that are none are reported */
export function setCpuTopology(domain: Draft<DomainLike>, findings: Findings): void {
  const cpu = domain.at('cpu');
  if (cpu.get('sockets') || cpu.get('cores') || cpu.get('threads')) return;
  const sockets = socketsFor(new Resources(domain, findings));
  // KubeVirt writes a 0 as well, which JSON then leaves out
  if (sockets !== 0) cpu.set('sockets', sockets, CPU);
  cpu.set('cores', 1, CPU);
  cpu.set('threads', 1, CPU);
}

function socketsFor(resources: Resources): number {
  for (const list of ['limits', 'requests'] as const) {
    if (!resources.has(list, 'cpu')) continue;
    const amount = resources.amount(list, 'cpu');
    return amount === undefined ? 0 : Number(BigInt.asUintN(32, integerValue(amount)));
  }
  return 1;
}
