import type { Metric } from '../url/state';
import { useRead } from './queries';
import type { Snapshot } from './answers';

/** What moving data cost, in one currency; a price is null where nothing was moved or money is not known. */
export interface DataMoved {
  currency: string;
  amount: string;
  uncounted: string;
  linesWithout: number;
  gb: string;
  gib: string;
  perGb: string | null;
  perGib: string | null;
}

export interface DataMovedRow extends DataMoved {
  group: Record<string, string>;
}

export interface DataMovement {
  rows: DataMovedRow[];
  totals: DataMoved[];
  others: DataMoved[];
  unknownUnits: { unit: string | null; currency: string; amount: string; charges: number }[];
  snapshot?: Snapshot;
}

export const useDataMovement = (q: { start: string; end: string; groupBy?: string; regions?: 'true'; metric: Metric; filter?: string; limit: number; asOf?: string }) =>
  useRead<DataMovement>('/unit-costs', { ...q, measure: 'data-movement', start: `${q.start.slice(0, 10)}T00:00:00Z`, end: `${q.end.slice(0, 10)}T00:00:00Z` }, { enabled: q.start < q.end });
