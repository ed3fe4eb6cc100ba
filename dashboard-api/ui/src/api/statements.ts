/** What teams are charged. */
import type { Conversion, Snapshot } from './answers';

export interface ChargebackRow {
  team: string;
  costCenter?: string | null;
  currency: string;
  billed?: string | null;
  effective?: string | null;
  list?: string | null;
  contracted?: string | null;
  gpuHours?: string | null;
  /** By cost, how many allocation lines come without it. */
  linesWithout?: Record<string, number>;
  /** Null where the bill carries nothing of the cost. */
  states?: Record<string, string | null>;
}

export interface StatementLine {
  team: string;
  costCenter: string;
  currency: string;
  component: string;
  /** False where the party is shown its cost only. */
  charged: boolean;
  amount: string;
  displayed: string;
  gpuHours: string;
}

export interface Statement {
  preview: boolean;
  available: string[];
  policies: { name: string; from: string | null; to: string | null; rules: { name: string; match: string; effect: string }[]; commitmentBenefit: string; price: string; showback: string[] }[];
  lines: StatementLine[];
  totals: Record<string, string>;
  effects: { team: string; costCenter: string; currency: string; before: string; after: string; change: string }[];
  unpricedModels: string[];
  notSpread: string[];
  notRepriced: Record<string, string>;
}

export interface Chargeback {
  period: string;
  /** Null where the rows are filtered: a policy decides on whole months. */
  statement?: Statement | null;
  metric?: string;
  rows: ChargebackRow[];
  proof: { currency: string; metric?: string; charges: string; lines: string; difference: string }[];
  snapshot?: Snapshot;
  conversion?: Conversion;
}
