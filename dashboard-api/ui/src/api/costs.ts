/** Money by group, the charges behind it, and how each was shared out. */
import type { Conversion, Money, Snapshot } from './answers';
import type { Coverage, Freshness } from './status';

export interface CostRow {
  period?: string | null;
  group: Record<string, string>;
  amount: string;
  currency?: string;
  basis?: { from_bill?: string; estimated?: string };
}

export interface Costs {
  rows: CostRow[];
  total: string | null;
  totals?: Money;
  other?: string | null;
  coverage?: Coverage;
  freshness?: Freshness[];
  snapshot: Snapshot;
  conversion?: Conversion;
}

export interface ChargePart {
  chargeId: string;
  currency: string;
  /** What the lines in scope bear of it; null where the bill carries nothing of the cost. */
  amount: string | null;
  lines: number;
  deviceNanos: string;
  usageStart: string;
  usageEnd: string;
  source: string;
  account: string;
  service: string;
  chargeCategory: string;
  sku: string;
  resource: string;
  deviceModel: string;
}

export interface Charges {
  rows: ChargePart[];
  totalRows: number;
  totals: { currency: string; charges: number; amount: string }[];
}

export interface TraceLine {
  day: string;
  state: string;
  deviceModel: string;
  cluster: string;
  node: string;
  holder: string;
  team: string;
  project: string;
  environment: string;
  /** gpu, cpu, memory, network, storage, other; a dash on lines of an older version. */
  component: string;
  /** How the part was made, with its figures; empty where nothing but device-time divided the charge. */
  splitRule: string;
  rule: string;
  deviceNanos: string;
  billedCost: string | null;
  effectiveCost: string | null;
}

/** Bill and estimate of a family of accelerators on a day, and which of them counts. */
export interface Shadowing {
  day: string;
  family: string;
  currency: string;
  bill: string | null;
  estimate: string;
  shownOfEstimate: string;
  outcome: 'no_bill' | 'estimate_larger' | 'bill_larger' | 'shadowed' | 'other_currency';
  because: string;
  settlesAt: string;
}

export interface Trace {
  basis?: 'from_bill' | 'estimated';
  shadowing?: Shadowing[];
  charge: Record<'source' | 'billingAccountId' | 'billingCurrency' | 'chargeDescription' | 'serviceName' | 'resourceId' | 'invoiceId' | 'chargePeriodStart' | 'chargePeriodEnd', string> & Record<'billedCost' | 'effectiveCost', string | null>;
  lines: TraceLine[];
  sum: Record<'billedCost' | 'effectiveCost' | 'listCost' | 'contractedCost', { charge: string | null; lines: string | null; difference: string | null }>;
}

export interface OwnershipOfRule {
  /** A dash where no rule matched. */
  rule: string;
  currency: string;
  lines: number;
  amount: string;
  linesWithout: number;
}

export interface OwnershipSuggestion {
  key: string;
  value: string;
  currency: string;
  lines: number;
  amount: string;
  match: string;
  /** A reference such as `{tag:team}`; null where a person has to say. */
  team: string | null;
}

export interface Ownership {
  rules: OwnershipOfRule[];
  coverage: { currency: string; ownership: number | null }[];
  suggestions: OwnershipSuggestion[];
}
