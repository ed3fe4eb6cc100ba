import { describe, expect, it } from 'vitest';
import { ALERT_KIND, kindWords } from '../src/api/alerts';
import { wallClock } from '../src/screens/alerts/dialogs';
import { clockWords, ofClock } from '../src/money/time';
import { wantedBy } from '../src/screens/alerts/words';

describe('alerts', () => {
  it('puts off by the wall clock, whatever the zone does in between', () => {
    const now = new Date(2026, 9, 24, 10, 10, 42);
    expect(wallClock(now, 1)).toBe('2026-10-25T10:10');
    expect(wallClock(now, 7)).toBe('2026-10-31T10:10');
    expect(wallClock(now, 1, 9)).toBe('2026-10-25T09:00');
    expect(wallClock(new Date(2026, 11, 31, 23, 59), 1)).toBe('2027-01-01T23:59');
  });

  it('has words for every kind, and shows one that it does not know as it is', () => {
    expect(Object.keys(ALERT_KIND)).toHaveLength(18);
    expect(kindWords('shortfall')).toBe('Shortfall');
    expect(kindWords('something_new')).toBe('something_new');
  });

  it('opens at what the link of a digest asks for, and at nothing else', () => {
    expect(wantedBy('status:open')).toBe('open');
    expect(wantedBy('status:all')).toBe('all');
    expect(wantedBy('status:nonsense')).toBeUndefined();
    expect(wantedBy('alert:12')).toBeUndefined();
    expect(wantedBy('')).toBeUndefined();
  });

  it('says when a time of a clock is, over a change of the clocks as the server does', () => {
    const at = (local: string, zone: string) => ofClock(local, zone)?.toISOString();
    expect(at('2026-10-24T10:10', 'Europe/Berlin')).toBe('2026-10-24T08:10:00.000Z');
    expect(at('2026-10-25T10:10', 'Europe/Berlin')).toBe('2026-10-25T09:10:00.000Z');
    // It comes twice: the first counts. It is skipped: as long after the gap began.
    expect(at('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('2027-03-28T02:30', 'Europe/Berlin')).toBe('2027-03-28T01:30:00.000Z');
    expect(at('2026-12-01T09:00', 'America/New_York')).toBe('2026-12-01T14:00:00.000Z');
    expect(at('2026-12-01T09:00', 'UTC')).toBe('2026-12-01T09:00:00.000Z');
    expect(ofClock('', 'UTC')).toBeUndefined();
    expect(clockWords('2026-11-24T17:45')).toBe('24 Nov 2026, 17:45');
  });
});
