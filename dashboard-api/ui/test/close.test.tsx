import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { CloseDetail, CloseHead, CloseItem } from '../src/api/close';
import { deltaOf, totalsOf } from '../src/screens/close/figures';
import { daysOf, ItemMark, periodToClose, StateMark } from '../src/screens/close/words';
import { readView } from '../src/url/state';
import { close, closes } from './mock/close.mjs';

const head = (period: string, state: CloseHead['state'], ended = true): CloseHead => ({ period, firstDay: '2026-10-01', lastDay: '2026-10-31', zone: 'UTC', ended, state, words: state, preparedBy: null, signOff: null });

describe('the period to work on', () => {
  it('is the newest that has ended and is not closed', () => {
    expect(periodToClose([head('p11', 'open', false), head('p10', 'closed'), head('p9', 'reopened'), head('p8', 'open')])).toBe('p9');
    expect(periodToClose([head('p11', 'open', false), head('p10', 'closed')])).toBe('p10');
    expect(periodToClose([head('p11', 'open', false)])).toBe('p11');
    expect(periodToClose([])).toBe('');
  });

  it('is called by its month where it is one, else by its days', () => {
    expect(daysOf({ firstDay: '2026-10-01', lastDay: '2026-10-31' })).toMatch(/2026$/);
    expect(daysOf({ firstDay: '2026-10-01', lastDay: '2026-10-31' })).not.toMatch(/31/);
    expect(daysOf({ firstDay: '2026-09-27', lastDay: '2026-10-24' })).toMatch(/27/);
  });
});

describe('signed figures', () => {
  const detail = close('FY2026-P09') as CloseDetail;

  it('stand beside those of now, exact, and unknown stays unknown', () => {
    const totals = totalsOf(detail);
    expect(totals.map((t) => `${t.currency} ${t.metric}`)).toEqual(['EUR billed', 'EUR effective', 'USD billed', 'USD effective']);
    expect(deltaOf(totals[2]!)).toBe('10.25');
    expect(deltaOf(totals[3]!)).toBe('0');
    expect(deltaOf(totals[1]!)).toBeNull();
    expect(deltaOf({ signed: '0.000000000000000001', now: '0' })).toBe('-0.000000000000000001');
  });

  it('are not made up where nothing was signed', () => {
    expect(totalsOf(close('FY2026-P10') as CloseDetail).every((t) => t.signed === null)).toBe(true);
  });
});

describe('states', () => {
  it('stand in the words of the ledger', () => {
    expect(renderToStaticMarkup(<StateMark head={{ ...head('p', 'in_review'), words: 'in review' }} />)).toContain('In review');
    const item: CloseItem = { item: 'telemetry', title: 't', required: false, acknowledgeable: false, state: 'open', reason: '', by: null, note: null };
    expect(renderToStaticMarkup(<ItemMark item={item} />)).toContain('mark risk');
    expect(renderToStaticMarkup(<ItemMark item={{ ...item, required: true }} />)).toContain('mark bad');
  });
});

describe('the address and the fixtures', () => {
  it('knows the screen and its period', () => {
    expect(readView('#/close?select=FY2026-P09')).toMatchObject({ screen: 'close', select: 'FY2026-P09' });
  });

  it('has every period of the list in detail, and none beside', () => {
    for (const row of closes(false).rows) expect(close(row.period)?.period).toBe(row.period);
    expect(close('FY1999-P01')).toBeUndefined();
    expect(closes(true).rows).toEqual([]);
  });
});
