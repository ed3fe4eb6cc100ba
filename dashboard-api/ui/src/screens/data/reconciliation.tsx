import { useReconciliation } from '../../api/queries';
import type { ReconciledSums, Reconciliation } from '../../api/sources';
import { useScope } from '../../context';
import { parse, print } from '../../money/decimal';
import { amount, count, exact } from '../../money/format';
import { Card, EmptyState, ErrorState, Mark, SkeletonRows } from '../../parts/basics';
import { type Column, Table } from '../../parts/table';
import { rangeOf, ScopeText } from './words';

/** Rows and sums of each delivery from the file to the allocation lines: every step must tie. */
export function ReconciliationPart() {
  const { period, asOf } = useScope();
  const result = useReconciliation({ start: period.start, end: period.end, ...(asOf ? { asOf } : {}) });
  const rows = result.data?.rows ?? [];
  const open = rows.filter((r) => !r.ok).length;
  const columns: Column<Reconciliation>[] = [
    { key: 'source', head: 'Source', value: (r) => r.source, cell: (r) => <strong style={{ fontWeight: 500 }}>{r.source}</strong> },
    { key: 'scope', head: 'Scope', value: (r) => `${r.scope.start ?? ''} ${r.scope.account ?? ''}`, csv: (r) => `${rangeOf(r.scope)} ${r.scope.account ?? ''}`, cell: (r) => <ScopeText scope={r.scope} /> },
    { key: 'manifest', head: 'Rows in file', number: true, value: (r) => r.manifestRows, cell: (r) => count(r.manifestRows), foot: count(total(rows, (r) => r.manifestRows)) },
    { key: 'stored', head: 'Stored', number: true, value: (r) => r.storedRows, cell: (r) => count(r.storedRows), foot: count(total(rows, (r) => r.storedRows)) },
    { key: 'rejected', head: 'Rejected', number: true, value: (r) => r.rejectedRows, cell: (r) => count(r.rejectedRows), foot: count(total(rows, (r) => r.rejectedRows)) },
    { key: 'rows', head: 'Rows tie', value: (r) => (rowsTie(r) ? 1 : 0), csv: (r) => String(rowsTie(r)), cell: (r) => rowsTie(r) ? <Mark kind="ok">Tie</Mark> : <Mark kind="bad">{count(r.manifestRows - r.storedRows - r.rejectedRows)} missing</Mark> },
    { key: 'billed', head: 'Invoiced in file, store, lines', wide: true, value: (r) => (sumsTie(r.billed) ? 1 : 0), csv: (r) => JSON.stringify(r.billed), cell: (r) => <Sums sums={r.billed} /> },
    { key: 'effective', head: 'Amortised in file, store, lines', wide: true, hidden: true, value: (r) => (sumsTie(r.effective) ? 1 : 0), csv: (r) => JSON.stringify(r.effective ?? {}), cell: (r) => <Sums sums={r.effective} /> },
    { key: 'charges', head: 'Charges allocated', number: true, value: (r) => r.allocatedCharges, cell: (r) => count(r.allocatedCharges), foot: count(total(rows, (r) => r.allocatedCharges)) },
    { key: 'ok', head: 'Result', value: (r) => (r.ok ? 1 : 0), csv: (r) => String(r.ok), cell: (r) => r.ok ? <Mark kind="ok">Ties</Mark> : <Mark kind="bad">Open</Mark> },
  ];
  return (
    <Card
      title="Reconciliation of rows and sums"
      sub={`deliveries of ${period.label}`}
      actions={rows.length > 0 ? (open === 0 ? <Mark kind="ok">All {count(rows.length)} tie, row by row and to the last digit</Mark> : <Mark kind="bad">{count(open)} of {count(rows.length)} do not tie</Mark>) : undefined}
      note={rows.length > 0 ? 'This ties the ledger to the files it was given. It says nothing about an invoice: whether the month ties to one stands on the screen Invoices.' : undefined}
    >
      {result.isError && !result.data ? <ErrorState fault={result.error} retry={() => void result.refetch()} /> : result.isPending ? <SkeletonRows /> : (
        <Table label="Reconciliation" rows={rows} columns={columns} rowKey={(r) => r.deliveryId} sort={{ key: 'ok', desc: false }} tools empty={<EmptyState title={`No delivery of ${period.label}`} why="Choose another period above, or load a bill of this one." command="./gpuledger import --source NAME FILE" />} />
      )}
    </Card>
  );
}

function total(rows: readonly Reconciliation[], pick: (r: Reconciliation) => number): number {
  return rows.reduce((a, r) => a + pick(r), 0);
}

function rowsTie(r: Reconciliation): boolean {
  return r.manifestRows === r.storedRows + r.rejectedRows;
}

export function sumsTie(sums: ReconciledSums | undefined): boolean {
  if (!sums) return true;
  const currencies = new Set([...Object.keys(sums.manifest), ...Object.keys(sums.stored), ...Object.keys(sums.allocated)]);
  return [...currencies].every((c) => {
    const [m, s, a] = [sums.manifest[c] ?? '0', sums.stored[c] ?? '0', sums.allocated[c] ?? '0'].map(parse);
    return m === s && s === a;
  });
}

function Sums({ sums }: { sums: ReconciledSums | undefined }) {
  if (!sums) return <>{'\u2013'}</>;
  const currencies = [...new Set([...Object.keys(sums.manifest), ...Object.keys(sums.stored)])];
  return (
    <>
      {currencies.map((c) => {
        const three = [sums.manifest[c], sums.stored[c], sums.allocated[c]];
        const ties = three.every((v) => parse(v ?? '0') === parse(three[0] ?? '0'));
        if (ties) return <span key={c} className="mark ok" style={{ display: 'flex' }}><Mark kind="ok"><span title={three[0] ? `${exact(three[0])} ${c} three times` : ''}>{amount(parse(three[0] ?? '0'), c)} <span className="muted">{c}</span></span></Mark></span>;
        return <span key={c} style={{ display: 'flex' }}><Mark kind="bad">{three.map((v) => (v === undefined ? '\u2013' : exact(print(parse(v))))).join(' / ')} {c}</Mark></span>;
      })}
    </>
  );
}
