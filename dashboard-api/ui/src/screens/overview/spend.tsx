import { useMemo, useState } from 'react';
import type { Costs } from '../../api/types';
import { closeToTotal } from '../../money/apportion';
import { print, ratio, toPixels, type Units } from '../../money/decimal';
import { amount, change, compact, digitsOf, MISSING, percent, steps } from '../../money/format';
import { addDays, day } from '../../money/time';
import { Card, ErrorState, Segmented, Select, Skeleton } from '../../parts/basics';
import { Chart, type ChartModel } from '../../parts/chart';
import { StateSwatch } from '../../parts/states';
import { type Column, Table } from '../../parts/table';
import { OTHER_COLOUR } from '../../theme/series';
import { useScope } from '../../context';
import { withTerm } from '../../url/filter';
import { GROUP_KEYS, METRIC_WORDS, setView } from '../../url/state';
import { type Breakdown, breakdown, dayOf, type Slice } from './model';

/** Spend by day, stacked by the chosen key, with its table twin beside it. */
export function SpendCard(p: {
  kind: 'spend' | 'idle';
  groupBy: string;
  costs: Costs | undefined;
  before: Costs | undefined;
  beforeLabel: string;
  currency: string;
  days: readonly string[];
  elapsed: readonly string[];
  incomplete: { from: string; why: string } | undefined;
  fault: unknown;
}) {
  const { view } = useScope();
  const [form, setForm] = useState<'chart' | 'table'>('chart');
  const data = useMemo(() => (p.costs ? breakdown(p.costs, p.groupBy, p.currency) : undefined), [p.costs, p.groupBy, p.currency]);
  const before = useMemo(() => (p.before ? breakdown(p.before, p.groupBy, p.currency) : undefined), [p.before, p.groupBy, p.currency]);
  const model = useMemo(() => (data ? chartOf(data, p) : undefined), [data, p]);
  const title = p.kind === 'idle' ? 'Held idle cost by day' : `${METRIC_WORDS[view.metric].name} spend by day`;
  const keys = p.kind === 'idle' ? GROUP_KEYS.filter(([k]) => k !== 'state') : GROUP_KEYS;
  return (
    <Card
      title={title}
      sub={p.currency}
      actions={
        <>
          <Select label="Group by" prefix="by" value={p.groupBy} options={keys} onChange={(k) => setView({ groupBy: k as typeof view.groupBy })} />
          <Segmented label="Form" value={form} options={[['chart', 'Chart'], ['table', 'By day']] as const} onChange={setForm} />
        </>
      }
    >
      {p.fault && !data ? <ErrorState fault={p.fault} /> : form === 'table' && data ? (
        <DayTable data={data} days={p.days} incomplete={p.incomplete?.from} />
      ) : (
        <div className="chart-and-legend">
          <div className="plot">
            {model ? <Chart model={model} /> : <div className="chart"><Skeleton height={300} /></div>}
            <div className="key">
              {data && data.estimated !== 0n ? (
                <>
                  <span><i className="swatch" style={{ background: 'var(--muted)' }} />From the bill</span>
                  <span><i className="swatch" style={{ background: 'var(--muted)', opacity: 0.38 }} />Estimated to date</span>
                </>
              ) : null}
              {p.incomplete ? <span><i className="swatch hatched" />{p.incomplete.why.startsWith('Today') ? 'Today, not over' : `${p.incomplete.why}`}</span> : null}
            </div>
          </div>
          <div className="twin">
            {data ? <GroupTable data={data} before={before} beforeLabel={p.beforeLabel} groupBy={p.groupBy} elapsed={p.elapsed} partial={p.elapsed.length < p.days.length} /> : <div style={{ padding: 16 }}><Skeleton height={280} /></div>}
          </div>
        </div>
      )}
    </Card>
  );
}

function chartOf(data: Breakdown, p: { days: readonly string[]; incomplete: { from: string; why: string } | undefined; currency: string; groupBy: string; kind: string }): ChartModel {
  const segment = (s: Slice, pick: 'fromBill' | 'estimated') => p.days.map((d) => toPixels(s.byDay.get(d)?.[pick] ?? 0n));
  return {
    label: `${p.kind === 'idle' ? 'Held idle cost' : 'Spend'} by day, ${p.currency}, stacked by ${p.groupBy}. The table beside it says the same.`,
    days: p.days,
    series: data.slices.map((s) => ({ key: s.key, name: s.name, colour: s.colour, ...(s.state ? { state: s.state } : {}), solid: segment(s, 'fromBill'), light: segment(s, 'estimated') })),
    incompleteFrom: p.incomplete?.from,
    incompleteWhy: p.incomplete?.why,
    axis: (v) => compact(BigInt(Math.round(v * 100)) * 10n ** 16n).replace(/[.,]00?(?=\D|$)/, ''),
    axisName: p.currency,
    hover: (i) =>
      data.slices
        .map((s) => ({ s, value: dayOf(s, p.days[i]!) }))
        .filter(({ value }) => value !== 0n)
        .sort((a, b) => (b.value > a.value ? 1 : -1))
        .map(({ s, value }) => ({ name: s.name, colour: s.colour, ...(s.state ? { state: s.state } : {}), value: amount(value, p.currency) })),
    hoverTotal: (i) => `${amount(data.slices.reduce((a, s) => a + dayOf(s, p.days[i]!), 0n), p.currency)} ${p.currency}`,
    onBrush: (start, end) => setView({ period: `${start}..${end}` }),
  };
}

interface GroupRow {
  slice: Slice;
  shown: bigint;
  before: Units | undefined;
  now: Units;
}

