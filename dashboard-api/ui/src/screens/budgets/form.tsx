import { useState } from 'react';
import { ApiError } from '../../api/client';
import { useSaveBudget } from '../../api/queries';
import type { Budget } from '../../api/types';
import { useScope } from '../../context';
import { Dialog, ErrorState } from '../../parts/basics';

const AMOUNT = /^\d{1,12}([.]\d{1,18})?$/;

/** "50, 80,100" as rising whole percents; undefined where it is not that. */
export function readThresholds(text: string): number[] | undefined {
  const parts = text.split(/[\s,;%]+/).filter(Boolean);
  const values = parts.map(Number);
  if (values.length === 0 || values.some((v) => !Number.isInteger(v) || v < 1 || v > 1000)) return undefined;
  return [...new Set(values)].sort((a, b) => a - b);
}

/** A typed amount without group separators; a comma stands for the point only where that is unambiguous. */
export function readAmount(text: string): string | undefined {
  const plain = text.replace(/[\s\u00a0\u202f'_]/g, '');
  const unified = /^\d+,\d{1,2}$/.test(plain) ? plain.replace(',', '.') : plain.replace(/,(?=\d{3}(\D|$))/g, '');
  if (!AMOUNT.test(unified)) return undefined;
  return unified.includes('.') ? unified.replace(/\.?0+$/, '') : unified;
}

export function BudgetForm({ budget, onClose }: { budget: Budget | undefined; onClose: () => void }) {
  const { view } = useScope();
  const save = useSaveBudget(budget?.id);
  const [name, setName] = useState(budget?.name ?? '');
  const [filter, setFilter] = useState(budget?.filter ?? view.filter);
  const [currency, setCurrency] = useState(budget?.currency ?? 'USD');
  const [limit, setLimit] = useState(budget?.limit ?? '');
  const [percents, setPercents] = useState((budget?.thresholds ?? [50, 80, 100]).join(', '));
  const [owner, setOwner] = useState(budget?.owner ?? '');
  const [channel, setChannel] = useState(budget?.channel ?? '');
  const [tried, setTried] = useState(false);

  const amount = readAmount(limit);
  const thresholds = readThresholds(percents);
  const server = save.error instanceof ApiError ? save.error : undefined;
  const faults = {
    name: tried && name.trim() === '' ? 'Give it a name.' : server?.of('name'),
    filter: server?.of('filter'),
    currency: tried && !/^[A-Z]{3}$/.test(currency) ? 'Three letters, as USD.' : server?.of('currency'),
    limit: tried && (amount === undefined || amount === '0') ? `"${limit}" is not an amount above zero; write 250000 or 250000.50.` : server?.of('limit'),
    thresholds: tried && !thresholds ? `"${percents}" is not a list of whole percents; write 50, 80, 100.` : server?.of('thresholds'),
    owner: server?.of('owner'),
    channel: server?.of('channel'),
  };
  const submit = (e: React.FormEvent) => {
    e.preventDefault();
    setTried(true);
    if (name.trim() === '' || !amount || amount === '0' || !thresholds || !/^[A-Z]{3}$/.test(currency)) return;
    save.mutate({ name: name.trim(), filter: filter.trim(), currency, limit: amount, thresholds, owner: owner.trim(), channel: channel.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog title={budget ? `Edit ${budget.name}` : 'New budget'} onClose={onClose} foot={<><button type="button" className="button" onClick={onClose}>Cancel</button><button type="submit" form="budget-form" className="button primary" disabled={save.isPending}>{save.isPending ? 'Saving' : budget ? 'Save as a new version' : 'Create budget'}</button></>}>
      <form id="budget-form" className="body" onSubmit={submit} noValidate>
        <Field id="b-name" label="Name" value={name} onChange={setName} fault={faults.name} autoFocus />
        <Field id="b-filter" label="Scope" value={filter} onChange={setFilter} fault={faults.filter} hint={'A filter such as team:"vision"+state:"held_idle". Empty means all spend.'} mono />
        <div className="row-of-fields">
          <Field id="b-limit" label="Limit a month" value={limit} onChange={setLimit} fault={faults.limit} inputMode="decimal" />
          <Field id="b-currency" label="Currency" value={currency} onChange={(v) => setCurrency(v.toUpperCase().slice(0, 3))} fault={faults.currency} />
        </div>
        <Field id="b-thresholds" label="Alert at, % of the limit" value={percents} onChange={setPercents} fault={faults.thresholds} hint="Each threshold alerts once a month." />
        <div className="row-of-fields">
          <Field id="b-owner" label="Owner" value={owner} onChange={setOwner} fault={faults.owner} hint="Mentioned in the message." />
          <Field id="b-channel" label="Channel" value={channel} onChange={setChannel} fault={faults.channel} hint="A channel named in gpuledger.yaml. Empty: only here." />
        </div>
        {save.isError && !Object.values(faults).some(Boolean) ? <ErrorState fault={save.error} inline kept="Nothing was saved." /> : null}
      </form>
    </Dialog>
  );
}

export function Field({ id, label, value, onChange, fault, hint, mono, autoFocus, inputMode }: { id: string; label: string; value: string; onChange: (v: string) => void; fault?: string | undefined; hint?: string; mono?: boolean; autoFocus?: boolean; inputMode?: 'decimal' }) {
  const says = fault ? `${id}-fault` : hint ? `${id}-hint` : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} className={`input ${mono ? 'mono' : ''}`} value={value} onChange={(e) => onChange(e.target.value)} aria-invalid={fault ? true : undefined} aria-describedby={says} autoComplete="off" spellCheck={false} autoFocus={autoFocus} inputMode={inputMode} />
      {fault ? <span className="fault" id={`${id}-fault`} role="alert">{fault}</span> : hint ? <span className="hint" id={`${id}-hint`}>{hint}</span> : null}
    </div>
  );
}
