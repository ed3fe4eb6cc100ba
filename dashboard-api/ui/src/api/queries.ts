import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Metric } from '../url/state';
import { ApiError, get, type Params, sendFile, setCsrf, write } from './client';
import type { Page } from './answers';
import type { Budget, BudgetDraft, BudgetImport, BudgetStory } from './budgets';
import type { Commitments } from './commitments';
import type { Charges, Costs, Ownership, Trace } from './costs';
import type { Alert, AlertPreview, Channel, ChannelTest } from './messages';
import type { Deliveries, Reconciliation, Reject, Source } from './sources';
import type { Chargeback } from './statements';
import type { Session, Status } from './status';
import type { Energy, Gpu, TimelineRow, UnitCosts, Utilization } from './usage';

/** Nothing stands in for an answer that is on its way: figures of another period under this one's label would be untrue. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (attempts, fault) => attempts < 2 && (!(fault instanceof ApiError) || fault.status === 0 || fault.status >= 502),
      },
    },
  });
}

/** What failed is asked for again soon, so that a fault is not shown long after it is over. */
const AFTER_FAULT = 3_000;

export function useRead<T>(path: string, params: Params = {}, options: { enabled?: boolean; every?: number } = {}) {
  const { every } = options;
  return useQuery<T>({
    queryKey: [path, params],
    queryFn: ({ signal }) => get<T>(path, params, signal),
    enabled: options.enabled ?? true,
    refetchInterval: (query) => (every === undefined ? false : query.state.status === 'error' ? AFTER_FAULT : every),
  });
}

const MARK = 'gpuledger.signedIn';

/** Remembers that this browser signed in, so that a first visit asks for a token without a refused request. */
export function rememberSignedIn(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(MARK, '1');
    else localStorage.removeItem(MARK);
  } catch {
    // A browser that keeps nothing asks for the token again on the next visit.
  }
}

function mayBeSignedIn(): boolean {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return false;
  }
}

export function useSession(enabled: boolean) {
  return useQuery({
    queryKey: ['/session'],
    enabled,
    queryFn: async ({ signal }) => {
      if (!mayBeSignedIn()) return null;
      try {
        const session = await get<Session>('/session', {}, signal);
        setCsrf(session.csrf);
        return session;
      } catch (fault) {
        if (fault instanceof ApiError && (fault.status === 401 || fault.status === 403)) return null;
        throw fault;
      }
    },
    staleTime: Infinity,
  });
}

export interface CostQuestion {
  start: string;
  end: string;
  metric: Metric;
  groupBy?: string;
  granularity?: 'none' | 'day' | 'month';
  filter?: string;
  asOf?: string;
  currency?: string;
  limit?: number;
}

const at = (day: string) => (day.length === 10 ? `${day}T00:00:00Z` : day);

export function useCosts(q: CostQuestion, enabled = true) {
  return useRead<Costs>('/costs', { ...q, granularity: q.granularity ?? 'none', start: at(q.start), end: at(q.end) }, { enabled: enabled && q.start < q.end });
}

export function useUtilization(
  q: { start: string; end: string; groupBy?: string; granularity?: string; filter?: string; asOf?: string },
  enabled = true,
) {
  return useRead<Utilization>('/utilization', { ...q, start: at(q.start), end: at(q.end) }, { enabled: enabled && q.start < q.end });
}

export function useUnitCosts(q: { start: string; end: string; groupBy: string; metric: Metric; filter?: string; limit: number; asOf?: string; currency?: string }) {
  return useRead<UnitCosts>('/unit-costs', { ...q, start: at(q.start), end: at(q.end) }, { enabled: q.start < q.end });
}

/** Energy and carbon are no money: the question has no metric. */
export function useEnergy(q: { start: string; end: string; groupBy: string; filter?: string; limit: number; asOf?: string }, enabled: boolean) {
  return useRead<Energy>('/unit-costs', { ...q, measure: 'carbon', start: at(q.start), end: at(q.end) }, { enabled: enabled && q.start < q.end });
}

export function useOwnership(q: { start: string; end: string; metric: Metric; asOf?: string }) {
  return useRead<Ownership>('/ownership', { ...q, start: at(q.start), end: at(q.end) }, { enabled: q.start < q.end });
}

export function useCharges(q: { start: string; end: string; metric: Metric; filter?: string; limit: number; offset: number; asOf?: string }) {
  return useRead<Charges>('/charges', { ...q, start: at(q.start), end: at(q.end) }, { enabled: q.start < q.end });
}

