import { useState } from 'react';
import { type InvoiceRow, type Invoices, useWithdrawTotal } from '../../api/invoices';
import { parse, parseOptional } from '../../money/decimal';
import { amount, amountText, count, exact, MISSING } from '../../money/format';
import { dayYear, instant } from '../../money/time';
import { Dialog, EmptyState, ErrorState, Mark } from '../../parts/basics';
import { type Column, Table } from '../../parts/table';
import { TieMark } from './words';

/** An amount that may be missing, with all of its digits on hover. */
function Money({ text, currency, why }: { text: string | null | undefined; currency: string; why: string }) {
  if (text === null || text === undefined) return <span title={why}>{MISSING}</span>;
  return <span title={`${exact(text)} ${currency}`}>{amount(parse(text), currency)}</span>;
}

/** Every invoice of the month, what the ledger says of it and what was loaded apart from the ledger. */
export function InvoiceTable({ invoices, keepsBooks, onRecord, month }: { invoices: Invoices; keepsBooks: boolean; onRecord: (row: InvoiceRow) => void; month: string }) {
  const [withdrawing, setWithdrawing] = useState<InvoiceRow>();
  const none = 'Nobody loaded a total of this invoice';
  const columns: Column<InvoiceRow>[] = [
    { key: 'invoice', head: 'Invoice', value: (r) => `${r.issuer} ${r.invoiceId}`, cell: (r) => <span className="invoice-name"><strong>{r.invoiceId}</strong><span className="muted">{r.issuer === '-' ? 'issuer not named' : r.issuer} · {r.currency}</span></span> },
    { key: 'status', head: 'Status', value: (r) => r.status, csv: (r) => r.words, cell: (r) => <TieMark status={r.status} words={r.words} /> },
    { key: 'currency', head: 'Currency', wideOnly: true, hidden: true, value: (r) => r.currency },
    { key: 'billed', head: 'Invoiced in the ledger', number: true, wideOnly: true, value: (r) => parseOptional(r.ledger?.billed), csv: (r) => r.ledger?.billed ?? '', cell: (r) => <Money text={r.ledger?.billed} currency={r.currency} why="The ledger has no charge of this invoice" /> },
    { key: 'payable', head: 'Payable', number: true, wideOnly: true, value: (r) => parseOptional(r.total?.payable), csv: (r) => r.total?.payable ?? '', cell: (r) => <Money text={r.total?.payable} currency={r.currency} why={none} /> },
    { key: 'tax', head: 'Tax in it', number: true, hidden: true, value: (r) => parseOptional(r.total?.tax), csv: (r) => r.total?.tax ?? '', cell: (r) => <Money text={r.total?.tax} currency={r.currency} why={none} /> },
    { key: 'difference', head: 'Difference', number: true, value: (r) => parseOptional(r.difference), csv: (r) => r.difference ?? '', cell: (r) => <Difference row={r} why={none} /> },
    { key: 'payment', head: 'Paid in', wideOnly: true, hidden: !invoices.rows.some((r) => r.total?.payments.length), value: (r) => r.total?.payments.map((p) => `${p.payable ?? ''} ${p.currency}`).join('; '), cell: (r) => r.total?.payments.length ? <>{r.total.payments.map((p) => <span key={p.currency} className="nowrap" style={{ display: 'block' }}>{amountText(p.payable, p.currency)} <span className="muted">{p.currency}</span></span>)}</> : <span className="muted">billing currency</span> },
    { key: 'issue', head: 'Issued', wideOnly: true, value: (r) => r.total?.issueStatus, cell: (r) => (r.total ? <span title={r.total.issuedAt ? instant(r.total.issuedAt) : 'No date of issue'}>{r.total.issueStatus}</span> : MISSING) },
    { key: 'due', head: 'Due', hidden: true, value: (r) => r.total?.dueAt, cell: (r) => (r.total?.dueAt ? dayYear(r.total.dueAt) : MISSING) },
    { key: 'origin', head: 'Total from', hidden: true, value: (r) => r.total?.origin, cell: (r) => (r.total ? <span title={`Recorded by ${r.total.recordedBy}, ${instant(r.total.recordedAt)}`}>{r.total.origin === 'typed' ? 'Typed' : `File of ${r.total.source}`}</span> : MISSING) },
    { key: 'charges', head: 'Charges', number: true, hidden: true, value: (r) => r.ledger?.charges ?? 0, cell: (r) => count(r.ledger?.charges ?? 0) },
    ...(keepsBooks ? [{ key: 'act', head: 'Actions', fixed: true, value: () => undefined, cell: (r: InvoiceRow) => r.total ? <button type="button" className="button quiet small" onClick={() => setWithdrawing(r)} aria-label={`Withdraw the total of ${r.invoiceId} in ${r.currency}`}>Withdraw</button> : <button type="button" className="button small" onClick={() => onRecord(r)} aria-label={`Record total of ${r.invoiceId} in ${r.currency}`}>Record total</button> } satisfies Column<InvoiceRow>] : []),
  ];
  return (
    <>
      <Table label="Invoices" rows={invoices.rows} columns={columns} rowKey={(r) => `${r.issuer}\n${r.invoiceId}\n${r.currency}`} tools empty={<EmptyState title={`No invoice of ${month}`} why="No charge of this month names an invoice, and no invoice total was loaded. A FOCUS Invoice Detail file loads like a bill; a total can be typed off the paper." command="./gpuledger import --source NAME FILE" />} />
      {withdrawing ? <Withdraw row={withdrawing} onClose={() => setWithdrawing(undefined)} /> : null}
    </>
  );
}

function Difference({ row, why }: { row: InvoiceRow; why: string }) {
  if (row.refused) return <Mark kind="bad"><span title={`Loaded by ${row.refused.recordedBy}, ${instant(row.refused.recordedAt)}; the refused lines stand on Data, Refused rows`}>no line could be read</span></Mark>;
  if (row.difference === null) return <span title={why}>{MISSING}</span>;
  const units = parse(row.difference);
  const shown = <span title={`${exact(row.difference)} ${row.currency}, payable minus invoiced`}>{units !== 0n && amount(units, row.currency) === '0' ? exact(row.difference) : amount(units, row.currency)}</span>;
  return row.total?.linesRefused ? <Mark kind="bad">{shown} <span className="muted">lines were refused</span></Mark> : shown;
}

function Withdraw({ row, onClose }: { row: InvoiceRow; onClose: () => void }) {
  const withdraw = useWithdrawTotal();
  return (
    <Dialog title="Withdraw this total?" onClose={onClose} foot={<><button type="button" className="button" onClick={onClose}>Keep it</button><button type="button" className="button danger" disabled={withdraw.isPending} onClick={() => withdraw.mutate({ issuer: row.issuer, invoiceId: row.invoiceId, currency: row.currency }, { onSuccess: onClose })}>{withdraw.isPending ? 'Withdrawing' : 'Withdraw total'}</button></>}>
      <div className="body">
        <dl className="fact-grid">
          <div><dt>Invoice</dt><dd>{row.invoiceId}</dd></div>
          <div><dt>Issuer</dt><dd>{row.issuer}</dd></div>
          <div><dt>Payable</dt><dd>{amountText(row.total?.payable, row.currency)} {row.currency}</dd></div>
        </dl>
        <p>The invoice is then not tied to an independent total; what this total replaced does not come back. The charges stay, and a view as known before now still shows the total.</p>
        {withdraw.isError ? <ErrorState fault={withdraw.error} inline kept="The total is still in force." /> : null}
      </div>
    </Dialog>
  );
}
