import { write } from './client';
import { useRead, useWrite } from './queries';

export interface Dispute {
  id: string;
  period: string;
  metric: string;
  team: string;
  costCenter: string;
  currency: string;
  component: string;
  amount: string;
  state: 'open' | 'granted' | 'rejected' | 'withdrawn';
  granted: string | null;
  bearerTeam: string | null;
  bearerCostCenter: string | null;
  bookedIn: string | null;
  remarks: { by: string; at: string; text: string }[];
}

export interface DisputeDraft {
  period: string;
  metric: string;
  team: string;
  costCenter: string;
  currency: string;
  component: string;
  reason: string;
}

export interface DisputeReply {
  decision: 'accept' | 'partial' | 'reject' | 'comment' | 'withdraw';
  text: string;
  amount?: string;
  bearerTeam?: string;
  bearerCostCenter?: string;
}

const TOUCHED = ['/disputes', '/reports/chargeback'];

export const useDisputes = (period: string) => useRead<{ rows: Dispute[]; totalRows: number }>('/disputes', { period, limit: 200 });
export const useOpenDispute = () => useWrite((draft: DisputeDraft) => write<Dispute>('POST', '/disputes', draft), TOUCHED);
export const useReplyToDispute = (id: string) => useWrite((reply: DisputeReply) => write<Dispute>('POST', `/disputes/${encodeURIComponent(id)}/reply`, reply), TOUCHED);
