import type { CpuLike, DomainLike, ResourceList, VirtualMachineLike } from '@instancetype/api';
import { applyToVirtualMachine, type Resolved } from '@instancetype/apply';
import { resolve } from '@instancetype/expand';
import { parseQuantity } from '@instancetype/quantity';
import { amountOf, bytesOf, coresOf } from './amount.ts';
import type { Reader } from './reader.ts';
import { membersOf, ownerLabels, type Series } from './series.ts';

/** One amount, before it is known whose. */
interface Amount {
  readonly labels: Readonly<Record<'resource' | 'unit', string>>;
  readonly value: number;
}
type RequestAmount = Amount & { readonly source: string };

const MEMORY = { resource: 'memory', unit: 'bytes' };
const CPU = { resource: 'cpu', unit: 'cores' };
const MEMBERS = ['cores', 'threads', 'sockets'] as const;

/** The series of `kubevirt_vm_resource_requests` and `kubevirt_vm_resource_limits` of a VM with its instance type and preference
 * (BEHAVIOUR 18). Where those are missing or conflict, they are the series of the VM as it stands: nothing is applied by halves
 * (Appendix B2).
 * @param vm the VM, with its status
 * @param reader gives instance types, preferences and revisions that are at hand; what it throws passes through */
export function vmResources(vm: VirtualMachineLike, reader: Reader): readonly Series[] {
  if (typeof vm !== 'object' || vm === null) return [];
  const found = resolve(vm, reader);
  return found.ok ? vmResourcesWith(vm, found.value) : seriesOf(vm, vm);
}

/** {@link vmResources} for an instance type and a preference that were found already.
 * @param vm the VM
 * @param resolved what applies to it, as `resolve` of `@instancetype/expand` finds it */
export function vmResourcesWith(vm: VirtualMachineLike, resolved: Resolved): readonly Series[] {
  const outcome = applyToVirtualMachine(vm, resolved);
  return seriesOf(vm, outcome.ok ? outcome.value : vm);
}

function seriesOf(vm: VirtualMachineLike, applied: VirtualMachineLike): readonly Series[] {
  const domain = domainOf(applied);
  if (domain === undefined) return [];
  const owner = ownerLabels(vm);
  const requests = [...memoryRequests(domain), ...cpuRequests(domain)];
  return [
    ...requests.map(({ labels, value, source }) => ({ name: 'kubevirt_vm_resource_requests', labels: { ...owner, ...labels, source }, value })),
    ...limitsOf(domain).map(({ labels, value }) => ({ name: 'kubevirt_vm_resource_limits', labels: { ...owner, ...labels }, value })),
  ];
}

/** The domain of a VM's template; undefined where it has no template, of which nothing can be said. */
function domainOf(vm: unknown): DomainLike | undefined {
  const { template } = membersOf(membersOf(vm).spec);
  return template === undefined || template === null ? undefined : membersOf(membersOf(membersOf(template).spec).domain);
}

function limitsOf(domain: DomainLike): readonly Amount[] {
  const limits = listOf(domain, 'limits');
  return [...bytes(limits.memory).map((value) => ({ labels: MEMORY, value })), ...cores(limits.cpu).map((value) => ({ labels: CPU, value }))];
}

function memoryRequests(domain: DomainLike): readonly RequestAmount[] {
  const memory = membersOf(domain.memory);
  const requested = listOf(domain, 'requests').memory;
  const { pageSize } = membersOf(memory.hugepages);
  const isGuestSet = memory.guest !== undefined && memory.guest !== null;
  const otherwise = bytes(requested).length === 0 ? listOf(domain, 'limits').memory : requested;
  const from = (source: string, values: readonly number[]): readonly RequestAmount[] => values.map((value) => ({ labels: MEMORY, value, source }));
  return [
    ...from('domain', bytes(requested)),
    ...from('guest', bytes(memory.guest)),
    ...from('hugepages', pageBytes(pageSize)),
    ...from('guest_effective', bytes(isGuestSet ? memory.guest : otherwise)),
  ];
}

function cpuRequests(domain: DomainLike): readonly RequestAmount[] {
  const cpu = domain.cpu === undefined || domain.cpu === null ? undefined : membersOf(domain.cpu);
  const requested = cores(listOf(domain, 'requests').cpu);
  const inUnits = (source: string, topology: CpuLike): readonly RequestAmount[] =>
    MEMBERS.flatMap((unit) => counted(topology[unit]).map((value) => ({ labels: { ...CPU, unit }, value, source })));
  const isDefault = requested.length === 0 && cpu === undefined;
  return [
    ...inUnits('domain', cpu ?? {}),
    ...requested.map((value) => ({ labels: CPU, value, source: 'requests' })),
    ...(isDefault ? inUnits('default', { cores: 1, threads: 1, sockets: 1 }) : []),
    { labels: CPU, value: MEMBERS.flatMap((member) => counted(cpu?.[member])).reduce((product, count) => product * count, 1), source: 'guest_effective' },
  ];
}

function listOf(domain: DomainLike, list: 'limits' | 'requests'): ResourceList {
  return membersOf(membersOf(domain.resources)[list]);
}

// lists of one or none: what is 0, unset or unreadable has no series
function bytes(json: unknown): readonly number[] {
  const amount = amountOf(json);
  return amount ? [bytesOf(amount)] : [];
}

// a page size of 0 has one, and it is a text that has to be written without spaces
function pageBytes(pageSize: unknown): readonly number[] {
  const parsed = typeof pageSize === 'string' ? parseQuantity(pageSize) : undefined;
  return parsed?.ok ? [bytesOf(parsed.value)] : [];
}

function cores(json: unknown): readonly number[] {
  const amount = amountOf(json);
  return amount ? [coresOf(amount)] : [];
}

// a count of the API has 32 bits
function counted(count: unknown): readonly number[] {
  return typeof count === 'number' && Number.isInteger(count) && count > 0 && count < 2 ** 32 ? [count] : [];
}
