import type { BudgetPeriod, BudgetTerms } from '../../api/budgets';
import { amountText } from '../../money/format';
import { month } from '../../money/time';

export const PERIODS: readonly { value: BudgetPeriod; label: string }[] = [
  { value: 'daily', label: 'Day' },
  { value: 'weekly', label: 'Week (from Monday)' },
  { value: 'monthly', label: 'Month' },
  { value: 'quarterly', label: 'Quarter' },
  { value: 'yearly', label: 'Year' },
  { value: 'rolling', label: 'Last days' },
  { value: 'project', label: 'Project, once' },
];

export const PARTS: readonly { key: string; label: string }[] = [
  { key: 'credits', label: 'Credits' },
  { key: 'tax', label: 'Tax' },
  { key: 'support', label: 'Support' },
  { key: 'purchases', label: 'Purchases (upfront and recurring fees)' },
  { key: 'unusedCommitment', label: 'Unused commitment' },
];

/** The currency, or what is counted instead of money. */
export const unitOf = (b: Pick<BudgetTerms, 'unit' | 'currency'>): string => (b.unit === 'gpu-hours' ? 'GPU-hours' : b.currency);

/** An amount of it with its unit. */
export const measured = (text: string | null | undefined, b: Pick<BudgetTerms, 'unit' | 'currency'>): string => `${amountText(text, b.currency)}\u00a0${unitOf(b)}`;

/** `2026-11` as November 2026; other keys stand as they are read best. */
export function periodWords(key: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(key)) return month(key);
  const week = /^(\d{4})-W(\d\d)$/.exec(key);
  if (week) return `Week ${Number(week[2])} of ${week[1]}`;
  const quarter = /^(\d{4})-(Q[1-4])$/.exec(key);
  if (quarter) return `${quarter[2]} ${quarter[1]}`;
  const rolling = /^(\d{4}-\d\d-\d\d)\/(\d+)d$/.exec(key);
  if (rolling) return `${rolling[2]} days to ${rolling[1]}`;
  return key === 'project' ? 'Whole project' : key;
}

/** What sets a budget apart from a month of UTC on billed cost; empty where nothing does. */
export function termsWords(b: BudgetTerms): string {
  const left = PARTS.filter((p) => b.include?.[p.key] === false).map((p) => p.label.toLowerCase().replace(/ \(.*/, ''));
  return [
    b.unit === 'gpu-hours' ? '' : b.metric === 'effective' ? 'amortised' : 'invoiced',
    left.length > 0 ? `without ${left.join(', ')}` : '',
    b.calendar === 'fiscal' ? 'own books' : '',
    b.zone && b.zone !== 'UTC' ? b.zone : '',
    b.rollover && b.rollover.mode !== 'none' ? 'with rollover' : '',
    b.shared ? 'shared' : '',
  ].filter(Boolean).join(' · ');
}

/** "2026-11: 250000" a line each; the first line that is none, as it stands. */
export function readLimits(text: string, amountOf: (text: string) => string | undefined): { limits: Record<string, string> } | { wrong: string } {
  const limits: Record<string, string> = {};
  for (const line of text.split('\n').map((l) => l.trim()).filter(Boolean)) {
    const parts = /^(\S+?)\s*[:=\t ]\s*(\S.*)$/.exec(line);
    const value = parts ? amountOf(parts[2]!) : undefined;
    if (!parts || !value || value === '0' || limits[parts[1]!] !== undefined) return { wrong: line };
    limits[parts[1]!] = value;
  }
  return { limits };
}
