import { useQueryClient } from '@tanstack/react-query';
import { write } from './client';
import { useRead, useWrite } from './queries';
import type { Snapshot } from './answers';

export type CloseState = 'open' | 'in_review' | 'closed' | 'reopened';
export type ItemState = 'done' | 'acknowledged' | 'open';

export interface CloseItem {
  item: string;
  title: string;
  required: boolean;
  acknowledgeable: boolean;
  state: ItemState;
  reason: string;
  by: string | null;
  note: string | null;
}

export interface CloseHead {
  period: string;
  firstDay: string;
  lastDay: string;
  zone: string;
  ended: boolean;
  state: CloseState;
  words: string;
  preparedBy: string | null;
  signOff: { preparer: string; by: string; at: string; asOf: string } | null;
  /** Deliveries since the sign-off, in lists only. */
  redeliveries?: number;
}

export interface CloseSum {
  team?: string;
  currency: string;
  billed: string | null;
  effective: string | null;
}

export interface CloseFigures {
  asOf: string;
  totals: CloseSum[];
  byTeam: CloseSum[];
  bridge: { currency: string; line: string; words: string; amount: string | null }[];
}

/** What a figure is of. */
export interface FigureGroups {
  metric: 'billed' | 'effective';
  basis: string;
  source: string;
  account: string;
  team: string;
  costCenter: string;
  service: string;
  currency: string;
}

export interface FigureChange extends FigureGroups {
  before: string | null;
  after: string | null;
  delta: string;
}

export interface Correction extends FigureGroups {
  id: string;
  corrects: string;
  bookedIn: string;
  date: string;
  amount: string;
  pending: boolean;
}

export interface Corrections {
  totals: { metric: string; currency: string; amount: string }[];
  rows: Correction[];
  totalRows: number;
}

export interface CloseDetail extends CloseHead {
  history: { at: string; by: string; from: string; to: string; reason: string | null }[];
  checklist: CloseItem[];
  figures: CloseFigures;
  signed: CloseFigures | null;
  changes: {
    since: string;
    totals: { metric: string; currency: string; before: string | null; after: string | null; delta: string }[];
    rows: FigureChange[];
    totalRows: number;
    deliveries: { deliveryId: string; source: string; account: string; kind: string; recordedAt: string }[];
    /** Exchange rates that the sign-off locked and the configuration says otherwise now. */
    rates?: { words: string }[];
  } | null;
  corrections: Corrections;
  correctedIn: Corrections;
  whyChanged: { before: string; rows: { currency: string; before: string; after: string; change: string; lines: { line: string; amount: string; words: string }[] }[] } | null;
  snapshot?: Snapshot;
}

export const useCloses = (enabled = true) => useRead<{ rows: CloseHead[]; totalRows: number }>('/close', { limit: 120, checklist: false }, { enabled });
export const useClose = (period: string, asOf?: string) => useRead<CloseDetail>(`/close/${encodeURIComponent(period)}`, asOf ? { asOf } : {}, { enabled: period !== '' });

/** A step of a period; every period may look otherwise after it, for one bears the corrections of others. */
function useStep<V>(period: string, step: 'prepare' | 'sign-off' | 'reopen') {
  const client = useQueryClient();
  return useWrite(async (body: V) => {
    const answer = await write<CloseDetail>('POST', `/close/${encodeURIComponent(period)}/${step}`, body);
    void client.invalidateQueries({ predicate: (query) => String(query.queryKey[0]).startsWith('/close/') });
    return answer;
  }, ['/close']);
}

export const usePrepare = (period: string) => useStep<{ acknowledge?: Record<string, string> }>(period, 'prepare');
export const useSignOff = (period: string) => useStep<{ asOf?: string }>(period, 'sign-off');
export const useReopen = (period: string) => useStep<{ reason: string }>(period, 'reopen');
