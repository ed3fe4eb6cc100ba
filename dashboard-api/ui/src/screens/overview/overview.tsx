import { useMemo } from 'react';
import { useCosts, useGpus, useStatus, useUtilization } from '../../api/queries';
import type { Costs } from '../../api/costs';
import { useScope, useSignedIn } from '../../context';
import { parseOptional, ratio, toPixels, type Units } from '../../money/decimal';
import { amount, change, compact, count, MISSING, percent } from '../../money/format';
import { daysBetween, listDays, listMonths } from '../../money/time';
import { EmptyState, ErrorState, PageHead, Segmented } from '../../parts/basics';
import { NotConverted, RatesUsed } from '../../parts/rates';
import { Tile } from '../../parts/tile';
import { COVERAGE_GOAL } from '../../frame/truth';
import { both, unknownToTelemetry } from '../../url/filter';
import { compareWith } from '../../url/period';
import { keyName, METRIC_WORDS, setView } from '../../url/state';
import { ConsumptionCard } from './consumption';
import { DataMovementCard } from './data-movement';
import { EnergyCard } from './energy';
import { FleetCard, FleetChart } from './fleet';
import { FreshnessCard } from './freshness';
import { GpuHourCost } from './gpu-hour-cost';
import { absentCosts, breakdown, currencyOf, dayTotals, fleet, fleetByDay, incomplete, share } from './model';
import { SpendCard } from './spend';

const ROWS = 10_000;
const DAYS_DRAWN = 100;
type Tiles = '' | 'fleet' | 'idle' | 'coverage';