function GroupTable({ data, before, beforeLabel, groupBy, elapsed, partial }: { data: Breakdown; before: Breakdown | undefined; beforeLabel: string; groupBy: string; elapsed: readonly string[]; partial: boolean }) {
  const { view } = useScope();
  const digits = digitsOf(data.currency);
  const closed = closeToTotal([...data.all.map((s) => s.total), ...(data.unlisted !== 0n ? [data.unlisted] : [])], data.total, digits);
  const earlier = new Map(before?.all.map((s) => [s.key, s.total]));
  const extra: Slice[] = data.unlisted !== 0n ? [{ key: '\u0000unlisted', name: 'Not listed', colour: OTHER_COLOUR, fromBill: data.unlisted, estimated: 0n, total: data.unlisted, byDay: new Map() }] : [];
  const drawn = new Set(data.slices.map((s) => s.key));
  const rows = [...data.all, ...extra].map((slice, i): GroupRow => ({
    slice,
    shown: closed.rows[i]!,
    before: before ? (earlier.get(slice.key) ?? 0n) : undefined,
    now: partial ? elapsed.reduce((a, d) => a + dayOf(slice, d), 0n) : slice.total,
  }));
  const totalNow = rows.reduce((a, r) => a + r.now, 0n);
  const estimated: Column<GroupRow>[] = data.estimated !== 0n
    ? [{ key: 'estimated', head: 'Estimated to date', number: true, hidden: true, value: (r) => r.slice.estimated, cell: (r) => amount(r.slice.estimated, data.currency), foot: amount(data.estimated, data.currency) }]
    : [];
  const columns: Column<GroupRow>[] = [
    {
      key: 'name',
      head: GROUP_KEYS.find(([k]) => k === groupBy)?.[1] ?? groupBy,
      value: (r) => r.slice.name,
      cell: (r) => (
        <>
          {r.slice.state ? <StateSwatch state={r.slice.state} size={12} /> : <i className="swatch" style={{ background: drawn.has(r.slice.key) ? r.slice.colour : OTHER_COLOUR }} />}
          <span className="text">{r.slice.name}</span>
        </>
      ),
    },
    { key: 'amount', head: 'Amount', unit: data.currency, number: true, value: (r) => r.slice.total, csv: (r) => print(r.slice.total), cell: (r) => steps(r.shown, digits), share: (r) => ratio(r.slice.total, data.total), foot: steps(closed.total, digits) },
    ...estimated,
    { key: 'share', head: 'Share', number: true, hidden: true, value: (r) => ratio(r.slice.total, data.total), cell: (r) => percent(ratio(r.slice.total, data.total)), foot: data.total === 0n ? MISSING : percent(1) },
    {
      key: 'change',
      head: 'Change',
      number: true,
      value: (r) => (r.before === undefined ? undefined : r.now - r.before),
      cell: (r) => <Change now={r.now} before={r.before} label={beforeLabel} />,
      foot: <Change now={totalNow} before={before?.total} label={beforeLabel} />,
    },
  ];
  return (
    <Table
      label={`Spend by ${groupBy}`}
      rows={rows}
      columns={columns}
      rowKey={(r) => r.slice.key}
      sort={{ key: 'amount', desc: true }}
      onRow={(r) => (r.slice.key.startsWith('\u0000') ? undefined : setView({ filter: withTerm(view.filter, groupBy, r.slice.key) }))}
      dense
      bounded
    />
  );
}

function Change({ now, before, label }: { now: Units; before: Units | undefined; label: string }) {
  if (before === undefined) return <>{MISSING}</>;
  const c = change(now, before);
  if (!c.percent) return <span className="muted" title={`Nothing known for ${label}`}>{now === 0n ? MISSING : 'new'}</span>;
  return <span title={`vs ${label}`}>{c.arrow} {c.percent}</span>;
}

/** The exact twin of the chart: a row a day, a column a key, totals both ways. */
function DayTable({ data, days, incomplete }: { data: Breakdown; days: readonly string[]; incomplete: string | undefined }) {
  const digits = digitsOf(data.currency);
  const rows = days.map((d) => ({ d, values: data.slices.map((s) => dayOf(s, d)) }));
  const listed = data.slices.reduce((a, s) => a + s.total, 0n);
  const foot = closeToTotal(data.slices.map((s) => s.total), listed, digits);
  const total = (values: readonly Units[]) => values.reduce((a, b) => a + b, 0n);
  const columns: Column<(typeof rows)[number]>[] = [
    { key: 'day', head: 'Day, UTC', value: (r) => r.d, cell: (r) => <span className="nowrap">{day(r.d)}{incomplete && r.d >= incomplete ? <span className="muted"> not complete</span> : null}</span> },
    ...data.slices.map((s, i): Column<(typeof rows)[number]> => ({ key: s.key, head: s.name, number: true, value: (r) => r.values[i]!, csv: (r) => print(r.values[i]!), cell: (r) => steps(closeToTotal(r.values, total(r.values), digits).rows[i]!, digits), foot: steps(foot.rows[i]!, digits) })),
    { key: 'total', head: 'Total', unit: data.currency, number: true, value: (r) => total(r.values), csv: (r) => print(total(r.values)), cell: (r) => <strong>{amount(total(r.values), data.currency)}</strong>, foot: steps(foot.total, digits) },
  ];
  return <Table label="Spend by day" rows={rows} columns={columns} rowKey={(r) => r.d} dense bounded tools onRow={(r) => setView({ period: `${r.d}..${addDays(r.d, 0)}` })} />;
}
