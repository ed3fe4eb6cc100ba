import { useRead, useWrite } from './queries';
import type { Conversion, Snapshot } from './answers';
import { write } from './client';

/** How an invoice, or a month, stands against the charges of the ledger. */
export type Tie = 'tied' | 'not_tied' | 'invoice_without_charges' | 'no_independent_total' | 'not_issued';

export interface InvoiceTotal {
  payable: string;
  tax: string;
  issueStatus: 'Open' | 'Issued' | 'Voided';
  issuedAt: string | null;
  dueAt: string | null;
  /** Null where a line names the currency and states no amount. */
  payments: { currency: string; payable: string | null }[];
  lines: number;
  /** Lines that could not be read: the total is not whole. */
  linesRefused: boolean;
  origin: 'file' | 'typed';
  source: string;
  recordedBy: string;
  recordedAt: string;
}

export interface InvoiceRow {
  issuer: string;
  invoiceId: string;
  currency: string;
  status: Tie;
  words: string;
  difference: string | null;
  ledger: { billed: string; charges: number; sources: string[] } | null;
  total: InvoiceTotal | null;
  otherIssuers: string[];
  /** The load that brought lines of it, none of which could be read. */
  refused?: { source: string; loadId: string; recordedBy: string; recordedAt: string; billingPeriodStart: string | null } | null;
}

export interface Standing {
  currency: string;
  status: Tie;
  words: string;
  reason: string | null;
}

export interface Invoices {
  period: string;
  standing: Standing[];
  rows: InvoiceRow[];
  totalRows: number;
  notYetInvoiced: { source: string; issuer: string; currency: string; billed: string; charges: number }[];
  billingPeriods: { issuer: string; start: string; end: string; status: 'Open' | 'Closed'; updatedAt: string | null }[];
  snapshot?: Snapshot;
}

export interface BridgeLine {
  line: string;
  words: string;
  /** Null where it is unknown. */
  amount: string | null;
  /** Absent on the last line, which is a sum of allocation lines. */
  charges?: number;
  parts: { class: string; amount: string | null; charges: number }[];
  /** Of the unexplained line: what its charges explain of it. */
  ofCharges?: string;
}

export interface Bridge {
  currency: string;
  invoices: Standing;
  lines: BridgeLine[];
  effectiveKnown: string;
}

/** One bridge of all currencies that convert; its lines sum as theirs do. */
export interface ConvertedBridge {
  currency: string;
  lines: { line: string; words: string; amount: string | null }[];
  /** What payments cost beyond what was booked; only in the currency of own books. */
  realised: { issuer: string; invoiceId: string; currency: string; paidAt: string; booked: string; paid: string; difference: string }[];
  notRealised: string[];
}

export interface Bridges {
  period: string;
  bridges: Bridge[];
  /** Null where nothing converts; absent where no currency is asked for. */
  converted?: ConvertedBridge | null;
  conversion?: Conversion;
  waitingDeliveries: number;
  snapshot?: Snapshot;
}

export interface BridgeCharge {
  chargeId: string;
  class: string;
  currency: string;
  billedCost: string;
  effectiveCost: string | null;
  adds: string | null;
  source: string;
  account: string;
  invoiceId: string;
  description: string;
  category: string;
  chargePeriodStart: string;
  chargePeriodEnd: string;
}

export interface TotalDraft {
  source: string;
  issuer: string;
  invoiceId: string;
  period: string;
  currency: string;
  payable: string;
  tax?: string;
  paymentCurrency?: string;
  paymentPayable?: string;
  creditNote?: boolean;
}

export interface InvoiceName {
  issuer: string;
  invoiceId: string;
  currency: string;
}

const TOUCHED = ['/invoices', '/bridge'];

export const useInvoices = (q: { period: string; asOf?: string }, enabled = true) => useRead<Invoices>('/invoices', q, { enabled });
export const useBridge = (q: { period: string; asOf?: string; currency?: string }, enabled = true) => useRead<Bridges>('/bridge', q, { enabled });
export const useBridgeCharges = (q: { period: string; line: string; currency: string; limit: number; offset: number; asOf?: string }) =>
  useRead<{ rows: BridgeCharge[]; totalRows: number }>('/bridge/charges', q);
export const useRecordTotal = () => useWrite((draft: TotalDraft) => write('POST', '/invoices', draft), TOUCHED);
export const useWithdrawTotal = () => useWrite((name: InvoiceName) => write('POST', '/invoices/withdraw', name), TOUCHED);