export const useTrace = (chargeId: string, asOf: string | undefined, enabled: boolean) =>
  useRead<Trace>(`/allocations/trace/${encodeURIComponent(chargeId)}`, { asOf }, { enabled });

export const useStatus = (asOf?: string) => useRead<Status>('/status', { asOf: asOf || undefined }, { every: 30_000 });
export const useGpus = (q: { filter?: string; limit: number; offset: number }, enabled = true) => useRead<Page<Gpu>>('/gpus', q, { every: 15_000, enabled });
export const useTimeline = (id: string, start: string, end: string) =>
  useRead<{ rows: TimelineRow[] }>(`/gpus/${encodeURIComponent(id)}/timeline`, { start, end }, { enabled: id !== '' });
export const useSources = () => useRead<{ rows: Source[] }>('/sources', {}, { every: 15_000 });
export const useDeliveries = (q: { source?: string; asOf?: string; limit: number; offset: number }, enabled = true) => useRead<Deliveries>('/deliveries', q, { enabled });
export const useRejects = (q: { source?: string; deliveryId?: string; limit: number; offset: number }) => useRead<Page<Reject>>('/rejects', q);
export const useReconciliation = (q: { start: string; end: string; asOf?: string }) =>
  useRead<{ rows: Reconciliation[] }>('/reconciliation', { ...q, start: at(q.start), end: at(q.end) });
export const useBudgets = () => useRead<{ rows: Budget[] }>('/budgets', { limit: 10_000 }, { every: 30_000 });
export const useAlerts = () => useRead<{ rows: Alert[] }>('/alerts', {}, { every: 30_000 });
export const useAlertPreview = (id: string, channel: string) => useRead<AlertPreview>(`/alerts/${encodeURIComponent(id)}/preview`, { channel }, { enabled: id !== '' });
export const useChannels = (enabled: boolean) => useRead<{ rows: Channel[] }>('/channels', {}, { enabled, every: 30_000 });
export const useChargeback = (q: { period: string; metric: Metric; filter?: string; asOf?: string; policy?: string; currency?: string }) =>
  useRead<Chargeback>('/reports/chargeback', { ...q, format: 'json' });

export const useCommitments = (q: { period: string; asOf?: string }, enabled: boolean) => useRead<Commitments>('/commitments', q, { enabled });

/** A write that refreshes what it changes. */
export function useWrite<V, R = unknown>(send: (value: V) => Promise<R>, touches: readonly string[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSettled: () => Promise.all(touches.map((path) => client.invalidateQueries({ queryKey: [path] }))),
  });
}

export const useSaveBudget = (id?: string) =>
  useWrite((draft: BudgetDraft) => (id ? write<Budget>('PUT', `/budgets/${encodeURIComponent(id)}`, draft) : write<Budget>('POST', '/budgets', draft)), ['/budgets', '/alerts']);
export const useBudget = (id: string) => useRead<BudgetStory>(`/budgets/${encodeURIComponent(id)}`, {}, { enabled: id !== '' });
export const useImportBudgets = () =>
  useWrite(({ file, preview }: { file: File; preview: boolean }) => sendFile<BudgetImport>('/budgets/import', { preview }, file), ['/budgets', '/alerts']);
export const useDeleteBudget = () => useWrite((id: string) => write('DELETE', `/budgets/${encodeURIComponent(id)}`), ['/budgets', '/alerts']);
export const useAcknowledge = () => useWrite((id: string) => write('POST', `/alerts/${encodeURIComponent(id)}/acknowledge`), ['/alerts', '/budgets']);
export const useRetryAlert = () => useWrite((id: string) => write<Alert>('POST', `/alerts/${encodeURIComponent(id)}/retry`, {}), ['/alerts', '/channels']);
export const useTestChannel = () => useWrite((name: string) => write<ChannelTest>('POST', `/channels/${encodeURIComponent(name)}/test`, {}), ['/channels']);
export const useRetract = () =>
  useWrite((id: string) => write('POST', `/deliveries/${encodeURIComponent(id)}/retract`), ['/deliveries', '/costs', '/sources', '/reconciliation', '/status', '/reports/chargeback', '/commitments']);
export const useRunaway = () => useWrite((_: void) => write<{ message?: string } | undefined>('POST', '/demo/runaway'), ['/alerts', '/budgets']);
