import { displayPath } from '@instancetype/conflict';
import { isAmount, milliQuantity, raise } from './amount.ts';
import { milliCpuPerVcpu } from './rollout.ts';
import { hasCondition, isMigrating, numberAt, setValueAt } from './running.ts';
import { NOTHING, type Pass, replaceOperations, restartFor, type Step, TEMPLATE_SPEC, waitFor } from './step.ts';

const CPU = '/domain/cpu';
const SOCKETS = '/domain/cpu/sockets';
const FIELD = displayPath(TEMPLATE_SPEC + SOCKETS);
const LISTS = ['requests', 'limits'] as const;

/** Plugs CPU sockets into a running VM (BEHAVIOUR 15.6).
 * @param pass the VM and its instance */
export function changeCpu(pass: Pass): Step {
  const { current, instance } = pass;
  if (setValueAt(current, CPU) === undefined || setValueAt(instance, `/spec${CPU}`) === undefined) return NOTHING;
  const [wanted, running] = [numberAt(current, SOCKETS), numberAt(instance, `/spec${SOCKETS}`)];
  if (wanted === running) return NOTHING;
  if (hasCondition(instance, 'HotVCPUChange', 'True')) return waitFor('HotPlugCPUError', SOCKETS, 'hotplug-in-progress');
  if (isMigrating(instance)) return waitFor('HotPlugCPUError', SOCKETS, 'migration-in-progress');
  const obstacle = obstacleTo(pass, wanted, running);
  if (obstacle !== undefined) return restartFor('cpu', SOCKETS, `${FIELD} goes from ${running} to ${wanted}, and ${obstacle}`);
  const operations = [...replaceOperations(`/spec${SOCKETS}`, running, wanted), ...resourceOperations(pass)];
  return { patches: [{ handler: 'cpu', reason: 'HotPlugCPUError', operations }] };
}

function obstacleTo({ vm, instance }: Pass, wanted: number, running: number): string | undefined {
  const most = numberAt(instance, '/spec/domain/cpu/maxSockets');
  if (wanted < running) return 'sockets cannot be taken from a running VM';
  // it is started without room: that is not why
  if (setValueAt(vm, `${TEMPLATE_SPEC}/architecture`) === 'arm64') return 'sockets cannot be added to a running arm64 VM';
  return wanted > most ? `the running VM was started with room for ${most}` : undefined;
}

/** What the instance requests, and may use at most, grows with its vCPUs. */
function resourceOperations({ current, instance, cluster }: Pass): ReturnType<typeof replaceOperations> {
  const delta = milliQuantity((vcpusOf(setValueAt(current, CPU)) - vcpusOf(setValueAt(instance, `/spec${CPU}`))) * milliCpuPerVcpu(cluster));
  return LISTS.flatMap((list) => (isAmount(current, `/domain/resources/${list}/cpu`) ? raise(instance, `/spec/domain/resources/${list}/cpu`, delta) : []));
}

/** The product of what is set. */
function vcpusOf(cpu: unknown): number {
  const factors = ['/cores', '/sockets', '/threads'].map((pointer) => numberAt(cpu, pointer)).filter((factor) => factor !== 0);
  return factors.length === 0 ? 0 : factors.reduce((product, factor) => product * factor, 1);
}
