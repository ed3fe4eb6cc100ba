import { useState } from 'react';
import { ApiError } from '../../api/client';
import { type TotalDraft, useRecordTotal } from '../../api/invoices';
import { Dialog, ErrorState } from '../../parts/basics';
import { Field, readAmount } from '../budgets/form';

/** A typed amount; a minus only where a credit note is meant. */
export function readTotal(text: string, creditNote: boolean): string | undefined {
  const plain = text.trim().replace(/^[\u2212-]/, '');
  const negative = plain !== text.trim();
  const amount = readAmount(plain);
  if (amount === undefined || negative !== creditNote) return undefined;
  return negative && amount !== '0' ? `-${amount}` : amount;
}

/** The total of an invoice off the paper. Recorded as a version: an earlier one stays readable as of then. */
export function TotalForm({ start, sources, onClose }: { start: Partial<TotalDraft>; sources: readonly string[]; onClose: () => void }) {
  const save = useRecordTotal();
  const [draft, setDraft] = useState({ source: '', issuer: '', invoiceId: '', period: '', currency: 'USD', payable: '', tax: '', paymentCurrency: '', paymentPayable: '', ...start });
  const [creditNote, setCreditNote] = useState(false);
  const [tried, setTried] = useState(false);
  const set = (field: keyof typeof draft) => (value: string) => setDraft((d) => ({ ...d, [field]: value }));
  const code = (field: 'currency' | 'paymentCurrency') => (value: string) => set(field)(value.toUpperCase().slice(0, 3));

  const payable = readTotal(draft.payable, creditNote);
  const optional = (text: string) => (text.trim() === '' ? '' : readTotal(text, creditNote));
  const tax = optional(draft.tax);
  const paid = optional(draft.paymentPayable);
  const server = save.error instanceof ApiError ? save.error : undefined;
  const needed = (field: 'source' | 'issuer' | 'invoiceId', words: string) => (tried && draft[field].trim() === '' ? words : server?.of(field));
  const wrong = (text: string) => `"${text}" is not an amount; write 1234.56${creditNote ? ' with a minus: a credit note is negative' : ', or say that it is a credit note'}.`;
  const faults = {
    source: needed('source', 'Which source is it the bill of?'),
    issuer: needed('issuer', 'Who bills? Spell it as the bill does.'),
    invoiceId: needed('invoiceId', 'The id that stands on the invoice.'),
    period: tried && !/^\d{4}-\d{2}$/.test(draft.period) ? 'A month, as 2026-10.' : server?.of('period'),
    currency: tried && !/^[A-Z]{3}$/.test(draft.currency) ? 'Three letters, as USD.' : server?.of('currency'),
    payable: tried && payable === undefined ? wrong(draft.payable) : server?.of('payable'),
    tax: tried && tax === undefined ? wrong(draft.tax) : server?.of('tax'),
    paymentCurrency: server?.of('paymentCurrency'),
    paymentPayable: tried && paid === undefined ? wrong(draft.paymentPayable) : server?.of('paymentPayable'),
  };
  const submit = (e: React.FormEvent) => {
    e.preventDefault();
    setTried(true);
    if (payable === undefined || tax === undefined || paid === undefined || !draft.source.trim() || !draft.issuer.trim() || !draft.invoiceId.trim() || !/^\d{4}-\d{2}$/.test(draft.period) || !/^[A-Z]{3}$/.test(draft.currency)) return;
    save.mutate(
      {
        source: draft.source.trim(), issuer: draft.issuer.trim(), invoiceId: draft.invoiceId.trim(), period: draft.period, currency: draft.currency, payable,
        ...(tax ? { tax } : {}), ...(draft.paymentCurrency ? { paymentCurrency: draft.paymentCurrency } : {}), ...(paid ? { paymentPayable: paid } : {}), ...(creditNote ? { creditNote } : {}),
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog title="Record an invoice total" onClose={onClose} foot={<><button type="button" className="button" onClick={onClose}>Cancel</button><button type="submit" form="total-form" className="button primary" disabled={save.isPending}>{save.isPending ? 'Recording' : 'Record total'}</button></>}>
      <form id="total-form" className="body" onSubmit={submit} noValidate>
        <div className="row-of-fields">
          <Field id="i-source" label="Source" value={draft.source} onChange={set('source')} fault={faults.source} hint={sources.length > 0 ? sources.slice(0, 4).join(', ') : 'The name its bill is loaded under.'} />
          <Field id="i-period" label="Month" value={draft.period} onChange={set('period')} fault={faults.period} />
        </div>
        <div className="row-of-fields">
          <Field id="i-issuer" label="Issuer" value={draft.issuer} onChange={set('issuer')} fault={faults.issuer} hint="Spelt as the bill spells it." />
          <Field id="i-invoice" label="Invoice id" value={draft.invoiceId} onChange={set('invoiceId')} fault={faults.invoiceId} />
        </div>
        <div className="row-of-fields">
          <Field id="i-payable" label="Payable, tax included" value={draft.payable} onChange={set('payable')} fault={faults.payable} inputMode="decimal" />
          <Field id="i-currency" label="Billing currency" value={draft.currency} onChange={code('currency')} fault={faults.currency} />
        </div>
        <Field id="i-tax" label="Tax in it" value={draft.tax} onChange={set('tax')} fault={faults.tax} inputMode="decimal" hint="Empty if there is none." />
        <div className="row-of-fields">
          <Field id="i-paid" label="Payable in the payment currency" value={draft.paymentPayable} onChange={set('paymentPayable')} fault={faults.paymentPayable} inputMode="decimal" hint="Only where you pay in another one." />
          <Field id="i-paid-currency" label="Payment currency" value={draft.paymentCurrency} onChange={code('paymentCurrency')} fault={faults.paymentCurrency} />
        </div>
        <label className="small" style={{ display: 'flex', gap: 6, alignItems: 'center' }}><input type="checkbox" checked={creditNote} onChange={(e) => setCreditNote(e.target.checked)} />A credit note: its amounts are negative</label>
        {save.isError && !Object.values(faults).some(Boolean) ? <ErrorState fault={save.error} inline kept="Nothing was recorded." /> : null}
      </form>
    </Dialog>
  );
}
