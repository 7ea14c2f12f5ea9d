import type { ClockLike, ClockPreferences } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { apply, domainWith } from './applied.ts';

// BEHAVIOUR 5.11
describe('clock', () => {
  const UTC = { offsetSeconds: 60 };
  test.each<[ClockLike | undefined, ClockPreferences, ClockLike]>([
    [undefined, {}, {}],
    [undefined, { preferredClockOffset: {} }, {}],
    [undefined, { preferredClockOffset: { utc: UTC } }, { utc: UTC }],
    [undefined, { preferredClockOffset: { utc: {} } }, { utc: {} }],
    [undefined, { preferredClockOffset: { timezone: 'Asia/Tokyo' } }, { timezone: 'Asia/Tokyo' }],
    [undefined, { preferredClockOffset: { timezone: '' } }, { timezone: '' }],
    [undefined, { preferredClockOffset: { utc: UTC, timezone: 'Asia/Tokyo' } }, { utc: UTC, timezone: 'Asia/Tokyo' }],
    [{ utc: null, timezone: null }, { preferredClockOffset: { utc: UTC } }, { utc: UTC, timezone: null }],
    [{ utc: {} }, { preferredClockOffset: { utc: UTC, timezone: 'Asia/Tokyo' } }, { utc: {} }],
    [{ timezone: 'UTC' }, { preferredClockOffset: { utc: UTC } }, { timezone: 'UTC' }],
    [{ timezone: '' }, { preferredClockOffset: { utc: UTC } }, { timezone: '' }],
    [undefined, { preferredTimer: { hpet: { present: false } } }, { timer: { hpet: { present: false } } }],
    [{ timer: {} }, { preferredTimer: { hpet: {} } }, { timer: {} }],
    [{ timer: { pit: {} } }, { preferredTimer: { hpet: {} }, preferredClockOffset: { utc: UTC } }, { timer: { pit: {} }, utc: UTC }],
    [{ utc: {} }, { preferredTimer: { hpet: {} } }, { utc: {}, timer: { hpet: {} } }],
  ])('of a VM with %j and preferred %j gives %j', (clock, preferred, result) => {
    expect(domainWith(clock ? { clock } : {}, { clock: preferred })).toEqual({ clock: result });
  });

  test('an offset that was not taken is kept in the trace where the VM has its own', () => {
    const kept = (clock: ClockLike): string[] =>
      apply({ spec: { domain: { clock } } }, { clock: { preferredClockOffset: { utc: UTC } } }).trace.filter((entry) => entry.action === 'keep').map((entry) => entry.path);
    expect(kept({ utc: {} })).toEqual(['/spec/domain/clock/utc']);
    expect(kept({ timezone: 'UTC' })).toEqual(['/spec/domain/clock/timezone']);
    expect(kept({ utc: UTC })).toEqual([]);
  });
});
