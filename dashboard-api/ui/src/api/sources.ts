/** What was delivered, refused and reconciled, and what an import says. */
import type { Money, Page, Scope } from './answers';

export interface Delivery {
  deliveryId: string;
  source: string;
  scope: Scope;
  kind: string;
  sequence: number;
  format?: string | null;
  focusVersion?: string | null;
  fileNames?: string[];
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  rowsDuplicate?: number;
  /** Billed cost of the repeated rows, which is in no total. */
  duplicateBilledCost?: Money;
  billedCost: Money;
  effectiveCost?: Money;
  listCost?: Money;
  contractedCost?: Money;
  recordedAt: string;
  inForce: boolean;
  /** What it has far less of than the version that it replaces, in words. */
  farLess?: string | null;
}

export interface Deliveries extends Page<Delivery> {
  /** Still arriving; `scope` is the account and the start of the scope as far as known. */
  pending?: { deliveryId: string; source: string; scope: string; rowsStored: number; rowsExpected: number }[];
}

export interface Reject {
  source: string;
  deliveryId?: string | null;
  file?: string | null;
  line?: number | null;
  column?: number | null;
  field?: string | null;
  code: string;
  message: string;
  rawText?: string | null;
  occurredAt?: string | null;
}

export interface Source {
  name: string;
  kind: string;
  state: 'ok' | 'stale' | 'failing' | 'waiting';
  lastReceivedAt?: string | null;
  lastPublishedAt?: string | null;
  error?: string | null;
  deliveries?: number;
  rowsAccepted?: number;
  rowsRejected?: number;
  targets?: { up: number; down: number } | null;
  /** How the collecting of its bills stands; absent where they are only imported. */
  collect?: Collecting | null;
}

export interface Collecting {
  place: string;
  lastLookAt?: string | null;
  nextLookAt?: string | null;
  error?: string | null;
  loading?: { set: string; bytesDone: number; bytesTotal: number } | null;
  /** The first of those that are not whole. */
  waiting: { set: string; reason: string }[];
  waitingTotal: number;
  last?: { set: string; outcome: string; detail: string; at: string } | null;
}

export interface ReconciledSums {
  manifest: Money;
  stored: Money;
  allocated: Money;
}

export interface Reconciliation {
  deliveryId: string;
  source: string;
  scope: Scope;
  manifestRows: number;
  storedRows: number;
  rejectedRows: number;
  allocatedCharges: number;
  billed: ReconciledSums;
  effective?: ReconciledSums;
  ok: boolean;
}

export interface ImportedDelivery {
  deliveryId: string;
  source: string;
  format: string;
  focusVersion?: string | null;
  scope: Scope;
  kind: string;
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  rowsDuplicate?: number;
  /** Billed cost of the repeated rows, which is in no total. */
  duplicateBilledCost?: Money;
  billedCost: Money;
  /** What the records of a native format come to by the provider's own rule. */
  nativeBilledCost?: Money;
  /** The same of the amortised cost, where the format has a view of it with its own sum. */
  nativeEffectiveCost?: Money;
  effectiveCost?: Money;
  visible: boolean;
  unchanged: boolean;
}

/** A load of invoices, billing periods or commitments. */
export interface ImportedDataset {
  dataset: string;
  loadId: string;
  source: string;
  focusVersion?: string;
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  payable: Money;
  visible: boolean;
  unchanged: boolean;
}

export interface ImportReport {
  deliveries: ImportedDelivery[];
  datasets?: ImportedDataset[];
  /** Closed periods of own books that the deliveries touch. */
  /** What must be known of the files though their rows are loaded. */
  notes?: { file: string; line: number; code: 'SEPARATOR' | 'CUT_SHORT' | 'FAR_LESS' | 'SUM_DIFFERS' | 'COST_UNKNOWN' | 'DISCOUNT_UNCLEAR' | 'LIST_PRICED' | 'BILLED_ELSEWHERE' | 'ONE_VIEW' | 'MORE_PAGES' | 'LOADED_BEFORE' | 'NOT_ALL_BILLED' | 'UNPRICED'; message: string }[];
  closedPeriods?: string[];
  rejects: { file?: string; line?: number; column?: number; field?: string; code: string; message: string }[];
}
