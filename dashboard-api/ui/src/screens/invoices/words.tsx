import type { Standing, Tie } from '../../api/invoices';
import { Mark } from '../../parts/basics';

const KIND: Record<Tie, 'ok' | 'bad' | 'waiting'> = {
  tied: 'ok',
  not_tied: 'bad',
  invoice_without_charges: 'bad',
  no_independent_total: 'waiting',
  not_issued: 'waiting',
};

/** A status in the server's words: what nobody loaded a total of is "not tied to an invoice", never less. */
export function TieMark({ status, words }: { status: Tie; words: string }) {
  return <Mark kind={KIND[status]}>{words.charAt(0).toUpperCase() + words.slice(1)}</Mark>;
}

export function standingWords(standing: Standing): string {
  return standing.reason ? `${standing.words}: ${standing.reason}` : standing.words;
}

export const CLASS_WORDS: Record<string, string> = {
  prepaid_one_time: 'One-time purchase',
  prepaid_recurring: 'Recurring purchase',
  prepaid_other: 'Purchase',
  amortisation_used: 'Covered usage',
  amortisation_unused: 'Unused commitment',
  amortisation_other: 'Covered by prepaid credit',
  other_period: 'Of another period',
  without_effective: 'No amortised cost on the bill',
  same: 'Costs what is invoiced',
  unexplained: 'Not explained',
};
