import type { Costs } from '../../api/costs';
import type { Freshness } from '../../api/status';
import type { GpuState, Utilization } from '../../api/usage';
import { GPU_STATES } from '../../api/usage';
import { compare, parse, parseOptional, sum, type Units } from '../../money/decimal';
import { day } from '../../money/time';
import { stateWord } from '../../parts/states';
import { assignSlots, OTHER, OTHER_COLOUR, slotColour } from '../../theme/series';

/** One key of the chosen group-by with its amounts, whole and by day, in the two segments of every bar. */
export interface Slice {
  readonly key: string;
  readonly name: string;
  readonly colour: string;
  readonly state?: GpuState;
  readonly fromBill: Units;
  readonly estimated: Units;
  readonly total: Units;
  readonly byDay: ReadonlyMap<string, { fromBill: Units; estimated: Units }>;
}

export interface Breakdown {
  readonly currency: string;
  /** Largest first; `other` last. */
  readonly slices: readonly Slice[];
  /** Every key on its own, largest first, for the table twin. */
  readonly all: readonly Slice[];
  readonly total: Units;
  readonly estimated: Units;
  /** What the server folded into its own `other`, without a day. */
  readonly unlisted: Units;
}

/** Keys drawn in colours of their own; the rest is one grey `other` that closes the sum. */
export const DRAWN = 7;

/** The chosen currency, else the one with the largest total. Amounts of two currencies are never added. */
export function currencyOf(costs: Costs | undefined, chosen: string): string {
  const totals = Object.entries(costs?.totals ?? {});
  if (chosen && (totals.length === 0 || totals.some(([c]) => c === chosen))) return chosen;
  const sorted = totals.sort(([, a], [, b]) => compare(abs(parse(b)), abs(parse(a))));
  return sorted[0]?.[0] ?? costs?.rows.find((r) => r.currency)?.currency ?? 'USD';
}

function abs(units: Units): Units {
  return units < 0n ? -units : units;
}

interface Gathered {
  fromBill: Units;
  estimated: Units;
  byDay: Map<string, { fromBill: Units; estimated: Units }>;
}

/** Allocation lines whose charge comes without the cost that was asked for: no zero, but unknown. */
export function absentCosts(costs: Costs | undefined): number {
  return costs?.coverage?.absentCosts ?? 0;
}

/** Models in inventory that nothing prices, with their device-hours. */
export function unpriced(costs: Costs | undefined): { model: string; deviceHours: string }[] {
  return costs?.coverage?.unpriced ?? [];
}

export function breakdown(costs: Costs, groupBy: string, currency: string): Breakdown {
  const gathered = new Map<string, Gathered>();
  for (const row of costs.rows) {
    if (row.currency && row.currency !== currency) continue;
    const key = row.group[groupBy] ?? '-';
    const amount = parse(row.amount);
    const estimated = parseOptional(row.basis?.estimated) ?? 0n;
    const fromBill = amount - estimated;
    const entry = gathered.get(key) ?? { fromBill: 0n, estimated: 0n, byDay: new Map() };
    entry.fromBill += fromBill;
    entry.estimated += estimated;
    const day = row.period?.slice(0, 10);
    if (day) {
      const at = entry.byDay.get(day) ?? { fromBill: 0n, estimated: 0n };
      entry.byDay.set(day, { fromBill: at.fromBill + fromBill, estimated: at.estimated + estimated });
    }
    gathered.set(key, entry);
  }
  const sorted = [...gathered].sort(([, a], [, b]) => compare(abs(b.fromBill + b.estimated), abs(a.fromBill + a.estimated)));
  const isState = groupBy === 'state';
  const own = isState ? sorted.map(([k]) => k) : sorted.slice(0, DRAWN).map(([k]) => k);
  const slots = assignSlots(groupBy, own.filter((k) => !isGpuState(k) || !isState));
  const all = sorted.map(([key, g]) => sliceOf(key, g, isState, groupBy, own.includes(key) ? slots.get(key) : undefined));
  const slices = isState ? byState(all) : [...all.slice(0, DRAWN), ...folded(all.slice(DRAWN))];
  const rows = sum(all.map((s) => s.total));
  const stated = costs.totals?.[currency] ?? costs.total;
  const total = stated === null || stated === undefined ? rows : parse(stated);
  return { currency, slices, all, total, estimated: sum(all.map((s) => s.estimated)), unlisted: total - rows };
}

function isGpuState(key: string): key is GpuState {
  return (GPU_STATES as readonly string[]).includes(key);
}

