import type { CpuInstancetype, InstancetypeSpec, MemoryInstancetype } from '@instancetype/api';
import { type Diagnostic, nearestWord, showValue, type Suggestion } from '@instancetype/conflict';

const IO_THREADS_POLICIES: readonly string[] = ['shared', 'auto', 'supplementalPool'];

/** What KubeVirt accepts and its author hardly meant: warnings, never errors, so that verdicts stay KubeVirt's. */
export function adviseInstancetype(spec: InstancetypeSpec): Diagnostic[] {
  return [...adviseCpu(spec.cpu ?? {}), ...adviseMemory(spec.memory ?? {}), ...adviseIoThreads(spec.ioThreadsPolicy)];
}

function adviseCpu(cpu: CpuInstancetype): Diagnostic[] {
  const guest: unknown = cpu.guest;
  const maxSockets: unknown = cpu.maxSockets;
  if (guest === 0) return [advice('no-vcpus', '/spec/cpu/guest', 'spec.cpu.guest is 0, which gives a VM no vCPU: set it to 1 or more')];
  if (typeof guest !== 'number' || typeof maxSockets !== 'number' || maxSockets === 0 || guest <= maxSockets) return [];
  const message = `spec.cpu.maxSockets (${showValue(maxSockets)}) is less than spec.cpu.guest (${showValue(guest)}), and vCPUs become sockets unless a preference says otherwise: raise maxSockets to ${showValue(guest)} or more`;
  return [advice('max-sockets', '/spec/cpu/maxSockets', message)];
}

function adviseMemory(memory: MemoryInstancetype): Diagnostic[] {
  const guest: unknown = memory.guest;
  if (!isPositive(guest)) {
    return [advice('memory-not-positive', '/spec/memory/guest', `spec.memory.guest is ${showValue(guest)}, with which no VM starts: set it to more than 0`)];
  }
  if (memory.overcommitPercent !== 100) return [];
  const message = 'spec.memory.overcommitPercent is 100, so that a VM requests no memory and its node can run out of it: set less than 100';
  return [advice('full-overcommit', '/spec/memory/overcommitPercent', message)];
}

function adviseIoThreads(policy: unknown): Diagnostic[] {
  if (typeof policy !== 'string' || IO_THREADS_POLICIES.includes(policy)) return [];
  const path = '/spec/ioThreadsPolicy';
  const meant = nearestWord(policy, IO_THREADS_POLICIES);
  const suggestions = meant === undefined ? undefined : [{ title: `Set spec.ioThreadsPolicy to ${meant}`, patch: [{ op: 'replace', path, value: meant } as const] }];
  const message = `spec.ioThreadsPolicy is ${showValue(policy)}, which no VM is allowed to have: write ${IO_THREADS_POLICIES.join(', ')}, or remove it`;
  return [advice('io-threads-policy', path, message, suggestions)];
}

function advice(code: string, pointer: string, message: string, suggestions?: readonly Suggestion[]): Diagnostic {
  return { code: `advice-${code}`, severity: 'warning', message, pointer, ...(suggestions && { suggestions }) };
}

/** Whether a quantity is more than 0, as far as its sign and digits tell. What is no quantity at all is for the schema. */
function isPositive(quantity: unknown): boolean {
  if (typeof quantity === 'number') return quantity > 0;
  if (typeof quantity !== 'string') return true;
  for (const character of quantity.trim()) {
    if (character === '-') return false;
    if (character >= '1' && character <= '9') return true;
    // leading zeros tell nothing; a suffix ends the number
    if (character !== '0' && character !== '.' && character !== '+') break;
  }
  return !/\d/.test(quantity);
}
