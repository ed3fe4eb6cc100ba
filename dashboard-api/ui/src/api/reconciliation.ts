import { useRead } from './queries';

/** What a row of a reconciliation is of; each opens the next. */
export const WAYS = ['invoice', 'sku', 'day', 'resource'] as const;
export type Way = (typeof WAYS)[number];

/** Device-time in nanoseconds, as text; a part may be below zero. */
export interface ReconciledNanos {
  billed: string;
  valid: string;
  seen: string;
  paidMinusValid: string;
  unpriced: string;
  parts: Record<string, string>;
}

/** billed = attributed + residuals = states, exactly. */
export interface ReconciledFigures {
  currency: string;
  billed: string;
  attributed: string;
  residuals: Record<string, string>;
  states: Record<string, string>;
  nanos: ReconciledNanos;
}

export interface ReconciledRow extends ReconciledFigures {
  group: Record<string, string>;
}

export interface Finding {
  severity: 'high' | 'medium' | 'info';
  residual: string;
  source: string;
  resource: string;
  cluster: string;
  node: string;
  firstDay: string;
  lastDay: string;
  nanos: string;
  worth: string | null;
  currency: string;
  text: string;
  action: string;
}

export interface Reconciled {
  rows: ReconciledRow[];
  totalRows: number;
  totals: ReconciledFigures[];
  others: ReconciledFigures[];
  findings: Finding[];
  totalFindings: number;
}

export const useReconciled = (q: { by: Way; start: string; end: string; filter?: string; asOf?: string }) =>
  useRead<Reconciled>('/reconciliation', { ...q, start: `${q.start.slice(0, 10)}T00:00:00Z`, end: `${q.end.slice(0, 10)}T00:00:00Z` }, { enabled: q.start < q.end });
