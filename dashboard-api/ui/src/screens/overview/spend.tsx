import { useMemo, useState } from 'react';
import type { Costs } from '../../api/costs';
import { closeToTotal } from '../../money/apportion';
import { parse, print, ratio, toPixels, type Units } from '../../money/decimal';
import { amount, change, compact, count, digitsOf, MISSING, percent, steps } from '../../money/format';
import { day, shortMonth } from '../../money/time';
import { Card, ErrorState, Segmented, Select, Skeleton } from '../../parts/basics';
import { Icon } from '../../parts/icon';
import { Chart, type ChartModel } from '../../parts/chart';
import { StateSwatch } from '../../parts/states';
import { type Column, Table } from '../../parts/table';
import { OTHER_COLOUR } from '../../theme/series';
import { useScope } from '../../context';
import { withTerm } from '../../url/filter';
import { GROUP_KEYS, METRIC_WORDS, setView } from '../../url/state';
import { absentCosts, type Breakdown, breakdown, dayOf, type Slice, unpriced } from './model';

/** Spend by day, stacked by the chosen key, with its table twin beside it. */
export function SpendCard(p: {
  kind: 'spend' | 'idle';
  groupBy: string;
  costs: Costs | undefined;
  before: Costs | undefined;
  beforeLabel: string;
  currency: string;
  /** The part of the period to hold against `before`: the same elapsed complete days. */
  now: Costs | undefined;
  /** The period before, by day, to draw as a line. */
  previous: Costs | undefined;
  unit: 'day' | 'month';
  days: readonly string[];
  incomplete: { from: string; why: string } | undefined;
  fault: unknown;
}) {
  const { view } = useScope();
  const [form, setForm] = useState<'chart' | 'table'>('chart');
  const data = useMemo(() => (p.costs ? breakdown(p.costs, p.groupBy, p.currency) : undefined), [p.costs, p.groupBy, p.currency]);
  const before = useMemo(() => (p.before ? breakdown(p.before, p.groupBy, p.currency) : undefined), [p.before, p.groupBy, p.currency]);
  const now = useMemo(() => (p.now ? breakdown(p.now, p.groupBy, p.currency) : undefined), [p.now, p.groupBy, p.currency]);
  const model = useMemo(() => (data ? chartOf(data, p) : undefined), [data, p]);
  const title = p.kind === 'idle' ? `Held idle cost by ${p.unit}` : `${METRIC_WORDS[view.metric].name} spend by ${p.unit}`;
  const keys = p.kind === 'idle' ? GROUP_KEYS.filter(([k]) => k !== 'state') : GROUP_KEYS;
  return (
    <Card
      title={title}
      sub={p.currency}
      actions={
        <>
          <Select label="Group by" prefix="by" value={p.groupBy} options={keys} onChange={(k) => setView({ groupBy: k as typeof view.groupBy })} />
          {p.kind === 'spend' ? <button type="button" className="button" aria-pressed={view.compare} onClick={() => setView({ compare: !view.compare })}>{view.compare ? <Icon name="check" size={16} /> : null}Compare</button> : null}
          <Segmented label="Form" value={form} options={[['chart', 'Chart'], ['table', p.unit === 'day' ? 'By day' : 'By month']] as const} onChange={setForm} />
        </>
      }
    >
      {p.fault && !data ? <ErrorState fault={p.fault} /> : form === 'table' && data ? (
        <DayTable data={data} unit={p.unit} days={p.days} incomplete={p.incomplete?.from} />
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
              {p.previous ? p.previous.rows.length > 0 ? <span><i className="line" />Period before</span> : <span>Nothing known of the period before</span> : null}
              {p.incomplete ? <span><i className="swatch hatched" />{p.incomplete.why.startsWith('Today') ? 'Today, not over' : `${p.incomplete.why}`}</span> : null}
            </div>
          </div>
          <div className="twin">
            {data ? <GroupTable data={data} before={before} beforeLabel={p.beforeLabel} groupBy={p.groupBy} now={now} /> : <div style={{ padding: 16 }}><Skeleton height={280} /></div>}
          </div>
        </div>
      )}
      {absentCosts(p.costs) > 0 ? <div className="note">{count(absentCosts(p.costs))} allocation {absentCosts(p.costs) === 1 ? 'line comes' : 'lines come'} from charges whose bill leaves out the {METRIC_WORDS[view.metric].name.toLowerCase()} cost. The amounts hold nothing for them.</div> : null}
      {unpriced(p.costs).length > 0 ? <div className="note">No price is known for {unpriced(p.costs).map((m) => `${m.model} (${m.deviceHours} GPU-hours)`).join(', ')}. The amounts hold nothing for this time until its bill comes.</div> : null}
    </Card>
  );
}

