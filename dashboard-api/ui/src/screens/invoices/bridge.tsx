import { useState } from 'react';
import { type Bridge, type BridgeCharge, type BridgeLine, type ConvertedBridge, useBridgeCharges } from '../../api/invoices';
import type { Conversion } from '../../api/answers';
import { useScope } from '../../context';
import { closeToTotal } from '../../money/apportion';
import { parse, parseOptional, print, roundSteps, sum, toPixels, type Units } from '../../money/decimal';
import { amount, count, digitsOf, exact, MISSING, steps } from '../../money/format';
import { dayRange } from '../../money/time';
import { Card, CopyButton, EmptyState, ErrorState, SkeletonRows } from '../../parts/basics';
import { Icon } from '../../parts/icon';
import { RatesUsed } from '../../parts/rates';
import { type Column, Table } from '../../parts/table';
import { setView } from '../../url/state';
import { Pages } from '../data/deliveries';
import { CLASS_WORDS, standingWords, TieMark } from './words';

export interface Bar {
  line: BridgeLine;
  /** Undefined where it is unknown. */
  units: Units | undefined;
  /** As shown: rows close to the last line; undefined where something is unknown. */
  shown: bigint | undefined;
  /** From the left, in parts of the widest extent. */
  left: number;
  width: number;
}

/**
 * The amounts as shown: the first and the last as they round, as everywhere else; the steps between them
 * by largest remainder, so that they lead from one to the other.
 */
function closedSteps(units: readonly Units[], digits: number): bigint[] {
  const first = roundSteps(units[0]!, digits);
  const last = roundSteps(units.at(-1)!, digits);
  const steps = units.slice(1, -1);
  const shown = closeToTotal(steps, sum(steps), digits).rows;
  const rest = last - first - shown.reduce((a, b) => a + b, 0n);
  const size = (u: Units) => (u < 0n ? -u : u);
  const largest = steps.reduce((m, u, i) => (size(u) > size(steps[m]!) ? i : m), 0);
  return [first, ...shown.map((s, i) => (i === largest ? s + rest : s)), last];
}

/** Where each bar of the waterfall stands: the first and the last from zero, each step from where the one before ended. */
export function waterfall(lines: readonly BridgeLine[], digits: number): Bar[] {
  const units = lines.map((l) => parseOptional(l.amount));
  const closed = units.every((u) => u !== undefined) ? closedSteps(units as Units[], digits) : undefined;
  let at = 0n;
  const spans = lines.map((_, i): [Units, Units] => {
    const value = units[i] ?? 0n;
    if (i === 0 || i === lines.length - 1) {
      if (i === 0) at = value;
      return [0n, value];
    }
    const from = at;
    at += value;
    return [from, at];
  });
  const low = spans.reduce((m, [a, b]) => (a < m ? a : b < m ? b : m), 0n);
  const high = spans.reduce((m, [a, b]) => (a > m ? a : b > m ? b : m), 0n);
  const extent = toPixels(high - low) || 1;
  return lines.map((line, i) => {
    const [a, b] = spans[i]!;
    const from = a < b ? a : b;
    const to = a < b ? b : a;
    return {
      line,
      units: units[i],
      shown: closed?.[i],
      left: toPixels(from - low) / extent,
      width: toPixels(to - from) / extent,
    };
  });
}

/** Whether payable, steps and unexplained are the amortised total; undefined where it is unknown. */
export function bridgeCloses(lines: readonly BridgeLine[]): boolean | undefined {
  const units = lines.map((l) => parseOptional(l.amount));
  if (units.some((u) => u === undefined)) return undefined;
  return sum(units.slice(0, -1).map((u) => u!)) === units.at(-1);
}

