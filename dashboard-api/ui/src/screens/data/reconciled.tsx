import { useState } from 'react';
import { type Finding, type Reconciled, type ReconciledFigures, type ReconciledRow, useReconciled, type Way, WAYS } from '../../api/reconciliation';
import { useScope } from '../../context';
import { parse, parseOptional } from '../../money/decimal';
import { amount, count, exact, hours } from '../../money/format';
import { dayRange } from '../../money/time';
import { Card, EmptyState, ErrorState, Mark, Segmented, SkeletonRows } from '../../parts/basics';
import { type Column, Table } from '../../parts/table';
import { Waterfall } from '../../parts/waterfall';
import { setView } from '../../url/state';
import { hourSteps, ownerSteps, residualWord, stateSteps } from './reconciled-steps';

const WAY_WORDS: Record<Way, string> = { invoice: 'Invoice', sku: 'SKU', day: 'Day', resource: 'Machine' };
const KEYS: Record<Way, string> = { invoice: 'invoice', sku: 'sku', day: 'day', resource: 'resource' };

export interface Place {
  by: Way;
  /** What was opened on the way, as key and value. */
  path: (readonly [string, string])[];
}

/** The place in the address: `invoice|source=aws|invoice=INV-1`, values escaped. */
export function readPlace(text: string): Place {
  const [by = '', ...rest] = text.split('|');
  return {
    by: WAYS.find((w) => w === by) ?? 'invoice',
    path: rest.flatMap((p) => {
      const cut = p.indexOf('=');
      return cut < 1 ? [] : [[p.slice(0, cut), decodeURIComponent(p.slice(cut + 1))] as const];
    }),
  };
}

