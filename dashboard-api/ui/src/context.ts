import { createContext, useContext, useMemo } from 'react';
import type { Session } from './api/status';
import { type Period, resolve } from './url/period';
import { useView, type View } from './url/state';

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSignedIn(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('used outside a signed-in frame');
  return session;
}

/** Who may change budgets, alerts and deliveries; the server decides, this only spares dead buttons. */
export function useMayWrite(): boolean {
  const { role } = useSignedIn();
  return role === 'admin' || role === 'finance' || role === 'approver';
}

/** Who states what an invoice asks to be paid; an approver signs it off and so does not. */
export function useKeepsBooks(): boolean {
  const { role } = useSignedIn();
  return role === 'admin' || role === 'finance';
}

/** Who may sign off what others prepared, and reopen it. */
export function useSigns(): boolean {
  const { role } = useSignedIn();
  return role === 'admin' || role === 'approver';
}

/** A lead sees the own teams only; deliveries and refused rows belong to no team, so they are not for leads. */
export function useSeesAllTeams(): boolean {
  return useSignedIn().role !== 'lead';
}

export interface Scope {
  readonly view: View;
  readonly period: Period;
  /** The UTC day that "now" is: of the as-of clock where it is set. */
  readonly today: string;
  readonly asOf: string | undefined;
}

export function useScope(): Scope {
  const view = useView();
  const today = (view.asOf ? new Date(view.asOf) : new Date()).toISOString().slice(0, 10);
  return useMemo(
    () => ({ view, period: resolve(view.period, today), today, asOf: view.asOf || undefined }),
    [view, today],
  );
}
