import type { DomainLike, PreferenceSpec } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { keepOwn, prefer } from './prefer.ts';

const NAME = 'preferred-clock';
const SECTION: Rule = { name: NAME, field: 'spec.clock' };
const OFFSET: Rule = { name: NAME, field: 'spec.clock.preferredClockOffset' };
const TIMER: Rule = { name: NAME, field: 'spec.clock.preferredTimer' };

/** Takes the preferred clock offset and timers, each whole or not at all (BEHAVIOUR 5.11). */
export function applyClock(domain: Draft<DomainLike>, preference: PreferenceSpec): void {
  const preferred = preference.clock;
  if (!preferred) return;
  const clock = domain.ensure('clock', SECTION);
  const offset = preferred.preferredClockOffset;
  const own = clock.get('utc') ?? clock.get('timezone');
  if (offset && own === undefined) {
    if (offset.utc) clock.set('utc', offset.utc, OFFSET);
    if (offset.timezone !== undefined && offset.timezone !== null) clock.set('timezone', offset.timezone, OFFSET);
  } else if (offset) {
    keepOwn(clock, clock.get('utc') ? 'utc' : 'timezone', own, offset.utc ?? offset.timezone, OFFSET);
  }
  prefer(clock, 'timer', preferred.preferredTimer, TIMER);
}
