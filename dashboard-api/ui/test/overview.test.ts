import { describe, expect, it } from 'vitest';
import type { Costs } from '../src/api/costs';
import { print } from '../src/money/decimal';
import { breakdown, currencyOf, dayTotals, fleet, fleetByDay, incomplete, nameOf } from '../src/screens/overview/model';
import { listMonths } from '../src/money/time';

const row = (period: string, team: string, amount: string, estimated = '0', currency = 'USD') => ({ period, group: { team }, amount, currency, basis: { from_bill: '0', estimated } });
const costs = (rows: Costs['rows'], totals: Record<string, string>): Costs => ({ rows, total: null, totals, snapshot: {} });

describe('the breakdown of spend', () => {
  it('keeps currencies apart and takes the largest unless one is chosen', () => {
    const c = costs([row('2026-10-01', 'a', '5'), row('2026-10-01', 'a', '7', '0', 'EUR')], { USD: '5', EUR: '7' });
    expect(currencyOf(c, '')).toBe('EUR');
    expect(currencyOf(c, 'USD')).toBe('USD');
    expect(print(breakdown(c, 'team', 'USD').total)).toBe('5');
  });

  it('splits every amount into from the bill and estimated', () => {
    const b = breakdown(costs([row('2026-10-01', 'a', '10', '4'), row('2026-10-02', 'a', '1')], { USD: '11' }), 'team', 'USD');
    expect(print(b.all[0]!.fromBill)).toBe('7');
    expect(print(b.estimated)).toBe('4');
    expect(dayTotals(b, ['2026-10-01', '2026-10-02']).map(print)).toEqual(['10', '1']);
  });

  it('draws seven keys and folds the rest into one that closes the sum', () => {
    const rows = Array.from({ length: 10 }, (_, i) => row('2026-10-01', `t${i}`, String(100 - i)));
    const b = breakdown(costs(rows, { USD: '955' }), 'team', 'USD');
    expect(b.slices).toHaveLength(8);
    expect(b.slices[7]).toMatchObject({ key: 'other', name: '3 others' });
    expect(print(b.slices.reduce((a, s) => a + s.total, 0n))).toBe('955');
    expect(new Set(b.slices.map((s) => s.colour)).size).toBe(8);
  });

  it('shows what the server did not list instead of losing it', () => {
    expect(print(breakdown(costs([row('2026-10-01', 'a', '5')], { USD: '7.5' }), 'team', 'USD').unlisted)).toBe('2.5');
  });

  it('gives states their own looks and order', () => {
    const c: Costs = { rows: ['held_idle', 'productive', 'not_gpu'].map((state, i) => ({ period: '', group: { state }, amount: String(i + 1), currency: 'USD' })), total: '6', totals: { USD: '6' }, snapshot: {} };
    expect(breakdown(c, 'state', 'USD').slices.map((s) => [s.name, s.state])).toEqual([['Productive', 'productive'], ['Held idle', 'held_idle'], ['Not GPU', undefined]]);
  });

  it('calls the missing by its name', () => {
    expect(nameOf('team', '-')).toBe('No owner');
    expect(nameOf('team', 'unattributed')).toBe('No owner');
    expect(nameOf('region', '-')).toBe('None');
  });
});

describe('incomplete days', () => {
  const bill = (source: string, at: string | null, ageSeconds = 3600) => ({ source, kind: 'bills' as const, at, ageSeconds, ok: true });

  it('start where the last bill ends, and say whose', () => {
    expect(incomplete([bill('aws', '2026-11-23T06:00:00Z'), bill('cw', '2026-11-21T06:00:00Z')], '2026-12-01', '2026-11-24')).toEqual({ from: '2026-11-21', why: 'Not complete: cw reaches to 21 Nov.' });
  });

  it('do not reach into a complete period, nor wait for a source long gone', () => {
    expect(incomplete([bill('cw', '2026-11-21T06:00:00Z')], '2026-11-01', '2026-11-24')).toBeUndefined();
    expect(incomplete([bill('old', '2026-01-01T00:00:00Z', 100 * 86_400)], '2026-12-01', '2026-11-24')?.from).toBe('2026-11-24');
  });
});

describe('the fleet', () => {
  it('adds nanoseconds exactly and shares them out', () => {
    const u = { rows: [{ period: '2026-10-01', group: {}, stateNanos: { productive: '9007199254740993', unobserved: '1' } }, { period: '2026-10-02', group: {}, stateNanos: { productive: '2' } }] };
    expect(fleet(u).slices[0]!.nanos).toBe(9007199254740995n);
    expect(fleet(u).total).toBe(9007199254740996n);
    expect(fleetByDay(u, ['2026-10-01', '2026-10-02']).get('productive')).toEqual([9007199254740993n, 2n]);
    expect(fleet(undefined).total).toBe(0n);
  });

  it('lists the months of a long period', () => {
    expect(listMonths('2025-11-01', '2026-03-01')).toEqual(['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01']);
  });
});
