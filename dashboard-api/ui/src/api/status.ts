/** Who is signed in, and how the ledger stands. */
import type { Money } from './answers';

export interface Session {
  user: string;
  role: 'admin' | 'finance' | 'approver' | 'lead' | 'viewer';
  teams: string[];
  demo: boolean;
  version: string;
  csrf: string;
}

export interface Freshness {
  source: string;
  kind: 'bills' | 'telemetry';
  at: string | null;
  ageSeconds: number | null;
  ok: boolean;
  reason?: string | null;
}

export interface Coverage {
  telemetry?: number | null;
  ownership?: number | null;
  /** Allocation lines whose charge comes without the cost that was asked for. */
  absentCosts?: number;
  /** Device-hours of models that nothing prices; only who sees all teams is told. */
  unpriced?: { model: string; deviceHours: string }[];
}

export interface UnknownAccelerator {
  sku: string;
  resourceType?: string | null;
  charges: number;
  billed: Money;
}

export interface Status {
  freshness: Freshness[];
  coverage: Coverage;
  /** Null for who sees some teams only. */
  rejectedRows: number | null;
  unpriced: string[];
  unknownAccelerators: UnknownAccelerator[];
  /** What amounts can be converted into, the currency of own books first; no choices where nothing converts. */
  currencies?: { book: string | null; purpose: string; choices: string[] };
  ok: boolean;
  progress: { task: string; done: number; total: number }[];
}
