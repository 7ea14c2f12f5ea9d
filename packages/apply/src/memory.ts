import type { MemoryInstancetype, MemoryLike } from '@instancetype/api';
import { type Draft, type Rule, sameJson } from '@instancetype/draft';
import { decodeQuantity, equalQuantities, formatQuantity } from '@instancetype/quantity';
import type { Application } from './application.ts';
import { reportClash } from './clash.ts';
import { overcommittedRequest } from './overcommit.ts';

const NAME = 'instancetype-memory';
const SECTION: Rule = { name: NAME, field: 'spec.memory' };
const GUEST: Rule = { name: NAME, field: 'spec.memory.guest' };
const HUGEPAGES: Rule = { name: NAME, field: 'spec.memory.hugepages' };
const MAX_GUEST: Rule = { name: NAME, field: 'spec.memory.maxGuest' };
const OVERCOMMIT: Rule = { name: 'memory-overcommit', field: 'spec.memory.overcommitPercent' };

/** Takes the instance type's memory; reports only the first clash (BEHAVIOUR 4.4, 20 Q2). */
export function applyMemory(application: Application): void {
  const { domain } = application;
  const theirs = application.instancetype.memory ?? {};
  const memory = domain.ensure('memory', SECTION);
  if (reportFirst(application, memory, theirs)) return;
  memory.set('guest', theirs.guest ?? '0', GUEST);
  overcommit(application, theirs);
  if (theirs.hugepages) memory.set('hugepages', theirs.hugepages, HUGEPAGES);
  if (theirs.maxGuest !== undefined && theirs.maxGuest !== null) memory.set('maxGuest', theirs.maxGuest, MAX_GUEST);
}

function reportFirst(application: Application, memory: Draft<MemoryLike>, theirs: MemoryInstancetype): boolean {
  const own = memory.value;
  const guest = own?.guest;
  const hugepages = own?.hugepages;
  const maxGuest = own?.maxGuest;
  if (isSet(guest)) {
    const same = equalQuantities(guest, theirs.guest) === true;
    reportClash(application, { field: 'domain.memory.guest', own: guest, theirField: 'spec.memory.guest', theirs: theirs.guest, same });
  } else if (isSet(hugepages) && isSet(theirs.hugepages)) {
    const same = sameJson(hugepages, theirs.hugepages);
    reportClash(application, { field: 'domain.memory.hugepages', own: hugepages, theirField: 'spec.memory.hugepages', theirs: theirs.hugepages, same });
  } else if (isSet(maxGuest) && isSet(theirs.maxGuest)) {
    const same = equalQuantities(maxGuest, theirs.maxGuest) === true;
    reportClash(application, { field: 'domain.memory.maxGuest', own: maxGuest, theirField: 'spec.memory.maxGuest', theirs: theirs.maxGuest, same });
  } else {
    return reportResources(application, theirs);
  }
  return true;
}

function reportResources(application: Application, theirs: MemoryInstancetype): boolean {
  const { domain } = application;
  if (domain.value?.resources === undefined) return false;
  const resources = domain.at('resources');
  for (const list of ['requests', 'limits'] as const) {
    const own = resources.at(list).value;
    if (!own || !Object.hasOwn(own, 'memory')) continue;
    reportClash(application, { field: `domain.resources.${list}.memory`, own: own.memory, theirField: 'spec.memory.guest', theirs: theirs.guest });
    return true;
  }
  return false;
}

function overcommit(application: Application, theirs: MemoryInstancetype): void {
  const percent = theirs.overcommitPercent;
  if (!percent || percent < 0) return;
  const guest = decodeQuantity(theirs.guest);
  // whoever is here has passed the guard, so that it is a quantity
  if (!guest.ok) return;
  const request = formatQuantity(overcommittedRequest(guest.value, percent));
  application.domain.at('resources').at('requests').set('memory', request, OVERCOMMIT);
}

function isSet<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}
