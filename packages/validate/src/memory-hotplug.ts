import type { DomainLike, Maybe, MemoryLike, QuantityLike, VmiSpecLike } from '@instancetype/api';
import { showValue } from '@instancetype/conflict';
import { compareQuantities, decodeQuantity, integerValue, parseQuantity, type Quantity } from '@instancetype/quantity';

/** What keeps memory from being added to a VM while it runs (BEHAVIOUR 15.6), for a sentence that ends with "because ...".
 * @param spec the template's spec, with everything applied
 * @param maxGuest the most memory that the VM may have, which is the running instance's, or the template's own
 * @returns the first obstacle, or undefined where memory can be added */
export function memoryHotplugObstacle(spec: VmiSpecLike | undefined, maxGuest: Maybe<QuantityLike>): string | undefined {
  const domain = spec?.domain ?? {};
  const memory = domain.memory ?? {};
  return featureInTheWay(domain) ?? amountInTheWay(memory, maxGuest) ?? architectureInTheWay(spec ?? {}) ?? tooLittle(memory);
}

function featureInTheWay({ cpu, launchSecurity }: DomainLike): string | undefined {
  if (cpu?.realtime) return 'it is a realtime VM';
  if (isSet(cpu?.numa, 'guestMappingPassthrough')) return 'it passes the NUMA topology of its node through';
  return launchSecurity ? 'its launch is secured (domain.launchSecurity)' : undefined;
}

function amountInTheWay({ guest, hugepages }: MemoryLike, maxGuest: Maybe<QuantityLike>): string | undefined {
  const [now, most] = [quantityOf(guest), quantityOf(maxGuest)];
  if (now === undefined) return `memory.guest is ${showValue(guest ?? undefined)}`;
  if (most === undefined) return `memory.maxGuest is ${showValue(maxGuest ?? undefined)}`;
  if (compareQuantities(now, most) > 0) return `memory.guest (${showValue(guest)}) is more than maxGuest (${showValue(maxGuest)})`;
  const block = hugepages?.pageSize === '1Gi' ? '1Gi' : '2Mi';
  for (const [name, amount] of [['guest', now], ['maxGuest', most]] as const) {
    if (integerValue(amount) % integerValue(required(block)) !== 0n) return `memory.${name} is no multiple of ${block}`;
  }
  return undefined;
}

function architectureInTheWay({ architecture }: VmiSpecLike): string | undefined {
  return architecture === 'amd64' ? undefined : `its architecture is ${showValue(architecture ?? '')} and not amd64`;
}

function tooLittle({ guest }: MemoryLike): string | undefined {
  const now = quantityOf(guest);
  return now === undefined || compareQuantities(now, required('1Gi')) < 0 ? `memory.guest (${showValue(guest ?? undefined)}) is less than 1Gi` : undefined;
}

function quantityOf(value: unknown): Quantity | undefined {
  const decoded = value === undefined || value === null ? undefined : decodeQuantity(value);
  return decoded?.ok ? decoded.value : undefined;
}

function required(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(`${text} is no quantity`);
  return parsed.value;
}

function isSet(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Boolean((value as Readonly<Record<string, unknown>>)[key]);
}
