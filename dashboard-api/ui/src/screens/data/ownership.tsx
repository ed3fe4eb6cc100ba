import { useOwnership } from '../../api/queries';
import type { OwnershipOfRule, OwnershipSuggestion } from '../../api/costs';
import { useScope } from '../../context';
import { parse, parseOptional } from '../../money/decimal';
import { amount, count, MISSING, percent } from '../../money/format';
import { Card, CopyButton, EmptyState, ErrorState, SkeletonRows } from '../../parts/basics';
import { type Column, Table } from '../../parts/table';
import { METRIC_WORDS } from '../../url/state';

const RULES: Column<OwnershipOfRule>[] = [
  { key: 'rule', head: 'Rule', value: (r) => r.rule, cell: (r) => (r.rule === '-' ? <span className="muted">no rule: No owner</span> : <span className="text">{r.rule}</span>) },
  { key: 'lines', head: 'Lines', number: true, wideOnly: true, value: (r) => r.lines, cell: (r) => count(r.lines) },
  { key: 'amount', head: 'Amount', number: true, value: (r) => parseOptional(r.amount), csv: (r) => r.amount, cell: (r) => `${amount(parse(r.amount), r.currency)} ${r.currency}` },
];

/** The lines of gpuledger.yaml that make a suggestion a rule. */
export function yamlOf(s: OwnershipSuggestion): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  return `  - name: ${quoted(s.team ? `by ${s.key}` : `${s.key} ${s.value}`)}\n    match: ${quoted(s.match)}\n    team: ${s.team ? quoted(s.team) : 'TEAM'}\n`;
}

const SUGGESTIONS: Column<OwnershipSuggestion>[] = [
  { key: 'key', head: 'Key', value: (s) => s.key },
  { key: 'value', head: 'Value', value: (s) => s.value, cell: (s) => <span className="text clip" style={{ maxWidth: 240 }} title={s.value}>{s.value}</span> },
  { key: 'amount', head: 'Without an owner', number: true, value: (s) => parseOptional(s.amount), csv: (s) => s.amount, cell: (s) => `${amount(parse(s.amount), s.currency)} ${s.currency}` },
  { key: 'match', head: 'Match', wideOnly: true, value: (s) => s.match, cell: (s) => <code className="clip" style={{ maxWidth: 260 }} title={s.match}>{s.match}</code> },
  { key: 'team', head: 'Team', wideOnly: true, value: (s) => s.team ?? '', cell: (s) => (s.team ? <code>{s.team}</code> : <span className="muted">to be said</span>) },
  { key: 'copy', head: 'Rule', value: () => undefined, csv: (s) => yamlOf(s), cell: (s) => <CopyButton text={() => yamlOf(s)} label={`Copy the rule for ${s.key} ${s.value}`} /> },
];

/** What each ownership rule decides, and what would give an owner to the rest. */
export function OwnershipPart() {
  const { view, period, asOf } = useScope();
  const ownership = useOwnership({ start: period.start, end: period.end, metric: view.metric, ...(asOf ? { asOf } : {}) });
  if (ownership.isError && !ownership.data) return <div className="card"><ErrorState fault={ownership.error} retry={() => void ownership.refetch()} /></div>;
  const covered = ownership.data?.coverage.map((c) => `${c.ownership === null ? MISSING : percent(c.ownership)} of ${c.currency} has an owner`).join(', ');
  return (
    <>
      <Card title="Ownership rules" sub={`${period.label} · ${METRIC_WORDS[view.metric].name}${covered ? ` · ${covered}` : ''}`}>
        {ownership.isPending ? <SkeletonRows rows={5} /> : (
          <Table label="Ownership rules" rows={ownership.data?.rules ?? []} columns={RULES} rowKey={(r) => `${r.rule}\u0000${r.currency}`} sort={{ key: 'amount', desc: true }} tools empty={<EmptyState title="No charge is allocated in this period" why="Each allocation line goes to the first ownership rule that matches it. Rules stand in gpuledger.yaml, under ownership:" />} />
        )}
      </Card>
      <Card title="Suggested rules" sub="largest amounts without an owner, by what tells them apart">
        {ownership.isPending ? <SkeletonRows rows={5} /> : (
          <Table label="Suggested rules" rows={ownership.data?.suggestions ?? []} columns={SUGGESTIONS} rowKey={(s) => `${s.key}\u0000${s.value}\u0000${s.currency}`} sort={{ key: 'amount', desc: true }} tools empty={<EmptyState title="Everything has an owner" why="Money without an owner would stand here with the rule that gives it one." />} />
        )}
        <div className="note">One charge may stand in several rows. Copy a rule into gpuledger.yaml under <code>ownership:</code>; the file is read again when it changes, and all lines are made anew.</div>
      </Card>
    </>
  );
}
