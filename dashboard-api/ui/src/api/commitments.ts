/** Commitments, how they burn down, and what may be made up. */
import type { Snapshot } from './answers';

/** A spend commitment at an instant. */
export interface BurnDown {
  periodStart: string;
  periodEnd: string;
  asOf: string;
  committed: string;
  direct: string;
  marketplace: string;
  marketplaceLimit: string;
  marketplaceCounted: string;
  marketplaceBeyondLimit: string;
  counted: string;
  remaining: string;
  burned: number;
  elapsed: number | null;
  projected: string | null;
  projectedShortfall: string | null;
  shortfallToDate: string | null;
}

export interface SlaCredits {
  claimed: string;
  received: string;
  refused: string;
  open: string;
  credits: { id: string; start: string; end: string; claimedOn: string; claimed: string; receivedOn: string | null; received: string | null }[];
}

export interface Commitment {
  commitment: string;
  provider: string;
  /** False where bills name it and no contract of the configuration describes it. */
  configured: boolean;
  onBill: boolean;
  contract: string | null;
  kindWords: string | null;
  status: string | null;
  termStart: string | null;
  termEnd: string | null;
  currency: string;
  origin: 'bill' | 'contract';
  purchased: { upfront: string; recurring: string } | null;
  /** Null where nothing tells. */
  amortised: string | null;
  used: string | null;
  unused: string | null;
  /** The part in hours that telemetry did not see wholly: neither used nor unused. */
  unobserved?: string;
  unusedOwner: string | null;
  shares: { party: string; used: boolean; cost: string }[];
  utilisation: number | null;
  coverage: number | null;
  breakEven: number | null;
  burnDown: BurnDown | null;
  /** Null where none was claimed. */
  slaCredits: SlaCredits | null;
  /** Null where the contract has none, or its term has not begun. */
  makeUp: MakeUp | null;
  notes: string[];
}

/** A quantity that may be made up, and what was paid for it. */
export interface MakeUpPart {
  quantity: string;
  cost: string;
}

/** Make-up rights of a month: opening + gained - used - expired = closing. */
export interface MakeUp {
  unit: string | null;
  booked: 'expense' | 'prepaid' | null;
  opening: MakeUpPart;
  gained: MakeUpPart;
  used: MakeUpPart;
  /** What was made up costs beyond what was paid already. */
  due: string;
  expired: MakeUpPart;
  lapse: string | null;
  closing: MakeUpPart;
  /** The last month in which the oldest of it may be made up. */
  nextExpiry: string | null;
}

export interface Commitments {
  period: string;
  rows: Commitment[];
  totals: Record<string, { amortised: string; used: string; unused: string; useUnknown: string }>;
  waitingDeliveries: number;
  snapshot?: Snapshot;
}
