import type { Metric } from '../url/state';
import { useRead } from './queries';
import type { Conversion, Snapshot } from './answers';

/** The parts of a change between two months, as decimal texts; they sum to it exactly. */
export interface VarianceParts {
  before: string;
  after: string;
  change: string;
  usage: string;
  rate: string;
  mix: string;
  commitment: string;
  currencyEffect: string;
  oneOff: string;
  other: string;
}

export interface VarianceRow extends VarianceParts {
  team: string;
  provider: string;
  service: string;
  currency: string;
  gpuHoursBefore: string;
  gpuHoursAfter: string;
  linesWithout: number;
}

export interface VarianceTotal extends VarianceParts {
  currency: string;
}

export interface VarianceAnswer {
  period: string;
  against: string;
  metric: Metric;
  rows: VarianceRow[];
  totals: VarianceTotal[];
  why: { currency: string; change: string; lines: { line: string; amount: string; words: string }[] }[];
  snapshot?: Snapshot;
  conversion?: Conversion;
}

export const useVariance = (q: { period: string; against: string; metric: Metric; filter?: string; asOf?: string; currency?: string }) =>
  useRead<VarianceAnswer>('/reports/variance', { ...q, format: 'json' });