export function writePlace(place: Place): string {
  return [place.by, ...place.path.map(([key, value]) => `${key}=${encodeURIComponent(value)}`)].join('|');
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Filter and range of a place: a day narrows the range, all else the filter. */
export function questionOf(place: Place, start: string, end: string): { start: string; end: string; filter?: string } {
  const filter = place.path.filter(([key]) => key !== 'day').map(([key, value]) => `${key}:${JSON.stringify(value)}`).join('+');
  const day = place.path.find(([key]) => key === 'day')?.[1];
  const next = day ? dayAfter(day) : end;
  return { start: day ?? start, end: next, ...(filter ? { filter } : {}) };
}

/** What a click on a row opens; undefined where nothing lies beneath. */
export function beneath(place: Place, row: ReconciledRow): Place | undefined {
  const at = WAYS.indexOf(place.by);
  const known = new Map(place.path);
  for (const [key, value] of Object.entries(row.group)) known.set(key, value);
  const next = WAYS.slice(at + 1).find((w) => !known.has(KEYS[w]));
  return next && place.by !== 'resource' ? { by: next, path: [...known] } : undefined;
}

const go = (place: Place) => setView({ select: `reconciliation:${writePlace(place)}` });

/** Bills beside telemetry: what was billed, seen and attributed, with every difference named. */
export function ReconciledPart({ detail }: { detail: string }) {
  const { period, asOf } = useScope();
  const place = readPlace(detail);
  const result = useReconciled({ by: place.by, ...questionOf(place, period.start, period.end), ...(asOf ? { asOf } : {}) });
  if (result.isError && !result.data) return <Card title="Billed, seen, attributed"><ErrorState fault={result.error} retry={() => void result.refetch()} /></Card>;
  return (
    <>
      {place.path.length > 0 ? <Crumbs place={place} /> : null}
      {result.data ? <Answer data={result.data} place={place} words={period.label} /> : <Card title="Billed, seen, attributed"><SkeletonRows /></Card>}
    </>
  );
}

function Crumbs({ place }: { place: Place }) {
  return (
    <nav className="crumbs" aria-label="Opened">
      <button type="button" className="button small" onClick={() => go({ by: 'invoice', path: [] })}>All</button>
      {place.path.map(([key, value], i) => (
        <button key={key} type="button" className="button small" aria-label={`Without what comes after ${key} ${value}`} onClick={() => go({ by: place.by, path: place.path.slice(0, i + 1) })}>{key === 'sku' ? 'SKU' : key}: {value}</button>
      ))}
    </nav>
  );
}

function Answer({ data, place, words }: { data: Reconciled; place: Place; words: string }) {
  const [chosen, setChosen] = useState('');
  const money = data.totals.filter((t) => t.currency !== '-');
  const total = money.find((t) => t.currency === chosen) ?? [...money].sort((a, b) => (parse(b.billed) > parse(a.billed) ? 1 : -1))[0] ?? data.totals[0];
  return (
    <>
      {total ? <ChartCard total={total} words={words} currencies={money.map((t) => t.currency)} choose={setChosen} /> : null}
      <FindingsCard findings={data.findings} total={data.totalFindings} any={data.totals.length > 0} />
      <RowsCard data={data} place={place} words={words} />
    </>
  );
}

type Look = 'state' | 'hours' | 'owner';

function ChartCard({ total, words, currencies, choose }: { total: ReconciledFigures; words: string; currencies: string[]; choose: (currency: string) => void }) {
  const [look, setLook] = useState<Look>('hours');
  const open = (state: string) => () => setView({ screen: 'charges', metric: 'billed', filter: `state:"${state}"`, select: '' });
  const steps = look === 'hours' ? hourSteps(total) : look === 'state' ? stateSteps(total, open) : ownerSteps(total);
  const titles: Record<Look, string> = { hours: 'From billed to busy hours', state: 'From billed to productive money', owner: 'From billed to owned money' };
  return (
    <Card
      title={titles[look]}
      sub={words}
      actions={
        <>
          {currencies.length > 1 ? <Segmented label="Currency" value={total.currency} options={currencies.map((c) => [c, c] as const)} onChange={choose} /> : null}
          <Segmented label="What the steps are of" value={look} options={[['hours', 'Hours'], ['state', 'State'], ['owner', 'Owner']]} onChange={setLook} />
        </>
      }
    >
      <Waterfall label={titles[look]} unit={look === 'hours' ? 'GPU h' : total.currency} steps={steps} />
    </Card>
  );
}

const SHOWN = 8;

function FindingsCard({ findings, total, any }: { findings: Finding[]; total: number; any: boolean }) {
  const [all, setAll] = useState(false);
  if (!any) return null;
  return (
    <Card title="Findings" sub={count(total)} actions={findings.length > SHOWN ? <button type="button" className="button small" aria-expanded={all} onClick={() => setAll(!all)}>{all ? 'Show fewer' : `Show ${count(findings.length)}`}</button> : undefined}>
      {findings.length === 0 ? <EmptyState title="Nothing to look at" why="What was billed is what was seen." /> : (
        <ul className="findings">
          {(all ? findings : findings.slice(0, SHOWN)).map((f, i) => (
            <li key={i}>
              <Mark kind={f.severity === 'high' ? 'bad' : f.severity === 'medium' ? 'risk' : 'waiting'}><strong style={{ fontWeight: 500 }}>{residualWord(f.residual)}</strong> <span className="muted">{f.firstDay === f.lastDay ? f.firstDay : dayRange(f.firstDay, dayAfter(f.lastDay))}{f.worth === null ? '' : ` · ${amount(parse(f.worth), f.currency)} ${f.currency}`}</span></Mark>
              <p>{f.text}</p>
              <p className="muted">{f.action}</p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function nameOf(by: Way, group: Record<string, string>): string {
  const value = group[KEYS[by]] ?? '-';
  if (value !== '-') return value;
  if (by === 'resource' && group['node'] && group['node'] !== '-') return group['node'];
  return { invoice: 'On no invoice', sku: 'No SKU', day: '', resource: 'No machine' }[by];
}

function RowsCard({ data, place, words }: { data: Reconciled; place: Place; words: string }) {
  const nanos = (r: ReconciledFigures, key: 'billed' | 'seen' | 'valid' | 'paidMinusValid') => BigInt(r.nanos[key]);
  const shown = (value: bigint) => <span title={`${value} ns`}>{hours(value)}</span>;
  const columns: Column<ReconciledRow>[] = [
    { key: 'name', head: WAY_WORDS[place.by], value: (r) => nameOf(place.by, r.group), csv: (r) => r.group[KEYS[place.by]] ?? '', cell: (r) => <RowName place={place} row={r} /> },
    { key: 'source', head: 'Source', wideOnly: true, value: (r) => r.group['source'] ?? '', ...(place.by === 'day' ? { hidden: true } : {}) },
    { key: 'billed', head: 'Billed', number: true, value: (r) => parse(r.billed), csv: (r) => r.billed, cell: (r) => <span title={exact(r.billed)}>{amount(parse(r.billed), r.currency)} <span className="muted">{r.currency === '-' ? '' : r.currency}</span></span> },
    { key: 'attributed', head: 'Has an owner', number: true, wideOnly: true, value: (r) => parse(r.attributed), csv: (r) => r.attributed, cell: (r) => <span title={exact(r.attributed)}>{amount(parse(r.attributed), r.currency)}</span> },
    { key: 'hours', head: 'Billed', unit: 'GPU h', number: true, wideOnly: true, value: (r) => nanos(r, 'billed'), csv: (r) => r.nanos.billed, cell: (r) => shown(nanos(r, 'billed')) },
    { key: 'seen', head: 'Seen', unit: 'GPU h', number: true, wideOnly: true, value: (r) => nanos(r, 'seen'), csv: (r) => r.nanos.seen, cell: (r) => shown(nanos(r, 'seen')) },
    { key: 'missing', head: 'Missing telemetry', unit: 'GPU h', number: true, wideOnly: true, value: (r) => nanos(r, 'valid') - nanos(r, 'seen'), cell: (r) => shown(nanos(r, 'valid') - nanos(r, 'seen')) },
    { key: 'difference', head: 'Difference', unit: 'GPU h', number: true, value: (r) => nanos(r, 'paidMinusValid'), csv: (r) => r.nanos.paidMinusValid, cell: (r) => shown(nanos(r, 'paidMinusValid')) },
    { key: 'why', head: 'Why', wide: true, wideOnly: true, value: (r) => causes(r).join(', '), cell: (r) => <Causes of={causes(r)} /> },
  ];
  const left = data.others.filter((o) => parseOptional(o.billed) !== 0n || o.nanos.billed !== '0');
  return (
    <Card
      title={`By ${WAY_WORDS[place.by] === 'SKU' ? 'SKU' : WAY_WORDS[place.by].toLowerCase()}`}
      sub={count(data.totalRows)}
      actions={<Segmented label="What a row is" value={place.by} options={WAYS.map((w) => [w, WAY_WORDS[w]] as const)} onChange={(by) => go({ by, path: place.path.filter(([key]) => key !== KEYS[by]) })} />}
      note={left.length > 0 ? `Rows that are not shown: ${left.map((o) => `${amount(parse(o.billed), o.currency)} ${o.currency}, ${hours(BigInt(o.nanos.billed))} GPU h`).join('; ')}.` : undefined}
    >
      <Table label="Billed, seen, attributed" rows={data.rows} columns={columns} rowKey={(r) => `${Object.values(r.group).join('\u0000')}\u0000${r.currency}`} tools empty={<EmptyState title={`Nothing billed or seen in ${words}`} why="Choose another period above, or load a bill of this one." command="./gpuledger import --source NAME FILE" />} />
    </Card>
  );
}

function RowName({ place, row }: { place: Place; row: ReconciledRow }) {
  const next = beneath(place, row);
  const name = nameOf(place.by, row.group);
  return next ? <button type="button" className="row-button" onClick={() => go(next)}><span className="text">{name}</span></button> : <span className="text">{name}</span>;
}

/** What the difference is made of, the largest first. */
function causes(row: ReconciledRow): string[] {
  const size = (nanos: string) => (nanos.startsWith('-') ? -BigInt(nanos) : BigInt(nanos));
  return Object.entries(row.nanos.parts)
    .filter(([key, nanos]) => nanos !== '0' && !['productive', 'active', 'held_idle', 'unallocated', 'missing_telemetry'].includes(key))
    .sort(([, a], [, b]) => (size(b) > size(a) ? 1 : -1))
    .map(([key, nanos]) => `${residualWord(key)} ${hours(BigInt(nanos))}`);
}

function Causes({ of }: { of: string[] }) {
  if (of.length === 0) return <span className="muted">none</span>;
  return <span className="text" title={of.join(', ')}>{of.slice(0, 2).join(', ')}{of.length > 2 ? <span className="muted"> and {of.length - 2} more</span> : null}</span>;
}
