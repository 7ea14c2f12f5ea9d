import type { DomainLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';

const UUID: Rule = { name: 'firmware-uuid' };
const SERIAL: Rule = { name: 'firmware-serial' };

/** Gives a new VM the identifiers that its guest is to see for ever (BEHAVIOUR 13.1 step 9).
 * @param domain the draft of the template's domain
 * @param uuid gives a fresh random UUID with each call */
export function setFirmwareIdentifiers(domain: Draft<DomainLike>, uuid: () => string): void {
  const firmware = domain.at('firmware');
  if (!firmware.value?.uuid) firmware.set('uuid', uuid(), UUID);
  if (!firmware.value?.serial) firmware.set('serial', uuid(), SERIAL);
}