/** From what is invoiced in a month to what the month costs. Each line opens its charges. */
export function BridgeCard({ bridge, open, several }: { bridge: Bridge; open: string; several: boolean }) {
  const { currency } = bridge;
  const closes = bridgeCloses(bridge.lines);
  const unexplained = bridge.lines.find((l) => l.line === 'unexplained');
  const inNoCharge = unexplained?.amount && unexplained.ofCharges ? parse(unexplained.amount) - parse(unexplained.ofCharges) : 0n;
  return (
    <Card
      title={several ? `Bridge, ${currency}` : 'Bridge'}
      sub="from invoiced to amortised"
      actions={<TieMark status={bridge.invoices.status} words={bridge.invoices.words} />}
      note={
        <>
          {closes === undefined ? `Some charges come without an amortised cost, so the total is unknown; the others sum to ${amount(parse(bridge.effectiveKnown), currency)} ${currency}.` : closes ? 'Payable, the steps and the unexplained rest sum to amortised, to the last digit.' : 'The lines do not sum to amortised.'}{' '}
          {bridge.invoices.reason ? `The month is ${standingWords(bridge.invoices)}.` : ''}
          {inNoCharge !== 0n ? ` ${exact(print(inNoCharge))} ${currency} of the rest stands behind no charge.` : ''}
        </>
      }
    >
      <BridgeTable lines={bridge.lines} currency={currency} open={open} />
    </Card>
  );
}

