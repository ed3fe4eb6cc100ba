import { useMemo, useState } from 'react';
import type { Statement, StatementLine } from '../api/statements';
import { closeToTotal } from '../money/apportion';
import { parse, print, roundSteps, sum, type Units } from '../money/decimal';
import { amount, digitsOf, exact, group, steps } from '../money/format';
import { Card, Mark, Select } from '../parts/basics';
import { teamName } from '../parts/owner';
import { type Column, Table } from '../parts/table';
import type { Metric } from '../url/state';
import { isOver, OpenDispute, useMayDispute } from './disputes';
import { componentWord } from './statement-words';

/** By which policy the month is charged: what is in force, or another one to see its effect. */
export function PolicyChoice({ statement, value, onChange }: { statement: Statement | null | undefined; value: string; onChange: (policy: string) => void }) {
  if (!statement || statement.available.length < 2) return null;
  return <Select label="Chargeback policy" prefix="Policy" value={value} options={[['', 'in force'], ...statement.available.map((name) => [name, name] as const)]} onChange={onChange} />;
}

interface Charged {
  team: string;
  costCenter: string;
  charged: boolean;
  total: Units;
  byComponent: Map<string, Units>;
}

function parties(lines: StatementLine[]): Charged[] {
  const found = new Map<string, Charged>();
  for (const line of lines) {
    const key = `${line.team}\u0000${line.costCenter}`;
    const party = found.get(key) ?? { team: line.team, costCenter: line.costCenter, charged: line.charged, total: 0n, byComponent: new Map<string, Units>() };
    party.total += parse(line.amount);
    party.byComponent.set(line.component, (party.byComponent.get(line.component) ?? 0n) + parse(line.amount));
    found.set(key, party);
  }
  return [...found.values()];
}

/** What each party is charged by the policies, and what a preview would change. */
export function StatementPart({ statement, currency, several, period, metric, converted }: { statement: Statement; currency: string; several: boolean; period: string; metric: Metric; converted: boolean }) {
  const digits = digitsOf(currency);
  const mayDispute = useMayDispute();
  const [disputed, setDisputed] = useState<{ team: string; costCenter: string }>();
  const { rows, components, total, shown } = useMemo(() => {
    const lines = statement.lines.filter((l) => l.currency === currency);
    const of = parties(lines);
    const totals = of.map((r) => r.total);
    const closed = closeToTotal(totals, sum(totals), digits);
    return { rows: of, components: [...new Set(lines.map((l) => l.component))], total: sum(totals), shown: new Map(of.map((r, i) => [r, closed.rows[i]!])) };
  }, [statement, currency, digits]);
  if (rows.length === 0) return null;
  const asAllocated = statement.policies.every((p) => p.name === 'as allocated');
  const columns: Column<Charged>[] = [
    { key: 'team', head: 'Team', value: (r) => teamName(r.team), csv: (r) => r.team, cell: (r) => <span className="text">{teamName(r.team)}{r.charged ? null : <span className="muted small"> shown, not charged</span>}</span> },
    { key: 'costCenter', head: 'Cost centre', wideOnly: true, hidden: rows.every((r) => r.costCenter === '-'), value: (r) => (r.costCenter === '-' ? undefined : r.costCenter), cell: (r) => (r.costCenter === '-' ? <span className="muted">none</span> : r.costCenter) },
    { key: 'total', head: 'Charged', unit: currency, number: true, value: (r) => r.total, csv: (r) => print(r.total), cell: (r) => <span title={`${exact(print(r.total))} ${currency}`}>{steps(shown.get(r)!, digits)}</span>, foot: <span title={`${exact(print(total))} ${currency}`}>{steps(roundSteps(total, digits), digits)}</span> },
    ...components.map((c): Column<Charged> => ({
      key: `component-${c}`,
      head: componentWord(c),
      unit: currency,
      number: true,
      wideOnly: true,
      value: (r) => r.byComponent.get(c),
      csv: (r) => { const of = r.byComponent.get(c); return of === undefined ? '' : print(of); },
      cell: (r) => { const of = r.byComponent.get(c); return of === undefined ? <span className="muted">–</span> : amount(of, currency); },
      foot: amount(sum(rows.map((r) => r.byComponent.get(c) ?? 0n)), currency),
    })),
  ];
  const disputable = (r: Charged) => !statement.preview && !converted && isOver(period) && mayDispute(r.team);
  if (rows.some(disputable)) {
    columns.push({ key: 'dispute', head: 'Not ours?', fixed: true, number: true, value: () => undefined, cell: (r) => (disputable(r) ? <button type="button" className="button quiet small" onClick={() => setDisputed(r)} aria-label={`Dispute a line of ${teamName(r.team)}`}>Dispute</button> : null), foot: <span /> });
  }
  const linesOf = (party: { team: string; costCenter: string }) => statement.lines.filter((l) => l.currency === currency && l.team === party.team && l.costCenter === party.costCenter && !l.component.startsWith('correction of '));
  return (
    <>
      {disputed ? <OpenDispute lines={linesOf(disputed)} period={period} metric={metric} onClose={() => setDisputed(undefined)} /> : null}
      {statement.preview ? <Effects statement={statement} currency={currency} several={several} /> : null}
      <Card title={several ? `Statement, ${currency}` : 'Statement'} sub={statement.policies.map((p) => p.name).join(', then ')} actions={statement.preview ? <Mark kind="waiting">Preview, not in force</Mark> : undefined}>
        <Table label={`Statement, ${currency}`} rows={rows} columns={columns} rowKey={(r) => `${r.team}\u0000${r.costCenter}`} sort={{ key: 'total', desc: true }} tools dense />
        <PolicyWords statement={statement} asAllocated={asAllocated} />
      </Card>
    </>
  );
}

