/** Budgets, their versions, and what their periods come to. */

export type BudgetPeriod = 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'yearly' | 'rolling' | 'project';

/** What a budget is; a draft sends the same. */
export interface BudgetTerms {
  name: string;
  filter: string;
  period: BudgetPeriod;
  days?: number | null;
  from?: string | null;
  to?: string | null;
  zone?: string;
  calendar?: 'calendar' | 'fiscal';
  unit?: 'money' | 'gpu-hours';
  currency: string;
  /** Of every period that has none of its own in `limits`. */
  limit: string;
  limits?: Record<string, string>;
  metric?: 'billed' | 'effective';
  /** Kinds of charges; each counts unless it is false. */
  include?: Record<string, boolean>;
  thresholds: number[];
  rollover?: { mode: 'none' | 'unspent' | 'unspent-and-overspent'; cap?: string | null };
  shared?: boolean;
  owner?: string | null;
  delegate?: string;
  approver?: string;
  costCenter?: string;
  channel?: string | null;
  effectiveFrom?: string | null;
}

export interface BudgetSpan {
  key: string;
  firstDay: string;
  /** First day after. */
  endDay: string;
  complete: boolean;
}

export interface Budget extends BudgetTerms {
  id: string;
  version: number;
  teams?: string[];
  /** Two views of the same spend, not two parts; `counted` is the larger. Null where only parts are seen, or the bill cannot be read. */
  spent: { counted: string; fromBill: string; estimated?: string | null; estimatedAt?: string | null; estimatedMissing?: string | null; settledTo?: string | null; unknownDays?: number | null; estimatedWithout?: string[]; unpriced?: string[]; notCounted?: Record<string, string> } | null;
  /** `file` where gpuledger.yaml sets it, which only an edit of that file changes. */
  origin?: 'file' | 'api';
  inForce?: boolean;
  /** A version that does not hold yet. */
  scheduled?: BudgetTerms | null;
  currentPeriod?: BudgetSpan | null;
  original?: string | null;
  revised?: string;
  carried?: string | null;
  /** What is measured against. */
  limitOfPeriod?: string | null;
  /** False where only parts may be seen. */
  whole?: boolean;
  parts?: { team: string; spent: string | null }[];
  spentRatio: number | null;
  burnPerHour?: string | null;
  /** Why there is no burn. */
  burnMissing?: string | null;
  /** How fast it was spent lately, the short window first. */
  burn?: BurnWindow[] | null;
  forecast?: BudgetForecast | null;
  crossings: { threshold: number; kind?: string; at?: string; crossedAt?: string }[];
}

/** How fast a budget was spent in a window of the time just over; `missing` says why something is null. */
export interface BurnWindow {
  window: string;
  spend: string | null;
  perHour: string | null;
  /** Times its even pace, to one decimal. */
  pace: string | null;
  missing: string | null;
}

/** What the period will come to; `missing` says why where nothing can be said. */
export interface BudgetForecast {
  expected: string | null;
  low80: string | null;
  high80: string | null;
  /** Null where the limit is passed already. */
  breachProbability: number | null;
  limitPassed?: boolean;
  settledTo: string | null;
  origins: number | null;
  usualPerHour: string | null;
  missing: string | null;
  madeAt: string;
}

export interface BudgetVersion extends BudgetTerms {
  id: string;
  version: number;
  ended: boolean;
  scheduled: boolean;
  createdAt: string;
  createdBy: string;
}

export interface BudgetStory extends Budget {
  versions: BudgetVersion[];
  history: (BudgetSpan & { version: number; ownLimit: string; carried: string; limit: string; spent: string })[];
}

export interface BudgetImport {
  preview: boolean;
  created: number;
  updated: number;
  unchanged: number;
  rows: { cell: string; team: string; name: string; what: 'create' | 'update' | 'unchanged'; unit: string; currency: string; before: Record<string, string>; after: Record<string, string> }[];
  problems: { field: string; message: string }[];
}

export type BudgetDraft = Omit<BudgetTerms, 'owner' | 'channel'> & { owner: string; channel: string };
