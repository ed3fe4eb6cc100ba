import type { Money, Scope } from '../../api/answers';
import { parse } from '../../money/decimal';
import { amount, MISSING } from '../../money/format';
import { dayRange, month } from '../../money/time';
import { monthStart } from '../../url/period';

/** October 2026 of account 1234 */
export function ScopeText({ scope }: { scope: Scope }) {
  return (
    <span className="nowrap">
      {rangeOf(scope)}
      {scope.account ? <span className="muted"> account {scope.account}</span> : null}
    </span>
  );
}

export function rangeOf(scope: Scope): string {
  const start = scope.start?.slice(0, 10);
  const end = scope.end?.slice(0, 10);
  if (!start || !end) return scope.kind === 'unknown' ? 'scope unreadable' : scope.kind;
  return start.endsWith('-01') && end === monthStart(start, 1) ? month(start.slice(0, 7)) : dayRange(start, end);
}

/** One line a currency: 1,234.50 USD. Sums of several currencies are never added. */
export function MoneyText({ money }: { money: Money | undefined }) {
  const entries = Object.entries(money ?? {});
  if (entries.length === 0) return <span title="No row carries this amount">{MISSING}</span>;
  return <>{entries.map(([c, v]) => <span key={c} className="nowrap" style={{ display: 'block' }} title={`${v} ${c}`}>{amount(parse(v), c)} <span className="muted">{c}</span></span>)}</>;
}

export function firstOf(money: Money | undefined): bigint | undefined {
  const value = Object.values(money ?? {})[0];
  return value === undefined ? undefined : parse(value);
}

export function csvOf(money: Money | undefined): string {
  return Object.entries(money ?? {}).map(([c, v]) => `${v} ${c}`).join('; ');
}