function PolicyWords({ statement, asAllocated }: { statement: Statement; asAllocated: boolean }) {
  if (asAllocated && !statement.preview) {
    return <div className="note">No chargeback policy holds for this month, so every line is charged as allocated: held idle GPUs to their holder, unused ones to nobody.</div>;
  }
  return (
    <div className="note">
      {statement.policies.map((p) => (
        <details key={`${p.name}${p.from ?? ''}`}>
          <summary>{p.name}: {p.from ? `from ${p.from}` : 'from the beginning'}{p.to ? ` to before ${p.to}` : ''}</summary>
          <ul>
            {p.rules.map((r) => <li key={r.name}><strong>{r.name}</strong> ({r.match === '' ? 'everything' : r.match}): {r.effect}</li>)}
            <li>Benefit of commitments: {p.commitmentBenefit}</li>
            <li>Price: {p.price}</li>
            {p.showback.length > 0 ? <li>Shown, not charged: {p.showback.join(', ')}</li> : null}
          </ul>
        </details>
      ))}
      {statement.unpricedModels.length > 0 ? <p>Without an internal rate, at actual cost: {statement.unpricedModels.join(', ')}.</p> : null}
      {statement.notSpread.length > 0 ? <p>Found nobody to be divided among: {statement.notSpread.join(', ')}.</p> : null}
      {Object.entries(statement.notRepriced).map(([c, of]) => <p key={c}>The bill does not say what {amount(parse(of), c)} {c} of committed usage would cost without its commitment, so it stays with who used it.</p>)}
    </div>
  );
}

function Effects({ statement, currency, several }: { statement: Statement; currency: string; several: boolean }) {
  const rows = statement.effects.filter((e) => e.currency === currency);
  const changed = rows.filter((e) => parse(e.change) !== 0n).length;
  const columns: Column<(typeof rows)[number]>[] = [
    { key: 'team', head: 'Team', value: (e) => teamName(e.team), csv: (e) => e.team, cell: (e) => <span className="text">{teamName(e.team)}</span> },
    { key: 'before', head: 'Now', unit: currency, number: true, wideOnly: true, value: (e) => parse(e.before), csv: (e) => e.before, cell: (e) => amount(parse(e.before), currency), foot: amount(sum(rows.map((e) => parse(e.before))), currency) },
    { key: 'after', head: 'With the policy', unit: currency, number: true, value: (e) => parse(e.after), csv: (e) => e.after, cell: (e) => amount(parse(e.after), currency), foot: amount(sum(rows.map((e) => parse(e.after))), currency) },
    { key: 'change', head: 'Change', unit: currency, number: true, value: (e) => parse(e.change), csv: (e) => e.change, cell: (e) => amount(parse(e.change), currency), foot: amount(sum(rows.map((e) => parse(e.change))), currency) },
  ];
  return (
    <Card title={several ? `Effect, ${currency}` : 'Effect'} sub={`${group(String(changed))} of ${group(String(rows.length))} parties are charged otherwise`}>
      <Table label={`Effect of the policy, ${currency}`} rows={rows} columns={columns} rowKey={(e) => `${e.team}\u0000${e.costCenter}`} sort={{ key: 'change', desc: true }} tools dense />
    </Card>
  );
}