/** The lines with their bars; each opens its charges where `open` says which one is, else none does. */
function BridgeTable({ lines, currency, open }: { lines: readonly BridgeLine[]; currency: string; open?: string }) {
  const digits = digitsOf(currency);
  const bars = waterfall(lines, digits);
  return (
    <table className="bridge" aria-label={open === undefined ? `Bridge of all currencies, ${currency}` : `Bridge, ${currency}`}>
      <thead><tr><th scope="col">Line</th><th scope="col" className="track"><span className="visually-hidden">Waterfall</span></th><th scope="col" className="is-number">{currency}</th></tr></thead>
      <tbody>
        {bars.map((bar, i) => {
          const key = `${currency}:${bar.line.line}`;
          const ends = i === 0 || i === bars.length - 1;
          const risk = bar.line.line === 'unexplained' && bar.units !== undefined && bar.units !== 0n;
          const words = <>{risk ? <Icon name="warning" size={14} /> : null}<span className="text">{bar.line.words}</span></>;
          return (
            <tr key={bar.line.line} className={`${ends ? 'is-end' : ''} ${open === key ? 'is-open' : ''}`}>
              <th scope="row">
                {open === undefined ? bar.line.words : <button type="button" className="row-button" aria-expanded={open === key} onClick={() => setView({ select: open === key ? '' : key }, true)}>{words}</button>}
                {bar.line.parts.length > 1 || (bar.line.charges ?? 0) > 0 ? <span className="muted small says">{saysOf(bar.line, currency)}</span> : null}
              </th>
              <td className="track" aria-hidden="true"><span className={`bar ${ends ? 'is-end' : ''} ${risk ? 'is-risk' : ''}`} style={{ left: `${bar.left * 100}%`, width: `max(1px, ${bar.width * 100}%)` }} /></td>
              <td className="is-number">{bar.units === undefined ? <span title="Unknown: the bill states no amortised cost for some charges">{MISSING}</span> : <span title={`${exact(bar.line.amount!)} ${currency}`}>{bar.shown === undefined ? amount(bar.units, currency) : steps(bar.shown, digits)}</span>}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** One bridge of all that converts, beside those of each currency, which open the charges. */
export function ConvertedBridgeCard({ bridge, conversion }: { bridge: ConvertedBridge; conversion: Conversion }) {
  const { currency } = bridge;
  const lines = bridge.lines.map((l): BridgeLine => ({ ...l, parts: [] }));
  const closes = bridgeCloses(lines);
  return (
    <Card
      title={`Bridge of all currencies, ${currency}`}
      sub="by the rate of the month"
      actions={<RatesUsed conversion={conversion} />}
      note={
        <>
          {closes === undefined ? 'Some charges come without an amortised cost, so the total is unknown. ' : closes ? 'Payable, the steps and the unexplained rest sum to amortised, to the last digit. ' : 'The lines do not sum to amortised. '}
          Invoices tie in their own currency, below; each of those bridges opens its charges.
          {bridge.realised.length > 0 ? (
            <ul className="plain" aria-label="Realised differences">
              {bridge.realised.map((r) => <li key={`${r.issuer} ${r.invoiceId} ${r.paidAt}`}>{r.invoiceId} of {r.issuer}: paid {amount(parse(r.paid), currency)}, booked {amount(parse(r.booked), currency)}, difference {exact(r.difference)} {currency}</li>)}
            </ul>
          ) : null}
          {bridge.notRealised.map((why) => <span key={why} style={{ display: 'block' }}>{why}</span>)}
        </>
      }
    >
      <BridgeTable lines={lines} currency={currency} />
    </Card>
  );
}

function saysOf(line: BridgeLine, currency: string): string {
  const charges = line.charges ?? 0;
  if (line.parts.length > 1) return line.parts.map((p) => `${CLASS_WORDS[p.class] ?? p.class} ${p.amount === null ? MISSING : amount(parse(p.amount), currency)}`).join(', ');
  return `${count(charges)} ${charges === 1 ? 'charge' : 'charges'}`;
}

const PAGE = 100;

/** The charges behind a line, with what each adds to it. */
export function BehindCard({ period, line, words, currency }: { period: string; line: string; words: string; currency: string }) {
  const { asOf } = useScope();
  const [offset, setOffset] = useState(0);
  const charges = useBridgeCharges({ period, line, currency, limit: PAGE, offset, ...(asOf ? { asOf } : {}) });
  const total = charges.data?.totalRows ?? 0;
  const columns: Column<BridgeCharge>[] = [
    { key: 'what', head: 'Charge', value: (c) => c.description, cell: (c) => <span className="invoice-name"><span className="clip" title={c.description}>{c.description || 'no description'}</span><span className="muted">{CLASS_WORDS[c.class] ?? c.class} · {dayRange(c.chargePeriodStart.slice(0, 10), c.chargePeriodEnd.slice(0, 10))}</span></span> },
    { key: 'source', head: 'Source', wideOnly: true, value: (c) => `${c.source} ${c.account}`, cell: (c) => <span>{c.source} <span className="muted">{c.account}</span></span> },
    { key: 'invoice', head: 'Invoice', wideOnly: true, value: (c) => c.invoiceId, cell: (c) => c.invoiceId || <span className="muted">not yet invoiced</span> },
    { key: 'billed', head: 'Invoiced', unit: currency, number: true, wideOnly: true, value: (c) => parse(c.billedCost), csv: (c) => c.billedCost, cell: (c) => <span title={exact(c.billedCost)}>{amount(parse(c.billedCost), currency)}</span> },
    { key: 'effective', head: 'Amortised', unit: currency, number: true, wideOnly: true, value: (c) => parseOptional(c.effectiveCost), csv: (c) => c.effectiveCost ?? '', cell: (c) => c.effectiveCost === null ? <span title="The bill states none">{MISSING}</span> : <span title={exact(c.effectiveCost)}>{amount(parse(c.effectiveCost), currency)}</span> },
    { key: 'adds', head: 'Adds to the line', unit: currency, number: true, value: (c) => parseOptional(c.adds), csv: (c) => c.adds ?? '', cell: (c) => c.adds === null ? <span title="Unknown">{MISSING}</span> : <span title={exact(c.adds)}>{amount(parse(c.adds), currency)}</span> },
    { key: 'id', head: 'Charge id', hidden: true, value: (c) => c.chargeId, cell: (c) => <span className="mono">{c.chargeId.slice(0, 12)} <CopyButton text={c.chargeId} label="Copy the charge id" /></span> },
  ];
  return (
    <Card title={`${words}: charges`} sub={total > 0 ? `${count(total)}, the largest first` : undefined} actions={<button type="button" className="icon-button" aria-label="Close the charges" onClick={() => setView({ select: '' }, true)}><Icon name="close" size={18} /></button>}>
      {charges.isError && !charges.data ? <ErrorState fault={charges.error} retry={() => void charges.refetch()} /> : charges.isPending ? <SkeletonRows /> : (
        <Table label={`Charges of ${words}`} rows={charges.data?.rows ?? []} columns={columns} rowKey={(c) => c.chargeId} tools bounded empty={<EmptyState title="No charge stands behind this line" why="Nothing of the month is of this kind, so the line is zero." />} />
      )}
      <Pages offset={offset} page={PAGE} total={total} go={setOffset} />
    </Card>
  );
}