function chartOf(data: Breakdown, p: { previous: Costs | undefined; unit: 'day' | 'month'; days: readonly string[]; incomplete: { from: string; why: string } | undefined; currency: string; groupBy: string; kind: string }): ChartModel {
  const segment = (s: Slice, pick: 'fromBill' | 'estimated') => p.days.map((d) => toPixels(s.byDay.get(d)?.[pick] ?? 0n));
  return {
    label: `${p.kind === 'idle' ? 'Held idle cost' : 'Spend'} by day, ${p.currency}, stacked by ${p.groupBy}. The table beside it says the same.`,
    days: p.days,
    unit: p.unit,
    previous: p.previous ? { name: 'Period before', values: lineOf(p.previous, p.currency, p.days.length) } : undefined,
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

/** The period before by its own days, the first beside the first. */
function lineOf(costs: Costs, currency: string, length: number): (number | null)[] {
  const byDay = new Map<string, Units>();
  for (const row of costs.rows) {
    if (row.currency && row.currency !== currency) continue;
    const at = row.period ?? '';
    byDay.set(at, (byDay.get(at) ?? 0n) + parse(row.amount));
  }
  const values = [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, v]) => toPixels(v));
  return Array.from({ length }, (_, i) => values[i] ?? null);
}

interface GroupRow {
  slice: Slice;
  shown: bigint;
  before: Units | undefined;
  now: Units;
}

function GroupTable({ data, before, beforeLabel, groupBy, now }: { data: Breakdown; before: Breakdown | undefined; beforeLabel: string; groupBy: string; now: Breakdown | undefined }) {
  const { view } = useScope();
  const digits = digitsOf(data.currency);
  const closed = closeToTotal([...data.all.map((s) => s.total), ...(data.unlisted !== 0n ? [data.unlisted] : [])], data.total, digits);
  const current = new Map(now?.all.map((s) => [s.key, s.total]));
  const earlier = new Map(before?.all.map((s) => [s.key, s.total]));
  const extra: Slice[] = data.unlisted !== 0n ? [{ key: '\u0000unlisted', name: 'Not listed', colour: OTHER_COLOUR, fromBill: data.unlisted, estimated: 0n, total: data.unlisted, byDay: new Map() }] : [];
  const drawn = new Set(data.slices.map((s) => s.key));
  const rows = [...data.all, ...extra].map((slice, i): GroupRow => ({
    slice,
    shown: closed.rows[i]!,
    before: before && before.all.length > 0 && now ? (earlier.get(slice.key) ?? 0n) : undefined,
    now: current.get(slice.key) ?? 0n,
  }));
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
      foot: <Change now={now?.total ?? 0n} before={now && before && before.all.length > 0 ? before.total : undefined} label={beforeLabel} />,
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
      tools
    />
  );
}

function Change({ now, before, label }: { now: Units; before: Units | undefined; label: string }) {
  if (before === undefined) return <span title={`Nothing known for ${label}`}>{MISSING}</span>;
  const c = change(now, before);
  if (!c.percent) return <span className="muted" title={`Nothing known for ${label}`}>{now === 0n ? MISSING : 'new'}</span>;
  return <span title={`vs ${label}`}>{c.arrow} {c.percent}</span>;
}

/** The exact twin of the chart: a row a day, a column a key, totals both ways. */
function DayTable({ data, unit, days, incomplete }: { data: Breakdown; unit: 'day' | 'month'; days: readonly string[]; incomplete: string | undefined }) {
  const digits = digitsOf(data.currency);
  const rows = days.map((d) => ({ d, values: data.slices.map((s) => dayOf(s, d)) }));
  const listed = data.slices.reduce((a, s) => a + s.total, 0n);
  const foot = closeToTotal(data.slices.map((s) => s.total), listed, digits);
  const total = (values: readonly Units[]) => values.reduce((a, b) => a + b, 0n);
  const columns: Column<(typeof rows)[number]>[] = [
    { key: 'day', head: unit === 'day' ? 'Day, UTC' : 'Month, UTC', value: (r) => r.d, cell: (r) => <span className="nowrap">{unit === 'day' ? day(r.d) : shortMonth(r.d)}{incomplete && r.d >= incomplete ? <span className="muted"> not complete</span> : null}</span> },
    ...data.slices.map((s, i): Column<(typeof rows)[number]> => ({ key: s.key, head: s.name, number: true, value: (r) => r.values[i]!, csv: (r) => print(r.values[i]!), cell: (r) => steps(closeToTotal(r.values, total(r.values), digits).rows[i]!, digits), foot: steps(foot.rows[i]!, digits) })),
    { key: 'total', head: 'Total', unit: data.currency, number: true, value: (r) => total(r.values), csv: (r) => print(total(r.values)), cell: (r) => <strong>{amount(total(r.values), data.currency)}</strong>, foot: steps(foot.total, digits) },
  ];
  return <Table label={`Spend by ${unit}`} rows={rows} columns={columns} rowKey={(r) => r.d} dense bounded tools onRow={(r) => setView({ period: unit === 'day' ? `${r.d}..${r.d}` : r.d.slice(0, 7) })} />;
}
