import { monthStart } from '../url/period';
import type { View } from '../url/state';

/** The tour of the demo: five things to see, each on its screen. Pure, so that it is tested without one. */
export interface TourStep {
  readonly title: string;
  readonly says: string;
  /** What to look at: the title of a card on the screen, or a button by its words. */
  readonly look: { card: string } | { button: string };
  /** The screen with its filter, given what the demo's newest closed period is. */
  readonly view: (closedPeriod: string) => Partial<View>;
}

/** What the tour opens starts from nothing: no filter, metric or as-of of the visitor's own. */
const PLAIN = { filter: '', metric: 'effective', groupBy: 'provider', asOf: '', currency: '', compare: false, select: '' } as const;

export const HELD_IDLE = 'state:"held_idle"';

export const TOUR: readonly TourStep[] = [
  {
    title: 'Tie out last month',
    says: 'Every invoice ties to its charges, and the bridge leads from what is payable to the amortised cost: unexplained is 0. Each line of the bridge opens its charges.',
    look: { card: 'Bridge' },
    view: () => ({ ...PLAIN, screen: 'invoices', period: 'last-month' }),
  },
  {
    title: 'Click any number to its charge',
    says: 'Choose a team: its charges open, the largest first. Choose a charge: its trace shows the rule, the inputs and the lines, which sum to the charge.',
    look: { card: 'By team' },
    view: () => ({ ...PLAIN, screen: 'chargeback', period: 'last-month' }),
  },
  {
    title: 'The three costliest held-idle holders',
    says: 'Held by somebody and doing nothing. Choose a holder to see its charges.',
    look: { card: 'Fleet by state' },
    view: () => ({ ...PLAIN, screen: 'overview', period: 'last-30-days', filter: HELD_IDLE, groupBy: 'team' }),
  },
  {
    title: 'The runaway job',
    says: 'Start it: 64 GPUs in the sandbox. Its alert comes within some seconds, once, with the message that Slack would show.',
    look: { button: 'Start a runaway job' },
    view: () => ({ ...PLAIN, screen: 'budgets' }),
  },
  {
    title: 'The restated bill',
    says: 'The month was closed and signed, then a provider rewrote its bill. The signed figures stand; what changed is named, and becomes dated corrections in an open month.',
    look: { card: 'Changed since the sign-off' },
    view: (closedPeriod) => ({ ...PLAIN, screen: 'close', select: closedPeriod }),
  },
];

/** Where a visitor is: `at` from 0; `folded` shows a small button in its corner, `away` nothing. */
export interface TourPlace {
  readonly at: number;
  readonly shown: 'folded' | 'open' | 'away';
}

export const TOUR_BEGIN: TourPlace = { at: 0, shown: 'folded' };

/** Reads what was kept; anything that is none begins anew. */
export function readPlace(text: string | null): TourPlace {
  try {
    const kept = JSON.parse(text ?? '') as Partial<TourPlace>;
    const at = Number.isInteger(kept.at) && kept.at! >= 0 && kept.at! < TOUR.length ? kept.at! : 0;
    return kept.shown === 'open' || kept.shown === 'away' ? { at, shown: kept.shown } : { at, shown: 'folded' };
  } catch {
    return TOUR_BEGIN;
  }
}

/** The period to show where none is closed yet: the month before the last complete one, which the demo closes. */
export function periodOfDemo(today: string, closed: readonly { period: string; state: string }[]): string {
  return closed.find((c) => c.state === 'closed')?.period ?? monthStart(today, -2).slice(0, 7);
}
