import { displayPath } from '@instancetype/conflict';
import { addQuantities, compareQuantities, formatQuantity, integerValue, isZero, newQuantity, type Quantity } from '@instancetype/quantity';
import { memoryHotplugObstacle } from '@instancetype/validate';
import { isAmount, quantityAt, raise } from './amount.ts';
import { hasCondition, isMigrating, setValueAt } from './running.ts';
import { NOTHING, type Pass, replaceOperations, restartFor, type Step, TEMPLATE_SPEC, waitFor } from './step.ts';

const GUEST = '/domain/memory/guest';
const FIELD = displayPath(TEMPLATE_SPEC + GUEST);
const REQUEST = '/spec/domain/resources/requests/memory';
const LIMIT = '/spec/domain/resources/limits/memory';

/** Plugs memory into a running VM (BEHAVIOUR 15.6). An overcommitted request is raised to the whole guest memory, as KubeVirt does (Q38).
 * @param pass the VM and its instance */
export function changeMemory(pass: Pass): Step {
  const { current, instance } = pass;
  const wanted = quantityAt(current, GUEST);
  const running = quantityAt(instance, `/spec${GUEST}`);
  const now = quantityAt(instance, '/status/memory/guestCurrent');
  if (wanted === undefined || running === undefined || now === undefined) return NOTHING;
  if (hasCondition(instance, 'HotMemoryChange', 'False')) return restartFor('memory', GUEST, `${FIELD} was changed, and adding memory to the running VM failed`);
  if (compareQuantities(wanted, running) === 0) return NOTHING;
  const obstacle = obstacleInInstance(pass) ?? waitingFor(pass) ?? obstacleInAmounts(pass, wanted);
  if (typeof obstacle === 'string') return restartFor('memory', GUEST, `${FIELD} goes from ${formatQuantity(running)} to ${formatQuantity(wanted)}, and ${obstacle}`);
  return obstacle ?? { patches: [{ handler: 'memory', reason: 'HotPlugMemoryError', operations: operationsOf(pass, wanted, now) }] };
}

function obstacleInInstance({ instance }: Pass): string | undefined {
  if (!hasCondition(instance, 'LiveMigratable', 'True')) return 'memory is added by a migration, which the running VM cannot make (its condition LiveMigratable is not True)';
  return quantityAt(instance, '/spec/domain/memory/maxGuest') === undefined ? 'the running VM was started without room for more (memory.maxGuest)' : undefined;
}

function waitingFor({ instance }: Pass): Step | undefined {
  if (hasCondition(instance, 'HotMemoryChange', 'True')) return waitFor('HotPlugMemoryError', GUEST, 'hotplug-in-progress');
  return isMigrating(instance) ? waitFor('HotPlugMemoryError', GUEST, 'migration-in-progress') : undefined;
}

function obstacleInAmounts({ current, instance }: Pass, wanted: Quantity): string | undefined {
  const maxGuest = setValueAt(instance, '/spec/domain/memory/maxGuest');
  const most = quantityAt(instance, '/spec/domain/memory/maxGuest');
  if (most !== undefined && compareQuantities(wanted, most) > 0) return `the running VM was started with room for ${formatQuantity(most)}`;
  const obstacle = memoryHotplugObstacle(current, maxGuest as string);
  if (obstacle !== undefined) return `memory cannot be added while the VM runs, because ${obstacle}`;
  const atBoot = quantityAt(instance, '/status/memory/guestAtBoot');
  return atBoot !== undefined && compareQuantities(wanted, atBoot) < 0 ? `a running VM cannot have less than it was started with (${formatQuantity(atBoot)})` : undefined;
}

function operationsOf({ current, instance }: Pass, wanted: Quantity, now: Quantity): ReturnType<typeof replaceOperations> {
  const difference = newQuantity(integerValue(wanted) - integerValue(now), 'BinarySI');
  const request = quantityAt(instance, REQUEST);
  const isRequested = request !== undefined && !isZero(request);
  const isOvercommitted = isRequested && compareQuantities(addQuantities(request, difference), wanted) < 0;
  // what is given up of the overcommitment is not added to the limit
  const delta = isOvercommitted ? newQuantity(0n, 'BinarySI') : difference;
  return [
    ...replaceOperations(`/spec${GUEST}`, setValueAt(instance, `/spec${GUEST}`), formatQuantity(wanted)),
    ...(isOvercommitted ? replaceOperations(REQUEST, setValueAt(instance, REQUEST), formatQuantity(wanted)) : []),
    ...(isRequested && !isOvercommitted ? raise(instance, REQUEST, delta) : []),
    ...(isAmount(current, '/domain/resources/limits/memory') ? raise(instance, LIMIT, delta) : []),
  ];
}
