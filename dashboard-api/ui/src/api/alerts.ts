import { useMutation, useQueryClient } from '@tanstack/react-query';
import { write } from './client';
import { useRead } from './queries';
import type { AlertDelivery } from './messages';

export const STATUSES = ['open', 'snoozed', 'acknowledged', 'recovered'] as const;
export type AlertStatus = (typeof STATUSES)[number];

/** An alert of any kind; what only a budget has is null in the others. */
export interface LedgerAlert {
  id: string;
  alertKind: string;
  severity: 'info' | 'warning' | 'page';
  subject: string;
  title: string;
  owner: string | null;
  teams: string[];
  status: AlertStatus;
  raisedAt: string;
  state: 'queued' | 'delivered' | 'failed' | 'acknowledged' | 'held' | 'suppressed';
  channel: string;
  attempts: number;
  lastError: string | null;
  acknowledgedBy: string | null;
  acknowledgedAt: string | null;
  recoveredAt: string | null;
  recoveryReason: string | null;
  snoozedUntil: string | null;
  snoozedLocal: string | null;
  snoozeZone: string | null;
  snoozedBy: string | null;
  assignee: string | null;
  assignedBy: string | null;
  reason: string | null;
  escalateAt: string | null;
  escalatedAt: string | null;
  deliveries: AlertDelivery[];
  history?: { at: string; who: string; what: string; detail: string | null }[];
}

/** The words of each kind, in the order of the list of kinds. */
export const ALERT_KIND: Record<string, string> = {
  budget_actual: 'Budget, from the bill',
  budget_estimated: 'Budget, estimated',
  budget_forecast: 'Budget, forecast',
  budget_burn: 'Budget, burns too fast',
  runaway_job: 'Runaway job',
  idle_gpu: 'Idle GPUs',
  stale_source: 'Stale source',
  coverage_drop: 'Telemetry coverage',
  unpriced: 'No price',
  rejects_rising: 'Refused rows',
  invoice_arrived: 'Invoice arrived',
  invoice_mismatch: 'Invoice does not tie',
  commitment_expiring: 'Commitment ends',
  commitment_unused: 'Commitment unused',
  shortfall: 'Shortfall',
  delivery_failure: 'Delivery failure',
  digest: 'Digest',
  flood: 'More of an hour',
};

export const kindWords = (code: string): string => ALERT_KIND[code] ?? code;

/** The list reads every change at once; a filter is asked of the server, so that a page is a page of what is wanted. */
export const useAlertLedger = (q: { status?: string; kind?: string; team?: string }) =>
  useRead<{ rows: LedgerAlert[] }>('/alerts', { ...q, limit: 500 }, { every: 30_000 });

export const useAlertDetail = (id: string) => useRead<LedgerAlert>(`/alerts/${encodeURIComponent(id)}`, {}, { enabled: id !== '' });

/** A step of care; the list, the history and the budgets' alerts are read again after it. */
function useCare<V extends { id: string }>(step: string, body: (value: V) => unknown) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (value: V) => write<LedgerAlert>('POST', `/alerts/${encodeURIComponent(value.id)}/${step}`, body(value)),
    onSettled: () => client.invalidateQueries({ predicate: (query) => String(query.queryKey[0]).startsWith('/alerts') }),
  });
}

export const useTakeOn = () => useCare<{ id: string }>('acknowledge', () => undefined);
export const useSnooze = () => useCare<{ id: string; days?: number; until?: string; zone: string }>('snooze', ({ days, until, zone }) => (until ? { until, zone } : { days, zone }));
export const useAssign = () => useCare<{ id: string; assignee: string }>('assign', ({ assignee }) => ({ assignee }));
export const useReason = () => useCare<{ id: string; reason: string }>('reason', ({ reason }) => ({ reason }));