function sliceOf(key: string, g: Gathered, isState: boolean, groupBy: string, slot: number | undefined): Slice {
  const state = isState && isGpuState(key) ? key : undefined;
  const colour = state ? `var(--state-${state.replace('_', '-')})` : slot === undefined ? OTHER_COLOUR : slotColour(slot);
  return { key, name: nameOf(groupBy, key), colour, ...(state ? { state } : {}), fromBill: g.fromBill, estimated: g.estimated, total: g.fromBill + g.estimated, byDay: g.byDay };
}

/** GPU states keep the order of the states, from productive to unobserved, whatever their size. */
function byState(all: readonly Slice[]): Slice[] {
  const rank = (s: Slice) => (s.state ? GPU_STATES.indexOf(s.state) : GPU_STATES.length);
  return [...all].sort((a, b) => rank(a) - rank(b));
}

function folded(rest: readonly Slice[]): Slice[] {
  if (rest.length === 0) return [];
  const byDay = new Map<string, { fromBill: Units; estimated: Units }>();
  for (const slice of rest) {
    for (const [day, value] of slice.byDay) {
      const at = byDay.get(day) ?? { fromBill: 0n, estimated: 0n };
      byDay.set(day, { fromBill: at.fromBill + value.fromBill, estimated: at.estimated + value.estimated });
    }
  }
  const fromBill = sum(rest.map((s) => s.fromBill));
  const estimated = sum(rest.map((s) => s.estimated));
  return [{ key: OTHER, name: `${rest.length} others`, colour: OTHER_COLOUR, fromBill, estimated, total: fromBill + estimated, byDay }];
}

const NONE: Record<string, string> = { team: 'No owner', costCenter: 'No cost centre', state: 'No state', deviceModel: 'No GPU model' };

export function nameOf(groupBy: string, key: string): string {
  if (key === '-' || key === 'unattributed') return NONE[groupBy] ?? 'None';
  return groupBy === 'state' ? stateWord(key) : key;
}

export function dayTotals(b: Breakdown, days: readonly string[]): Units[] {
  return days.map((d) => sum(b.all.map((s) => dayOf(s, d))));
}

export function dayOf(slice: Slice, day: string): Units {
  const at = slice.byDay.get(day);
  return at ? at.fromBill + at.estimated : 0n;
}

/** A source that has sent nothing for this long is not waited for any more. */
const GIVEN_UP_SECONDS = 45 * 86_400;

/** The first day that bills do not cover yet, with the reason in words; nothing where the period is complete. */
export function incomplete(freshness: readonly Freshness[], end: string, today: string): { from: string; why: string } | undefined {
  let from = today;
  let why = 'Today is not over.';
  for (const f of freshness) {
    if (f.kind !== 'bills' || !f.at || (f.ageSeconds ?? 0) > GIVEN_UP_SECONDS) continue;
    const reached = f.at.slice(0, 10);
    if (reached < from) {
      from = reached;
      why = `Not complete: ${f.source} reaches to ${day(reached)}.`;
    }
  }
  return from < end ? { from, why } : undefined;
}

export interface FleetSlice {
  readonly state: GpuState;
  readonly nanos: bigint;
  readonly share: number;
}

/** GPU time by state over all rows, in the order of the states. */
export function fleet(utilization: Utilization | undefined): { slices: FleetSlice[]; total: bigint } {
  const sums = new Map<GpuState, bigint>();
  for (const row of utilization?.rows ?? []) {
    for (const state of GPU_STATES) sums.set(state, (sums.get(state) ?? 0n) + BigInt(row.stateNanos[state] ?? '0'));
  }
  const total = [...sums.values()].reduce((a, b) => a + b, 0n);
  const slices = GPU_STATES.map((state) => ({ state, nanos: sums.get(state) ?? 0n, share: share(sums.get(state) ?? 0n, total) }));
  return { slices, total };
}

export function fleetByDay(utilization: Utilization | undefined, days: readonly string[]): Map<GpuState, bigint[]> {
  const index = new Map(days.map((d, i) => [d, i]));
  const result = new Map<GpuState, bigint[]>(GPU_STATES.map((s) => [s, days.map(() => 0n)]));
  for (const row of utilization?.rows ?? []) {
    const i = index.get(row.period?.slice(0, 10) ?? '');
    if (i === undefined) continue;
    for (const state of GPU_STATES) result.get(state)![i]! += BigInt(row.stateNanos[state] ?? '0');
  }
  return result;
}

export function share(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 1_000_000n) / whole) / 1_000_000;
}
