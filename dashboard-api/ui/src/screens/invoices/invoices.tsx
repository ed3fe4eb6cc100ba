import { useState } from 'react';
import { type TotalDraft, useBridge, useInvoices } from '../../api/invoices';
import { useSources } from '../../api/queries';
import { useKeepsBooks, useScope, useSeesAllTeams } from '../../context';
import { parse } from '../../money/decimal';
import { amount, count, exact } from '../../money/format';
import { instant, month } from '../../money/time';
import { Card, EmptyState, ErrorState, Mark, PageHead, SkeletonRows } from '../../parts/basics';
import { Downloads } from '../../parts/downloads';
import { Icon } from '../../parts/icon';
import { NotConverted } from '../../parts/rates';
import { isMonth, monthOf } from '../../url/period';
import { BehindCard, BridgeCard, ConvertedBridgeCard } from './bridge';
import { TotalForm } from './form';
import { InvoiceTable } from './table';
import { standingWords, TieMark } from './words';

/** Whether what is invoiced ties to invoices that were loaded apart from the ledger, and the bridge to what a month costs. */
export function InvoicesScreen() {
  return useSeesAllTeams() ? <AllInvoices /> : <LeadInvoices />;
}

function LeadInvoices() {
  return (
    <>
      <PageHead title="Invoices" lede="What issuers ask to be paid" />
      <Card title="Invoices"><EmptyState title="Shown to roles that see every team" why="An invoice holds charges of all teams. Chargeback shows what your teams bear of it." /></Card>
    </>
  );
}

function AllInvoices() {
  const { view, period, asOf } = useScope();
  const of = monthOf(period);
  const known = asOf ? { asOf } : {};
  const invoices = useInvoices({ period: of, ...known });
  const bridges = useBridge({ period: of, ...known, ...(view.into ? { currency: view.into } : {}) });
  const sources = useSources();
  const keepsBooks = useKeepsBooks();
  const [form, setForm] = useState<Partial<TotalDraft>>();
  const [currency = '', line = ''] = view.select.split(':');
  const opened = bridges.data?.bridges.find((b) => b.currency === currency)?.lines.find((l) => l.line === line);
  const names = sources.data?.rows.filter((s) => s.kind === 'bills').map((s) => s.name) ?? [];
  return (
    <>
      <PageHead
        title="Invoices"
        lede={`${month(of)} · ${asOf ? `as known on ${instant(asOf)}` : `as known ${invoices.data?.snapshot?.asOf ? `on ${instant(invoices.data.snapshot.asOf)}` : 'now'}`}`}
        actions={
          <>
            {keepsBooks ? <button type="button" className="button primary" onClick={() => setForm({ period: of })}><Icon name="plus" size={16} />Record a total</button> : null}
            <Downloads kind="bridge" name={`bridge-${of}`} query={{ period: of, asOf, currency: view.into || undefined }} />
          </>
        }
      />
      {isMonth(period) ? null : <p className="muted small">Invoices go by calendar month, so this shows {month(of)}, the last one of the chosen period.</p>}
      <Card
        title={`Invoices of ${month(of)}`}
        sub={invoices.data && invoices.data.totalRows > 0 ? `${count(invoices.data.totalRows)} ${invoices.data.totalRows === 1 ? 'invoice' : 'invoices'}, each tied out whole` : undefined}
        note={invoices.data && invoices.data.totalRows > 0 ? 'Only what is invoiced ties to an invoice. A total is loaded from a FOCUS Invoice Detail file or typed off the paper, never taken from the bill itself.' : undefined}
      >
        {invoices.isError && !invoices.data ? <ErrorState fault={invoices.error} retry={() => void invoices.refetch()} /> : invoices.isPending ? <SkeletonRows /> : (
          <>
            <ul className="standing">
              {invoices.data?.standing.map((s) => <li key={s.currency}><strong>{s.currency}</strong> <TieMark status={s.status} words={standingWords(s)} /></li>)}
              {invoices.data?.billingPeriods.map((p) => <li key={`${p.issuer} ${p.start}`} className="muted">{p.issuer} says the period is {p.status === 'Closed' ? 'closed' : 'open: it may still change'}</li>)}
              {invoices.data?.notYetInvoiced.map((n) => <li key={`${n.source} ${n.issuer} ${n.currency}`}><Mark kind="waiting"><span title={`${exact(n.billed)} ${n.currency}`}>{amount(parse(n.billed), n.currency)} {n.currency}</span> of {n.source} not yet invoiced, in {count(n.charges)} {n.charges === 1 ? 'charge' : 'charges'}</Mark></li>)}
              {invoices.data?.rows.filter((r) => r.otherIssuers.length > 0 && r.status !== 'tied').map((r) => <li key={`${r.issuer} ${r.invoiceId} ${r.currency}`} className="muted">{r.invoiceId} of {r.issuer} also stands under the issuer {r.otherIssuers.join(', ')}: two spellings are two invoices</li>)}
            </ul>
            {invoices.data ? <InvoiceTable invoices={invoices.data} keepsBooks={keepsBooks} month={month(of)} onRecord={(row) => setForm({ period: of, issuer: row.issuer === '-' ? '' : row.issuer, invoiceId: row.invoiceId, currency: row.currency, source: row.ledger?.sources[0] ?? '' })} /> : null}
          </>
        )}
      </Card>
      {bridges.isError && !bridges.data ? <Card title="Bridge"><ErrorState fault={bridges.error} retry={() => void bridges.refetch()} /></Card> : null}
      {bridges.isPending ? <Card title="Bridge"><SkeletonRows rows={7} /></Card> : null}
      {bridges.data && bridges.data.bridges.length === 0 ? <Card title="Bridge"><EmptyState title={`Nothing to bridge for ${month(of)}`} why="The bridge goes from what is invoiced to what the month costs. No bill of this month has been loaded yet." command="./gpuledger import --source NAME FILE" /></Card> : null}
      {bridges.data && bridges.data.waitingDeliveries > 0 ? <p className="muted small" role="status">{count(bridges.data.waitingDeliveries)} deliveries are still being allocated; until then a part of the bridge stands under Unexplained.</p> : null}
      <NotConverted conversion={bridges.data?.conversion} />
      {bridges.data?.converted && bridges.data.conversion ? <ConvertedBridgeCard bridge={bridges.data.converted} conversion={bridges.data.conversion} /> : null}
      {bridges.data?.bridges.map((b) => <BridgeCard key={b.currency} bridge={b} open={view.select} several={bridges.data.bridges.length > 1} />)}
      {opened ? <BehindCard key={view.select} period={of} line={line} words={opened.words} currency={currency} /> : null}
      {form ? <TotalForm start={form} sources={names} onClose={() => setForm(undefined)} /> : null}
    </>
  );
}
