import type { Metric } from '../url/state';
import { useRead } from './queries';
import type { Snapshot } from './answers';

/** Money and quantity of a unit that people compare in, or of one of the bill's own; no price where nothing was used or money is not known. */
export interface InUnit {
  unit: string;
  amount: string;
  quantity: string;
  price: string | null;
}

export interface Consumed {
  currency: string;
  amount: string;
  /** Of charges that say no quantity. */
  uncounted: string;
  linesWithout: number;
  counts: InUnit[];
  own: InUnit[];
}

export interface ConsumedRow extends Consumed {
  group: Record<string, string>;
}

export interface Consumption {
  measure: 'tokens' | 'vectors';
  rows: ConsumedRow[];
  totals: Consumed[];
  others: Consumed[];
  unknownUnits: { unit: string | null; currency: string; amount: string; charges: number }[];
  snapshot?: Snapshot;
}

export const useConsumption = (measure: Consumption['measure'], q: { start: string; end: string; groupBy?: string; metric: Metric; filter?: string; limit: number; asOf?: string }) =>
  useRead<Consumption>('/unit-costs', { ...q, measure, start: `${q.start.slice(0, 10)}T00:00:00Z`, end: `${q.end.slice(0, 10)}T00:00:00Z` }, { enabled: q.start < q.end });
