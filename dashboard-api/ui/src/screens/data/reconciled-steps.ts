import type { ReconciledFigures } from '../../api/reconciliation';
import { parse } from '../../money/decimal';
import { amount, exact, hours } from '../../money/format';
import type { WaterStep } from '../../parts/waterfall';

/** The words of each residual, in hours and in money. */
export const RESIDUAL_WORDS: Record<string, string> = {
  missing_telemetry: 'Missing telemetry',
  late_bill: 'Late bill',
  billing_zone: 'Zone of the billing day',
  rounding: 'Rounding',
  shared_node: 'Shared node',
  over_billing: 'Over-billing',
  under_billing: 'Under-billing',
  hours_not_stated: 'Hours not on the bill',
  not_in_inventory: 'Not in inventory',
  ended: 'Ended: neither billed nor seen',
  unexplained: 'Unexplained',
  no_owner: 'No owner',
  unallocated: 'Unused GPUs',
  unknown_sku: 'Unknown SKU',
  unused_commitment: 'Unused commitment',
  not_gpu: 'Not GPU',
  unpriced: 'Unpriced',
};

export function residualWord(residual: string): string {
  return RESIDUAL_WORDS[residual] ?? residual;
}

const LOOKED_AT = new Set(['over_billing', 'under_billing', 'unexplained']);

/** From what was billed to what was productive, by the state of the money. */
export function stateSteps(of: ReconciledFigures, open: (state: string) => () => void): WaterStep[] {
  const { currency } = of;
  const state = (key: string) => parse(of.states[key] ?? '0');
  const figure = (value: bigint): Pick<WaterStep, 'value' | 'text'> => ({ value, text: amount(value, currency) });
  const less = (key: string, words: string): WaterStep => ({ key, words, ...figure(-state(key)), exact: `${exact(of.states[key] ?? '0')} ${currency}`, open: open(key), ...(key === 'not_gpu' || key === 'unused_commitment' ? {} : { state: key }) });
  const billed = parse(of.billed);
  const unexplained = parse(of.residuals['unexplained'] ?? '0');
  const allocated = billed - unexplained - state('not_gpu') - state('unused_commitment') - state('unallocated');
  const busy = allocated - state('unobserved') - state('held_idle');
  const productive = busy - state('active');
  const unexplainedStep: WaterStep[] = unexplained === 0n ? [] : [{ key: 'unexplained', words: 'Unexplained', ...figure(-unexplained), risk: true }];
  return [
    { key: 'billed', words: 'Billed', ...figure(billed), exact: `${exact(of.billed)} ${currency}`, sum: true },
    ...unexplainedStep,
    less('not_gpu', 'Not GPU'),
    less('unused_commitment', 'Unused commitment'),
    less('unallocated', 'Unused GPUs'),
    { key: 'allocated', words: 'Allocated', ...figure(allocated), sum: true },
    less('unobserved', 'Unobserved'),
    less('held_idle', 'Held idle'),
    { key: 'busy', words: 'Busy', ...figure(busy), sum: true },
    less('active', 'Busy, low efficiency'),
    { key: 'productive', words: 'Productive', ...figure(productive), sum: true },
  ];
}

/** From billed GPU-hours through inventory and samples to busy ones; each residual by its sign. */
export function hourSteps(of: ReconciledFigures): WaterStep[] {
  const { nanos } = of;
  const part = (key: string) => BigInt(nanos.parts[key] ?? '0');
  const figure = (value: bigint): Pick<WaterStep, 'value' | 'text' | 'exact'> => ({ value, text: hours(value), exact: `${value} ns` });
  const seen = new Set(['productive', 'active', 'held_idle', 'unallocated', 'missing_telemetry']);
  const residuals = Object.keys(nanos.parts).filter((key) => !seen.has(key) && (part(key) !== 0n || key === 'unexplained'));
  const valid = BigInt(nanos.valid);
  const observed = BigInt(nanos.seen);
  return [
    { key: 'billed', words: 'Billed', ...figure(BigInt(nanos.billed)), sum: true },
    ...residuals.map((key): WaterStep => ({ key, words: residualWord(key), ...figure(-part(key)), risk: LOOKED_AT.has(key) && part(key) !== 0n })),
    { key: 'valid', words: 'In inventory (valid)', ...figure(valid), sum: true },
    { key: 'missing_telemetry', words: 'Missing telemetry', ...figure(-part('missing_telemetry')), state: 'unobserved' },
    { key: 'seen', words: 'Seen', ...figure(observed), sum: true },
    { key: 'unallocated', words: 'Unused GPUs', ...figure(-part('unallocated')), state: 'unallocated' },
    { key: 'held_idle', words: 'Held idle', ...figure(-part('held_idle')), state: 'held_idle' },
    { key: 'busy', words: 'Busy', ...figure(part('productive') + part('active')), sum: true },
  ];
}

/** From what was billed to what has an owner: every cause by name. */
export function ownerSteps(of: ReconciledFigures): WaterStep[] {
  const { currency } = of;
  const figure = (text: string, sign: bigint): Pick<WaterStep, 'value' | 'text' | 'exact'> => ({ value: sign * parse(text), text: amount(sign * parse(text), currency), exact: `${exact(text)} ${currency}` });
  return [
    { key: 'billed', words: 'Billed', ...figure(of.billed, 1n), sum: true },
    ...Object.entries(of.residuals).map(([key, value]): WaterStep => ({ key, words: residualWord(key), ...figure(value, -1n), risk: LOOKED_AT.has(key) && parse(value) !== 0n })),
    { key: 'attributed', words: 'Has an owner', ...figure(of.attributed, 1n), sum: true },
  ];
}