export function OverviewScreen() {
  const { view, period, today, asOf } = useScope();
  const { demo } = useSignedIn();
  const comparison = compareWith(period, today);
  const isIdle = view.select === 'idle';
  const groupBy = isIdle && view.groupBy === 'state' ? 'team' : view.groupBy;
  // A bar a day tells nothing over a year: long periods are drawn by month.
  const unit = daysBetween(period.start, period.end) > DAYS_DRAWN ? 'month' : 'day';
  const base = { start: period.start, end: period.end, metric: view.metric, filter: view.filter, ...(asOf ? { asOf } : {}), ...(view.into ? { currency: view.into } : {}), limit: ROWS } as const;
  const idleFilter = both(view.filter, 'state:"held_idle"');

  const spend = useCosts({ ...base, groupBy: view.groupBy, granularity: unit });
  const now = useCosts({ ...base, groupBy: view.groupBy, end: comparison.current.end }, comparison.partial);
  const line = useCosts({ ...base, start: comparison.previous.start, end: period.start, granularity: unit }, view.compare);
  const before = useCosts({ ...base, groupBy: view.groupBy, start: comparison.previous.start, end: comparison.previous.end });
  const states = useCosts({ ...base, groupBy: 'state', granularity: unit });
  const idle = useCosts({ ...base, groupBy, granularity: unit, filter: idleFilter }, isIdle);
  const idleNow = useCosts({ ...base, groupBy, filter: idleFilter, end: comparison.current.end }, isIdle && comparison.partial);
  const idleBefore = useCosts({ ...base, groupBy, filter: idleFilter, start: comparison.previous.start, end: comparison.previous.end }, isIdle);
  const beyond = unknownToTelemetry(view.filter).map(keyName);
  const use = useUtilization({ start: period.start, end: period.end, granularity: unit, filter: view.filter, ...(asOf ? { asOf } : {}) }, beyond.length === 0);
  const gpus = useGpus({ filter: view.filter, limit: 1, offset: 0 }, beyond.length === 0);
  const status = useStatus(asOf);

  const days = useMemo(() => (unit === 'month' ? listMonths : listDays)(period.start, period.end), [unit, period.start, period.end]);
  const currency = view.into && spend.data?.conversion ? view.into : currencyOf(spend.data, view.currency);
  const whole = useMemo(() => (spend.data ? breakdown(spend.data, view.groupBy, currency) : undefined), [spend.data, view.groupBy, currency]);
  const byState = useMemo(() => (states.data ? breakdown(states.data, 'state', currency) : undefined), [states.data, currency]);
  const reach = incomplete(spend.data?.freshness ?? status.data?.freshness ?? [], period.end, today);
  const gap = reach && unit === 'month' ? { ...reach, from: `${reach.from.slice(0, 7)}-01` } : reach;
  const elapsed = days.filter((d) => d < comparison.current.end);
  const marks = whole ? dayTotals(whole, elapsed).map(toPixels) : [];
  const currencies = Object.keys(spend.data?.totals ?? {});

  const lede = `${period.label} · ${METRIC_WORDS[view.metric].name} · ${currency}${comparison.partial ? ' · still running' : ''}`;
  if (spend.isError && !spend.data) return <><PageHead title="Overview" lede={lede} /><div className="card"><ErrorState fault={spend.error} retry={() => void spend.refetch()} /></div></>;

  // Energy is known from telemetry alone, before the first bill.
  const metered = (use.data?.rows.length ?? 0) > 0;
  const isEmpty = spend.data !== undefined && spend.data.rows.length === 0 && view.select !== 'fleet' && view.select !== 'coverage';
  return (
    <>
      <PageHead
        title="Overview"
        lede={lede}
        actions={spend.data?.conversion ? <RatesUsed conversion={spend.data.conversion} /> : currencies.length > 1 ? <Segmented label="Currency" value={currency} options={currencies.map((c) => [c, c] as const)} onChange={(c) => setView({ currency: c })} /> : undefined}
      />
      <Tiles
        {...{ whole, byState, currency, marks }}
        use={use.data}
        days={elapsed}
        gpus={gpus.data?.totalRows}
        beyond={beyond}
        ownership={status.data?.coverage.ownership}
        select={view.select as Tiles}
        before={totalOf(before.data, currency)}
        beforeLabel={comparison.previous.label}
        elapsedTotal={totalOf(comparison.partial ? now.data : spend.data, currency)}
        leftOut={whole?.total === 0n && absentCosts(spend.data) > 0}
        loading={spend.isPending}
      />
      <NotConverted conversion={spend.data?.conversion} />
      {isEmpty ? (
        <div className="card">
          <EmptyState
            title={view.filter ? 'Nothing matches this scope' : demo ? `The demo loads its bills; none of ${period.label} is allocated yet` : `No spend is known for ${period.label}`}
            why={view.filter ? 'No charge of the period matches the filter above. Remove a tag, or choose another period.' : demo ? 'Figures come as each bill is allocated: those of the last complete month first, then those of the running and of earlier months. What has arrived stands under Data.' : 'Spend by day comes from bills, as soon as their charges are allocated. What has arrived stands under Data. Load a FOCUS file there, or from a shell:'}
            {...(view.filter || demo ? {} : { command: './gpuledger import --source NAME FILE' })}
            action={view.filter ? undefined : <button type="button" className="button small" onClick={() => setView({ screen: 'data' })}>Open Data</button>}
          />
        </div>
      ) : view.select === 'fleet' || view.select === 'coverage' ? (
        <FleetChart kind={view.select} unit={unit} days={days} byDay={fleetByDay(use.data, days)} fault={use.error} loading={use.isLoading} beyond={beyond} />
      ) : (
        <SpendCard
          kind={isIdle ? 'idle' : 'spend'}
          groupBy={isIdle ? groupBy : view.groupBy}
          costs={isIdle ? idle.data : spend.data}
          before={isIdle ? idleBefore.data : before.data}
          beforeLabel={comparison.previous.label}
          currency={currency}
          now={comparison.partial ? (isIdle ? idleNow.data : now.data) : isIdle ? idle.data : spend.data}
          previous={view.compare && !isIdle ? line.data : undefined}
          unit={unit}
          days={days}
          incomplete={gap}
          fault={isIdle ? idle.error : spend.error}
        />
      )}
      <div className="two">
        <FleetCard fleet={fleet(use.data)} costs={byState} currency={currency} loading={use.isLoading} fault={use.error} beyond={beyond} />
        <FreshnessCard status={status.data} />
      </div>
      {isEmpty ? null : <GpuHourCost />}
      {isEmpty && !metered ? null : <EnergyCard />}
      {isEmpty ? null : <ConsumptionCard />}
      {isEmpty ? null : <DataMovementCard />}
    </>
  );
}

function totalOf(costs: Costs | undefined, currency: string): Units | undefined {
  if (!costs) return undefined;
  const total = parseOptional(costs.totals?.[currency] ?? costs.total) ?? 0n;
  return total === 0n && absentCosts(costs) > 0 ? undefined : total;
}

