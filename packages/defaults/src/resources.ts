import type { CpuLike, DomainLike, Maybe, MemoryLike, QuantityLike, ResourceList } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { equalQuantities, integerValue, isZero, parseQuantity, type Quantity } from '@instancetype/quantity';
import { BUILT_IN_CPU_REQUEST, type Cluster, defaultCpuRequest } from './configuration.ts';
import { type Findings, readQuantity } from './read-quantity.ts';

const FROM_LIMIT: Rule = { name: 'cpu-request-from-limit', field: 'spec.template.spec.domain.resources.limits.cpu' };
const FROM_CLUSTER: Rule = { name: 'default-cpu-request', field: 'spec.configuration.cpuRequest' };
const MEMORY: Rule = { name: 'default-memory' };
const CPU: Rule = { name: 'default-cpu-topology' };

type List = 'requests' | 'limits';

/** Gives a VM a CPU request: its CPU limit, or what the cluster sets unless the CPUs are dedicated (BEHAVIOUR 12.4 row 3).
 * @param domain the draft of a VMI's domain
 * @param cluster the cluster
 * @param findings where quantities that are none are reported */
export function setCpuRequest(domain: Draft<DomainLike>, cluster: Cluster, findings: Findings): void {
  if (amountOf(domain, 'limits', 'cpu', findings) !== undefined && amountOf(domain, 'requests', 'cpu', findings) === undefined) {
    domain.at('resources').at('requests').set('cpu', listOf(domain, 'limits')?.cpu, FROM_LIMIT);
  }
  const preset = defaultCpuRequest(cluster);
  if (preset === BUILT_IN_CPU_REQUEST || has(listOf(domain, 'requests'), 'cpu') || domain.at('cpu').get('dedicatedCpuPlacement')) return;
  // neither the built-in amount nor something that is none
  if (equalQuantities(preset, BUILT_IN_CPU_REQUEST) !== false) return;
  domain.at('resources').at('requests').set('cpu', preset, FROM_CLUSTER);
}

/** Gives a VM without guest memory what it requests, else its limit, else one huge page (BEHAVIOUR 12.4 row 4).
 * @param domain the draft of a VMI's domain
 * @param findings where quantities that are none are reported */
export function setGuestMemory(domain: Draft<DomainLike>, findings: Findings): void {
  const memory = domain.ensure('memory', MEMORY);
  if (isSet(memory.value?.guest)) return;
  const guest = memoryOf(domain, findings) ?? pageSizeOf(memory);
  if (isSet(guest)) memory.set('guest', guest, MEMORY);
}

function memoryOf(domain: Draft<DomainLike>, findings: Findings): Maybe<QuantityLike> {
  if (amountOf(domain, 'requests', 'memory', findings) !== undefined) return listOf(domain, 'requests')?.memory;
  if (amountOf(domain, 'limits', 'memory', findings) !== undefined) return listOf(domain, 'limits')?.memory;
  return undefined;
}

function isSet<V>(value: V): value is NonNullable<V> {
  return value !== undefined && value !== null;
}

function pageSizeOf(memory: Draft<MemoryLike>): string | undefined {
  const pageSize = memory.get('hugepages')?.pageSize;
  return typeof pageSize === 'string' && pageSize !== '' && parseQuantity(pageSize).ok ? pageSize : undefined;
}

/** Gives a VM without a CPU topology sockets for its CPU limit, else for its request, else one (BEHAVIOUR 12.4 row 5).
 * @param domain the draft of a VMI's domain
 * @param findings where quantities that are none are reported */
export function setCpuTopology(domain: Draft<DomainLike>, findings: Findings): void {
  const cpu = domain.at('cpu');
  const own: CpuLike | undefined = cpu.value;
  if (own?.sockets || own?.cores || own?.threads) return;
  const sockets = socketsFor(domain, findings);
  // KubeVirt writes a 0 as well, which JSON then leaves out
  if (sockets !== 0) cpu.set('sockets', sockets, CPU);
  cpu.set('cores', 1, CPU);
  cpu.set('threads', 1, CPU);
}

function socketsFor(domain: Draft<DomainLike>, findings: Findings): number {
  const list = has(listOf(domain, 'limits'), 'cpu') ? 'limits' : 'requests';
  if (!has(listOf(domain, list), 'cpu')) return 1;
  const amount = amountOf(domain, list, 'cpu', findings);
  return amount === undefined ? 0 : Number(BigInt.asUintN(32, integerValue(amount)));
}

/** The amount, where the key is there and the amount is not 0. */
function amountOf(domain: Draft<DomainLike>, list: List, name: keyof ResourceList, findings: Findings): Quantity | undefined {
  const amounts = listOf(domain, list);
  if (!has(amounts, name)) return undefined;
  const quantity = readQuantity(amounts[name] ?? undefined, `${domain.pointer}/resources/${list}/${name}`, findings);
  return quantity && !isZero(quantity) ? quantity : undefined;
}

/** Whether the key is there, with any value. */
function has(amounts: ResourceList | undefined, name: keyof ResourceList): amounts is ResourceList {
  return amounts !== undefined && Object.hasOwn(amounts, name);
}

function listOf(domain: Draft<DomainLike>, list: List): ResourceList | undefined {
  // most VMs have none
  return domain.value?.resources === undefined ? undefined : domain.at('resources').at(list).value;
}
