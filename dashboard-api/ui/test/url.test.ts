import { describe, expect, it } from 'vitest';
import { both, parseFilter, printFilter, unknownToTelemetry, withTerm, withoutTerm } from '../src/url/filter';
import { compareWith, monthOf, resolve, shift } from '../src/url/period';
import { DEFAULT_VIEW, readView, type View, writeView } from '../src/url/state';

const TODAY = '2026-11-24';

describe('the URL', () => {
  it('holds the whole view and reads back what it wrote', () => {
    const view: View = { screen: 'chargeback', period: '2026-10', metric: 'billed', groupBy: 'team', filter: 'team:"a b","c\\"d"+state!:"held_idle"', asOf: '2026-11-01T10:00:00Z', currency: 'EUR', into: 'USD', compare: true, select: 'alert:7' };
    expect(readView(writeView(view))).toEqual(view);
  });

  it('opens an alert from the link that messages carry', () => {
    expect(readView('#/alerts?select=alert:7')).toEqual({ ...DEFAULT_VIEW, screen: 'alerts', select: 'alert:7' });
    // Messages of older versions lead to the budgets.
    expect(readView('#/budgets?select=alert:7')).toEqual({ ...DEFAULT_VIEW, screen: 'budgets', select: 'alert:7' });
  });

  it('is short where nothing differs from the default', () => {
    expect(writeView(DEFAULT_VIEW)).toBe('#/overview');
  });

  it('falls back on the default for what it cannot read', () => {
    expect(readView('#/nowhere?metric=best&groupBy=x&asOf=soon&currency=usd&into=e')).toEqual(DEFAULT_VIEW);
  });
});

describe('periods', () => {
  it.each([
    ['this-month', '2026-11-01', '2026-12-01', 'November 2026'],
    ['last-month', '2026-10-01', '2026-11-01', 'October 2026'],
    ['last-30-days', '2026-10-26', '2026-11-25', '26 Oct \u2013 24 Nov 2026'],
    ['quarter', '2026-10-01', '2027-01-01', 'Q4 2026'],
    ['13-months', '2025-11-01', '2026-12-01', 'Nov 2025 \u2013 Nov 2026'],
    ['2026-02', '2026-02-01', '2026-03-01', 'February 2026'],
    ['2026-10-05..2026-10-09', '2026-10-05', '2026-10-10', '5\u20139 Oct 2026'],
    ['2026-10-09..2026-10-05', '2026-10-01', '2026-11-01', 'October 2026'],
    ['2026-02-30..2026-03-01', '2026-10-01', '2026-11-01', 'October 2026'],
  ])('%s is %s to %s', (text, start, end, label) => {
    expect(resolve(text, TODAY)).toMatchObject({ start, end, label });
  });

  it('compares a running month with the same complete days of the month before', () => {
    const c = compareWith(resolve('this-month', TODAY), TODAY);
    expect(c).toEqual({ partial: true, current: { start: '2026-11-01', end: '2026-11-24' }, previous: { start: '2026-10-01', end: '2026-10-24', label: '1\u201323 Oct 2026' } });
  });

  it('compares a complete month with the whole month before, whatever their lengths', () => {
    expect(compareWith(resolve('2026-03', TODAY), TODAY).previous).toEqual({ start: '2026-02-01', end: '2026-03-01', label: 'February 2026' });
  });

  it('never compares past the end of a shorter month', () => {
    const c = compareWith(resolve('this-month', '2026-03-31'), '2026-03-31');
    expect(c.previous.end).toBe('2026-03-01');
  });

  it('steps by months and by ranges, not into the future', () => {
    expect(shift(resolve('2026-10', TODAY), -1, TODAY)).toBe('2026-09');
    expect(shift(resolve('2026-11', TODAY), 1, TODAY)).toBeUndefined();
    expect(shift(resolve('2026-10-05..2026-10-09', TODAY), 1, TODAY)).toBe('2026-10-10..2026-10-14');
  });

  it('names the month of a report', () => {
    expect(monthOf(resolve('last-month', TODAY))).toBe('2026-10');
    expect(monthOf(resolve('13-months', TODAY))).toBe('2026-11');
  });
});

describe('the filter', () => {
  it.each(['team:"a","b"', 'team:"a"+state!:"held_idle"', 'tag:env:"x"', 'team:"with \\"quotes\\" and \\\\"'])('prints what it parsed: %s', (text) => {
    expect(printFilter(parseFilter(text))).toBe(text);
  });

  it('keeps what tags cannot show', () => {
    const text = '(team:"a"|team:"b")+state:"held_idle"';
    expect(parseFilter(text)).toEqual({ text });
    expect(withTerm(text, 'region', 'eu')).toBe(`(${text})+region:"eu"`);
  });

  it('replaces a key and removes a tag', () => {
    expect(withTerm('team:"a"+region:"eu"', 'team', 'b')).toBe('region:"eu"+team:"b"');
    expect(withoutTerm('team:"a"+region:"eu"', 0)).toBe('region:"eu"');
  });

  it('joins two so that both hold', () => {
    expect(both('', 'a:"1"')).toBe('a:"1"');
    expect(both('team:"a"|team:"b"', 'state:"held_idle"')).toBe('(team:"a"|team:"b")+state:"held_idle"');
  });
});

describe('what telemetry can be narrowed by', () => {
  it('names the fields of a filter that only bills know', () => {
    expect(unknownToTelemetry('')).toEqual([]);
    expect(unknownToTelemetry('team:"vision"+state!:"held_idle"')).toEqual([]);
    expect(unknownToTelemetry('provider:"AWS"+team:"a"+tag:env:"x"')).toEqual(['provider', 'tag:env']);
  });

  it('reads filters that tags cannot show, and takes no value for a field', () => {
    expect(unknownToTelemetry('(team~:"vis" | service:"EC2")+cluster:"a service:\\"x\\""')).toEqual(['service']);
  });
});