function Tiles(p: {
  whole: ReturnType<typeof breakdown> | undefined;
  byState: ReturnType<typeof breakdown> | undefined;
  use: Parameters<typeof fleet>[0];
  days: readonly string[];
  currency: string;
  marks: readonly number[];
  gpus: number | undefined;
  /** Fields of the filter that GPU time is not known by, in words. */
  beyond: readonly string[];
  ownership: number | null | undefined;
  select: Tiles;
  before: Units | undefined;
  beforeLabel: string;
  elapsedTotal: Units | undefined;
  /** Whether the bills carry nothing of the chosen cost. */
  leftOut: boolean;
  loading: boolean;
}) {
  const { view } = useScope();
  const time = fleet(p.use);
  const part = (state: string) => time.slices.find((s) => s.state === state)?.share ?? 0;
  const hasTime = time.total > 0n;
  const known = (p.whole?.all.length ?? 0) > 0 && !p.leftOut;
  const covered = hasTime ? 1 - part('unobserved') : undefined;
  const idle = p.byState?.all.find((s) => s.key === 'held_idle')?.total;
  const select = (tile: Tiles) => setView({ select: p.select === tile ? '' : tile });
  const daily = fleetByDay(p.use, p.days);
  const delta = known && p.before !== undefined && p.elapsedTotal !== undefined ? change(p.elapsedTotal, p.before) : undefined;
  const signed = p.before !== undefined && p.elapsedTotal !== undefined ? p.elapsedTotal - p.before : 0n;
  const idleSlice = p.byState?.all.find((s) => s.key === 'held_idle');
  return (
    <div className="tiles" role="group" aria-label="Figures; select one to make it the main chart">
      <Tile
        label={`${METRIC_WORDS[view.metric].name} spend`}
        figure={known ? compact(p.whole!.total) : MISSING}
        unit={p.currency}
        {...(p.whole && known ? { full: `${amount(p.whole.total, p.currency)} ${p.currency}` } : {})}
        change={delta?.percent ? `${delta.arrow} ${delta.percent}` : undefined}
        tail={delta?.percent ? <span title={`${amount(signed, p.currency)} ${p.currency}`}>{signed > 0n ? '+' : ''}{compact(signed)} vs {p.beforeLabel}</span> : known ? `Nothing known for ${p.beforeLabel}` : p.leftOut ? 'The bills of the period leave this cost out' : 'No spend is known for the period'}
        marks={p.marks}
        selected={p.select === ''}
        onSelect={() => setView({ select: '' })}
        loading={p.loading}
      />
      <Tile
        label="GPU fleet"
        figure={p.gpus === undefined ? MISSING : count(p.gpus)}
        unit="GPUs now"
        tail={p.beyond.length > 0 ? `Not known by ${p.beyond.join(', ')}` : hasTime ? `${percent(part('productive') + part('active'), 0)} of GPU time busy` : 'No GPU time measured in the period'}
        marks={p.days.map((_, i) => Number((daily.get('productive')![i]! + daily.get('active')![i]!) / 1_000_000_000n))}
        selected={p.select === 'fleet'}
        onSelect={() => select('fleet')}
      />
      <Tile
        label="Held idle cost"
        figure={idle === undefined ? (known && hasTime ? '0' : MISSING) : compact(idle)}
        unit={p.currency}
        {...(idle !== undefined ? { full: `${amount(idle, p.currency)} ${p.currency}` } : {})}
        tail={p.whole && idle !== undefined ? `${percent(ratio(idle, p.whole.total))} of spend, GPUs held and doing nothing` : known && !hasTime ? 'Not known without GPU time of the period' : 'GPUs held and doing nothing'}
        marks={idleSlice ? p.days.map((d) => toPixels((idleSlice.byDay.get(d)?.fromBill ?? 0n) + (idleSlice.byDay.get(d)?.estimated ?? 0n))) : []}
        selected={p.select === 'idle'}
        onSelect={() => select('idle')}
        loading={p.loading}
      />
      <Tile
        label="Telemetry coverage"
        figure={covered === undefined ? MISSING : percent(covered)}
        warning={covered !== undefined && covered < COVERAGE_GOAL ? `${percent(1 - covered)} of GPU time is unobserved` : undefined}
        tail={p.beyond.length > 0 ? `Not known by ${p.beyond.join(', ')}` : `${covered === undefined ? 'Unknown: no GPU time in the period' : 'of GPU time'}${p.ownership === undefined || p.ownership === null ? '' : ` · Ownership coverage ${percent(p.ownership)}`}`}
        marks={p.days.map((_, i) => {
          const all = [...daily.values()].reduce((a, v) => a + v[i]!, 0n);
          return all === 0n ? Number.NaN : 1 - share(daily.get('unobserved')![i]!, all);
        })}
        selected={p.select === 'coverage'}
        onSelect={() => select('coverage')}
      />
    </div>
  );
}
