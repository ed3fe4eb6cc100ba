/** What answers of /api/v1 share. Amounts are canonical decimal strings, nanoseconds are integer strings. */

export type Money = Readonly<Record<string, string>>;

/** The rates that an answer was converted by, and what had none. */
export interface Conversion {
  currency: string;
  purpose: string;
  /** Of charges: their total in the currency. */
  total?: string;
  rates: { from: string; to: string; firstDay: string; rate: string; lockedBy: string | null }[];
  /** By currency, what has no rate. */
  unconverted: Record<string, string>;
  /** A sentence for each rate that is missing. */
  missing: string[];
}

export interface Snapshot {
  asOf?: string | null;
}

export interface Page<T> {
  rows: T[];
  totalRows: number;
}

export interface Scope {
  kind: string;
  account?: string | null;
  start?: string | null;
  end?: string | null;
}

export interface ProblemBody {
  code: string;
  title: string;
  status: number;
  detail?: string;
  problems?: { code: string; field?: string; message: string }[];
}
