import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Refresher } from '../src/api/events';
import { parse } from '../src/money/decimal';
import { TruthLine, verdictOf } from '../src/frame/truth';
import { toCsv } from '../src/parts/csv';
import { emoji, parseMrkdwn } from '../src/parts/mrkdwn';
import { SlackMessage } from '../src/parts/slack';
import { readAmount, readThresholds } from '../src/screens/budgets/form';
import { sumsTie } from '../src/screens/data/reconciliation';
import { placeOf, visible } from '../src/screens/data/rejects';
import { assignSlots } from '../src/theme/series';

describe('copied CSV', () => {
  const columns = [
    { head: 'Team', value: (r: { team: string }) => r.team },
    { head: 'Amount', unit: 'USD', value: (r: { amount: bigint | undefined }) => r.amount },
  ];

  it('is exact and free of any locale', () => {
    expect(toCsv(columns as never, [{ team: 'vision', amount: parse('1234567.000000000000000001') }])).toBe('Team,Amount (USD)\r\nvision,1234567.000000000000000001\r\n');
  });

  it('quotes what must be and leaves missing empty', () => {
    expect(toCsv(columns as never, [{ team: 'a,"b"\nc', amount: undefined }])).toContain('"a,""b""\nc",\r\n');
  });

  it('lets no name become a formula, and no negative amount a text', () => {
    expect(toCsv(columns as never, [{ team: '=HYPERLINK("x")', amount: parse('-3.5') }])).toContain('"\'=HYPERLINK(""x"")",-3.5');
  });
});

describe('the verdict on the data', () => {
  const well = { freshness: [{ source: 'aws', kind: 'bills' as const, at: '2026-11-24T00:00:00Z', ageSeconds: 60, ok: true }], coverage: { telemetry: 0.99, ownership: 1 }, rejectedRows: 0, unpriced: [], unknownAccelerators: [], ok: true, progress: [] };

  it('is green only when nothing is late, coming, missing or refused', () => {
    expect(verdictOf(well).dot).toBe('ok');
    expect(verdictOf({ ...well, progress: [{ task: 'bills', done: 2, total: 39 }] })).toEqual({ dot: 'waiting', words: 'Still filling' });
    expect(verdictOf({ ...well, coverage: { telemetry: 0 } }).dot).toBe('risk');
    expect(verdictOf({ ...well, rejectedRows: 1 }).words).toBe('Some rows were refused');
    expect(verdictOf({ ...well, ok: false }).dot).toBe('risk');
    expect(verdictOf({ ...well, freshness: [] }).dot).toBe('waiting');
  });
});

describe('the line of truth', () => {
  const status = { freshness: [], coverage: { telemetry: null, ownership: null }, rejectedRows: 0, unpriced: [], unknownAccelerators: [], ok: true, progress: [] };

  it('calls telemetry coverage unknown where there is nothing to cover, and 0 only where it is 0', () => {
    expect(renderToStaticMarkup(<TruthLine status={status} fault={undefined} />)).toContain('Telemetry coverage <strong>unknown</strong>');
    expect(renderToStaticMarkup(<TruthLine status={{ ...status, coverage: { telemetry: 0 } }} fault={undefined} />)).toContain('Telemetry coverage <strong>0.0\u00a0%</strong>');
  });
});

describe('Slack text', () => {
  it('reads bold, code, links, mentions and dates', () => {
    expect(parseMrkdwn('*Cause* `pod:a/b` <https://x.test/?a=1&amp;b=2|open> <@U1|priya> <!date^1^{date}|3 Nov>')).toEqual([
      { kind: 'paragraph', parts: [
        { kind: 'bold', parts: [{ kind: 'text', text: 'Cause' }] }, { kind: 'text', text: ' ' }, { kind: 'code', text: 'pod:a/b' }, { kind: 'text', text: ' ' },
        { kind: 'link', url: 'https://x.test/?a=1&b=2', text: 'open' }, { kind: 'text', text: ' ' }, { kind: 'mention', text: 'priya' }, { kind: 'text', text: ' ' }, { kind: 'text', text: '3 Nov' },
      ] },
    ]);
  });

  it('keeps commands as they are', () => {
    expect(parseMrkdwn('*Run*\n```kubectl delete pod a_b_c --grace=*```')).toEqual([
      { kind: 'paragraph', parts: [{ kind: 'bold', parts: [{ kind: 'text', text: 'Run' }] }, { kind: 'text', text: '\n' }] },
      { kind: 'pre', text: 'kubectl delete pod a_b_c --grace=*' },
    ]);
  });

  it('takes no mark inside a word and none without an end', () => {
    expect(parseMrkdwn('a_b_c 2*3*4 *open')).toEqual([{ kind: 'paragraph', parts: [{ kind: 'text', text: 'a_b_c 2*3*4 *open' }] }]);
  });

  it('reads quotes and known emoji', () => {
    expect(parseMrkdwn('&gt; said')[0]).toEqual({ kind: 'quote', parts: [{ kind: 'text', text: 'said' }] });
    expect(emoji(':warning: :unknown_one:')).toBe('\u26a0\ufe0f :unknown_one:');
  });

  it('draws blocks as text, never as markup', () => {
    const html = renderToStaticMarkup(
      <SlackMessage text="" blocks={[{ type: 'header', text: { type: 'plain_text', text: '<img src=x onerror=alert(1)>' } }, { type: 'section', fields: [{ type: 'mrkdwn', text: '*Spent*\n<javascript:alert(1)|x>' }] }, { type: 'actions', elements: [{ type: 'button', style: 'primary', text: { type: 'plain_text', text: 'Acknowledge' } }] }]} />,
    );
    expect(html).not.toContain('<img');
    expect(html).not.toContain('javascript:');
    expect(html).toContain('slack-button is-primary');
    expect(html).toContain('<b><span>Spent</span></b>');
  });
});

