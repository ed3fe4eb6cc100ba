import { useSyncExternalStore } from 'react';
import { DEFAULT_PERIOD, type PeriodText } from './period';

/**
 * All of what a screen shows is in the URL, behind `#`, so that any server and any proxy serves it and
 * a link opens what its sender saw: `#/overview?period=2026-10&metric=billed&groupBy=team`.
 */
export const SCREENS = ['overview', 'gpus', 'chargeback', 'charges', 'invoices', 'variance', 'close', 'budgets', 'alerts', 'commitments', 'data'] as const;
export type Screen = (typeof SCREENS)[number];

export const METRICS = ['effective', 'billed', 'list', 'contracted'] as const;
export type Metric = (typeof METRICS)[number];

export const METRIC_WORDS: Record<Metric, { name: string; says: string }> = {
  effective: { name: 'Amortised', says: 'Commitments spread over their use (EffectiveCost)' },
  billed: { name: 'Invoiced', says: 'What issuers ask to be paid (BilledCost)' },
  list: { name: 'List', says: 'At public prices, before any discount (ListCost)' },
  contracted: { name: 'Contracted', says: 'At negotiated prices, before commitments (ContractedCost)' },
};

export const GROUP_KEYS = [
  ['provider', 'Provider'],
  ['source', 'Source'],
  ['account', 'Account'],
  ['service', 'Service'],
  ['serviceCategory', 'Service category'],
  ['region', 'Region'],
  ['team', 'Team'],
  ['costCenter', 'Cost centre'],
  ['project', 'Project'],
  ['environment', 'Environment'],
  ['deviceModel', 'GPU model'],
  ['state', 'GPU state'],
  ['cluster', 'Cluster'],
  ['pricingCategory', 'Pricing'],
  ['chargeCategory', 'Charge category'],
] as const;
export type GroupKey = (typeof GROUP_KEYS)[number][0];

const NAMES = new Map<string, string>(GROUP_KEYS);

/** A field of a filter in words; one that no screen groups by stands as it is. */
export function keyName(key: string): string {
  return NAMES.get(key) ?? key;
}

export interface View {
  readonly screen: Screen;
  readonly period: PeriodText;
  readonly metric: Metric;
  readonly groupBy: GroupKey;
  readonly filter: string;
  /** An ISO instant, or empty for now. */
  readonly asOf: string;
  /** An ISO currency, or empty for the one with the largest share. */
  readonly currency: string;
  /** The currency that amounts are converted into, or empty for those that they came in. */
  readonly into: string;
  /** Draws the period before as a line. */
  readonly compare: boolean;
  /** What a screen selects inside itself: a tile, a tab, an alert. */
  readonly select: string;
}

export const DEFAULT_VIEW: View = {
  screen: 'overview',
  period: DEFAULT_PERIOD,
  metric: 'effective',
  groupBy: 'provider',
  filter: '',
  asOf: '',
  currency: '',
  into: '',
  compare: false,
  select: '',
};

export function readView(hash: string): View {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const params = new URLSearchParams(query);
  const asOf = params.get('asOf') ?? '';
  return {
    screen: oneOf(SCREENS, path) ?? DEFAULT_VIEW.screen,
    period: params.get('period') ?? DEFAULT_VIEW.period,
    metric: oneOf(METRICS, params.get('metric')) ?? DEFAULT_VIEW.metric,
    groupBy: oneOf(GROUP_KEYS.map(([key]) => key), params.get('groupBy')) ?? DEFAULT_VIEW.groupBy,
    filter: params.get('filter') ?? '',
    asOf: Number.isNaN(Date.parse(asOf)) ? '' : asOf,
    currency: /^[A-Z]{3}$/.test(params.get('currency') ?? '') ? params.get('currency')! : '',
    into: /^[A-Z][A-Z0-9_]{2,15}$/.test(params.get('into') ?? '') ? params.get('into')! : '',
    compare: params.get('compare') === 'previous',
    select: params.get('select') ?? '',
  };
}

export function writeView(view: View): string {
  const params = new URLSearchParams();
  for (const key of ['period', 'metric', 'groupBy', 'filter', 'asOf', 'currency', 'into', 'select'] as const) {
    if (view[key] !== DEFAULT_VIEW[key]) params.set(key, view[key]);
  }
  if (view.compare) params.set('compare', 'previous');
  const query = params.toString();
  return `#/${view.screen}${query ? `?${query}` : ''}`;
}

function oneOf<T extends string>(values: readonly T[], text: string | null | undefined): T | undefined {
  return values.find((value) => value === text);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

let cached: { hash: string; view: View } | undefined;

function current(): View {
  const hash = window.location.hash;
  if (cached?.hash !== hash) cached = { hash, view: readView(hash) };
  return cached.view;
}

export function useView(): View {
  return useSyncExternalStore(subscribe, current);
}

/** Changes the view; `replace` leaves no step in the history (typing, sorting). */
export function setView(change: Partial<View>, replace = false): void {
  const next = { ...current(), ...change };
  if (change.screen && change.select === undefined) (next as { select: string }).select = '';
  const hash = writeView(next);
  if (hash === window.location.hash) return;
  if (replace) {
    window.history.replaceState(null, '', hash);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    window.location.hash = hash;
  }
}

/** The link to another screen with the same period, metric, scope and as-of. */
export function linkTo(view: View, change: Partial<View>): string {
  return writeView({ ...view, select: '', ...change });
}
