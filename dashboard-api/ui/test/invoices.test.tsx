import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { BridgeLine } from '../src/api/invoices';
import { parse } from '../src/money/decimal';
import { bridgeCloses, ConvertedBridgeCard, waterfall } from '../src/screens/invoices/bridge';
import { bridges } from './mock/invoices.mjs';
import { readTotal } from '../src/screens/invoices/form';
import { standingWords, TieMark } from '../src/screens/invoices/words';
import { readView } from '../src/url/state';

const line = (name: string, amount: string | null): BridgeLine => ({ line: name, words: name, amount, charges: 1, parts: [] });
const LINES = [line('payable', '120'), line('prepaid', '-100'), line('amortisation', '30'), line('corrections', '-60'), line('unexplained', '0'), line('effective', '-10')];

describe('the bridge', () => {
  it('says whether its lines sum to the last digit, and nothing where one is unknown', () => {
    expect(bridgeCloses(LINES)).toBe(true);
    expect(bridgeCloses([line('payable', '1'), line('unexplained', '0'), line('effective', '1.000000000000000001')])).toBe(false);
    expect(bridgeCloses([line('payable', '1'), line('unexplained', null), line('effective', null)])).toBeUndefined();
  });

  it('hangs each step where the one before it ended, below zero too', () => {
    const bars = waterfall(LINES, 2);
    const at = (name: string) => bars.find((b) => b.line.line === name)!;
    // The extent goes from -10 to 120.
    expect(at('payable').left).toBeCloseTo(10 / 130);
    expect(at('payable').width).toBeCloseTo(120 / 130);
    expect(at('prepaid').left).toBeCloseTo(30 / 130);
    expect(at('amortisation').width).toBeCloseTo(30 / 130);
    expect(at('corrections').left).toBeCloseTo(0);
    expect(at('effective').width).toBeCloseTo(10 / 130);
    expect(bars.every((b) => b.left >= 0 && b.left + b.width <= 1.000001)).toBe(true);
  });

  it('shows lines that close to the rounded total', () => {
    const bars = waterfall([line('payable', '0.004'), line('prepaid', '0.004'), line('unexplained', '0'), line('effective', '0.008')], 2);
    expect(bars.map((b) => b.shown)).toEqual([0n, 1n, 0n, 1n]);
    const both = waterfall([line('payable', '10.006'), line('prepaid', '-4.004'), line('amortisation', '1.003'), line('unexplained', '0'), line('effective', '7.005')], 2);
    expect(both[0]!.shown).toBe(1001n);
    expect(both.at(-1)!.shown).toBe(701n);
    expect(both.slice(0, -1).reduce((a, b) => a + b.shown!, 0n)).toBe(701n);
  });

  it('leaves an unknown amount unknown', () => {
    const bars = waterfall([line('payable', '3'), line('unknown', null), line('effective', null)], 2);
    expect(bars[1]!.units).toBeUndefined();
    expect(bars[0]!.units).toBe(parse('3'));
    expect(bars[0]!.shown).toBeUndefined();
  });
});

describe('the bridge of all currencies', () => {
  it('says by which rates, closes, and opens no charges of its own', () => {
    const { converted, conversion } = bridges('2026-10', false, 'EUR');
    expect(bridgeCloses(converted!.lines.map((l) => ({ ...l, parts: [] })))).toBe(true);
    const html = renderToStaticMarkup(<ConvertedBridgeCard bridge={converted!} conversion={conversion!} />);
    expect(html).toContain('Bridge of all currencies, EUR');
    expect(html).toContain('sum to amortised, to the last digit');
    expect(html).toContain('1 rate, JPY not converted');
    expect(html).toContain('difference 1,210.5 EUR');
    expect(html).not.toContain('row-button');
  });
});

describe('how invoices stand', () => {
  it('is said in the words of the ledger', () => {
    const words = standingWords({ currency: 'USD', status: 'no_independent_total', words: 'not tied to an invoice', reason: 'no invoice of it is known' });
    expect(words).toBe('not tied to an invoice: no invoice of it is known');
    expect(renderToStaticMarkup(<TieMark status="no_independent_total" words="not tied to an invoice" />)).toContain('Not tied to an invoice');
    expect(renderToStaticMarkup(<TieMark status="tied" words="tied" />)).toContain('mark ok');
    expect(renderToStaticMarkup(<TieMark status="not_tied" words="<b>x</b>" />)).not.toContain('<b>x');
  });
});

describe('a typed total', () => {
  it('is read exactly and is negative only on a credit note', () => {
    expect(readTotal('1,234.50', false)).toBe('1234.5');
    expect(readTotal('0.000000000000000001', false)).toBe('0.000000000000000001');
    expect(readTotal('-5', false)).toBeUndefined();
    expect(readTotal('\u22125', true)).toBe('-5');
    expect(readTotal('5', true)).toBeUndefined();
    expect(readTotal('', false)).toBeUndefined();
    expect(readTotal('five', false)).toBeUndefined();
  });
});

describe('the address', () => {
  it('knows the screen and the line that is open', () => {
    expect(readView('#/invoices?period=2026-10&select=USD%3Aprepaid')).toMatchObject({ screen: 'invoices', select: 'USD:prepaid' });
  });
});
