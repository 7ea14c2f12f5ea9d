import type { CpuLike, MemoryLike, VmiSpecLike } from '@instancetype/api';
import { type Diagnostic, showValue } from '@instancetype/conflict';
import { memoryHotplugObstacle } from './memory-hotplug.ts';

const SOCKETS = 'spec.template.spec.domain.cpu.sockets';
const GUEST = 'spec.template.spec.domain.memory.guest';

/** Checks what KubeVirt wants of a VM where VMs are updated while they run: no more sockets than there may be, and memory
 * that can be added where a maximum asks for it (BEHAVIOUR 14.3 step 6).
 * @param spec the template's spec, with everything applied
 * @returns `sockets-above-maximum`, `memory-not-hotpluggable`, both or nothing. Pointers are into the VM */
export function checkLiveUpdate(spec: VmiSpecLike | undefined): readonly Diagnostic[] {
  const { cpu, memory } = spec?.domain ?? {};
  return [...checkSockets(cpu ?? {}), ...checkMemory(spec, memory ?? {})];
}

function checkSockets({ sockets, maxSockets }: CpuLike): readonly Diagnostic[] {
  // an instance type that was stored before there was a webhook may hold anything, which need not even have an order
  if (typeof sockets !== 'number' || typeof maxSockets !== 'number' || maxSockets === 0 || sockets <= maxSockets) return [];
  const message = `The VM gets ${showValue(sockets)} sockets and may have at most ${showValue(maxSockets)} (domain.cpu.maxSockets): choose fewer sockets, or an instance type with a higher cpu.maxSockets`;
  return [invalid('sockets-above-maximum', SOCKETS, message)];
}

function checkMemory(spec: VmiSpecLike | undefined, { maxGuest }: MemoryLike): readonly Diagnostic[] {
  if (maxGuest === undefined || maxGuest === null) return [];
  const obstacle = memoryHotplugObstacle(spec, maxGuest);
  if (obstacle === undefined) return [];
  const message = `The VM has a memory.maxGuest, so that memory can be added while it runs, and that is not possible because ${obstacle}: mend that, or remove maxGuest`;
  return [invalid('memory-not-hotpluggable', GUEST, message)];
}

function invalid(code: 'sockets-above-maximum' | 'memory-not-hotpluggable', field: string, message: string): Diagnostic {
  return { code, severity: 'error', message, reason: 'FieldValueInvalid', field, pointer: `/${field.replaceAll('.', '/')}` };
}