describe('the budget form', () => {
  it.each([['250000', '250000'], ['250,000.50', '250000.5'], ["250'000", '250000'], ['250 000', '250000'], ['12,5', '12.5'], ['0.10', '0.1']])('reads %s as %s', (text, amount) => {
    expect(readAmount(text)).toBe(amount);
  });

  it.each(['', '-5', '1e6', '12,30,1', 'USD 5', '1.2.3'])('refuses %j as an amount', (text) => {
    expect(readAmount(text)).toBeUndefined();
  });

  it('reads thresholds in any order, once each', () => {
    expect(readThresholds('100, 50 80;50 %')).toEqual([50, 80, 100]);
    expect(readThresholds('50, half')).toBeUndefined();
    expect(readThresholds('')).toBeUndefined();
  });
});

describe('the data screen', () => {
  it('ties sums by value in every currency', () => {
    expect(sumsTie({ manifest: { USD: '1.5' }, stored: { USD: '1.50' }, allocated: { USD: '1.5' } })).toBe(true);
    expect(sumsTie({ manifest: { USD: '1.5' }, stored: { USD: '1.5' }, allocated: {} })).toBe(false);
    expect(sumsTie({ manifest: { USD: '1.5' }, stored: { USD: '1.5' }, allocated: { USD: '1.5', EUR: '0.000000000000000001' } })).toBe(false);
  });

  it('says the place of a refused row and shows what is invisible', () => {
    expect(placeOf({ file: 'a.csv', line: 3, column: 7 })).toBe('a.csv:3:7');
    expect(placeOf({ file: 'a.csv' })).toBe('a.csv');
    expect(visible('a\u0000b\tc')).toBe('a\u2400b\tc');
  });
});

describe('series colours', () => {
  it('keep a key’s colour from view to view and never wear one twice in a view', () => {
    const first = assignSlots('team', ['a', 'b', 'c']);
    const second = assignSlots('team', ['x', 'c', 'a']);
    expect(second.get('a')).toBe(first.get('a'));
    expect(second.get('c')).toBe(first.get('c'));
    expect(new Set(second.values()).size).toBe(3);
  });
});

describe('live updates', () => {
  const run = () => {
    const seen: string[][] = [];
    let time = 100_000;
    const refresher = new Refresher((paths) => seen.push([...paths]), 20, () => time);
    return { seen, refresher, pass: (ms: number) => (time += ms) };
  };
  const until = async (condition: () => boolean) => {
    const deadline = Date.now() + 2_000;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error('nothing came within 2 s');
      await new Promise((r) => setImmediate(r));
    }
  };

  it('gathers a burst into one refresh and loses none after it', async () => {
    const { seen, refresher } = run();
    for (let i = 0; i < 50; i += 1) refresher.add(['/costs']);
    refresher.add(['/status']);
    await until(() => seen.length === 1);
    expect(seen[0]).toEqual(['/costs', '/status']);
    refresher.add(['/costs']);
    await until(() => seen.length === 2);
    expect(seen[1]).toEqual(['/costs']);
  });

  it('lets an alert through at once', async () => {
    const { seen, refresher } = run();
    refresher.add(['/costs']);
    refresher.add(['/alerts'], true);
    await until(() => seen.length === 1);
    expect(seen[0]).toEqual(['/costs', '/alerts']);
  });
});
