import { useState } from 'react';
import { ApiError } from '../../api/client';
import { useSaveBudget } from '../../api/queries';
import type { Budget, BudgetPeriod } from '../../api/budgets';
import { useScope } from '../../context';
import { Dialog, ErrorState } from '../../parts/basics';
import { Icon } from '../../parts/icon';
import { PARTS, PERIODS, readLimits } from './words';

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

const TODAY = () => new Date().toISOString().slice(0, 10);

/** The first fields make a monthly limit on what is invoiced; the rest is folded. */
export function BudgetForm({ budget, onClose }: { budget: Budget | undefined; onClose: () => void }) {
  const { view } = useScope();
  const save = useSaveBudget(budget?.id);
  const [d, setDraft] = useState({
    name: budget?.name ?? '', filter: budget?.filter ?? view.filter, currency: budget?.currency || 'USD', limit: budget?.limit ?? '',
    percents: (budget?.thresholds ?? [50, 80, 100]).join(', '), owner: budget?.owner ?? '', channel: budget?.channel ?? '',
    period: (budget?.period ?? 'monthly') as string, days: String(budget?.days ?? 30), from: budget?.from ?? TODAY(), to: budget?.to ?? '', zone: budget?.zone ?? 'UTC', calendar: (budget?.calendar ?? 'calendar') as string,
    unit: (budget?.unit ?? 'money') as string, metric: (budget?.metric ?? 'billed') as string, include: budget?.include ?? {},
    limits: Object.entries(budget?.limits ?? {}).map(([key, value]) => `${key}: ${value}`).join('\n'),
    rollover: (budget?.rollover?.mode ?? 'none') as string, cap: budget?.rollover?.cap ?? '', shared: budget?.shared ?? false,
    delegate: budget?.delegate ?? '', approver: budget?.approver ?? '', costCenter: budget?.costCenter ?? '', effectiveFrom: '',
  });
  const [tried, setTried] = useState(false);
  const set = (field: keyof typeof d) => (value: string) => setDraft((now) => ({ ...now, [field]: value }));
  const money = d.unit === 'money';
  const varies = ['weekly', 'monthly', 'quarterly', 'yearly'].includes(d.period);
  const books = ['monthly', 'quarterly', 'yearly'].includes(d.period);
  const follows = d.period !== 'rolling' && d.period !== 'project';
  const amount = readAmount(d.limit);
  const thresholds = readThresholds(d.percents);
  const limits = readLimits(varies ? d.limits : '', readAmount);
  const cap = d.rollover === 'none' || !follows ? '' : readAmount(d.cap);
  const currencyFits = !money || /^[A-Z][A-Z0-9_]{2,15}$/.test(d.currency);
  const server = save.error instanceof ApiError ? save.error : undefined;
  const faults = {
    name: tried && d.name.trim() === '' ? 'Give it a name.' : server?.of('name'),
    filter: server?.of('filter') ?? server?.of('shared'),
    currency: tried && !currencyFits ? 'A code, as USD.' : server?.of('currency'),
    limit: tried && (amount === undefined || amount === '0') ? `"${d.limit}" is not an amount above zero; write 250000 or 250000.50.` : server?.of('limit'),
    thresholds: tried && !thresholds ? `"${d.percents}" is not a list of whole percents; write 50, 80, 100.` : server?.of('thresholds'),
    owner: server?.of('owner'),
    channel: server?.of('channel'),
    period: server?.of('period') ?? server?.of('days') ?? server?.of('from') ?? server?.of('to') ?? server?.of('calendar'),
    zone: server?.of('zone'),
    limits: tried && 'wrong' in limits ? `"${limits.wrong}" is not a period and its limit; write 2026-11: 250000.` : server?.of('limits'),
    rollover: tried && cap === undefined ? `"${d.cap}" is not an amount above zero.` : server?.of('rollover'),
    effectiveFrom: server?.of('effectiveFrom'),
    people: server?.of('delegate') ?? server?.of('approver') ?? server?.of('costCenter'),
  };
  const submit = (e: React.FormEvent) => {
    e.preventDefault();
    setTried(true);
    if (d.name.trim() === '' || !amount || amount === '0' || !thresholds || !currencyFits || 'wrong' in limits || cap === undefined) return;
    save.mutate({
      name: d.name.trim(), filter: d.filter.trim(), currency: money ? d.currency : '', limit: amount, thresholds, owner: d.owner.trim(), channel: d.channel.trim(),
      period: d.period as BudgetPeriod, ...(d.period === 'rolling' ? { days: Number(d.days) } : {}), ...(d.period === 'project' ? { from: d.from, to: d.to } : {}),
      ...(books && d.calendar === 'fiscal' ? { calendar: 'fiscal' as const } : { zone: d.zone.trim() || 'UTC' }),
      unit: d.unit as 'money' | 'gpu-hours', ...(money ? { metric: d.metric as 'billed' | 'effective', include: d.include } : {}),
      limits: limits.limits, rollover: cap ? { mode: d.rollover as 'unspent', cap } : { mode: 'none' }, shared: d.shared,
      delegate: d.delegate.trim(), approver: d.approver.trim(), costCenter: d.costCenter.trim(), ...(d.effectiveFrom ? { effectiveFrom: d.effectiveFrom } : {}),
    }, { onSuccess: onClose });
  };
  const advancedFault = [faults.period, faults.zone, faults.limits, faults.rollover, faults.effectiveFrom, faults.people].some(Boolean);
  return (
    <Dialog title={budget ? `Edit ${budget.name}` : 'New budget'} onClose={onClose} foot={<><button type="button" className="button" onClick={onClose}>Cancel</button><button type="submit" form="budget-form" className="button primary" disabled={save.isPending}>{save.isPending ? 'Saving' : budget ? 'Save as a new version' : 'Create budget'}</button></>}>
      <form id="budget-form" className="body" onSubmit={submit} noValidate>
        <Field id="b-name" label="Name" value={d.name} onChange={set('name')} fault={faults.name} autoFocus />
        <Field id="b-filter" label="Scope" value={d.filter} onChange={set('filter')} fault={faults.filter} hint={'A filter such as team:"vision"+state:"held_idle". Empty means all spend.'} mono />
        <div className="row-of-fields">
          <Field id="b-limit" label={d.period === 'monthly' ? 'Limit a month' : 'Limit a period'} value={d.limit} onChange={set('limit')} fault={faults.limit} inputMode="decimal" />
          {money ? <Field id="b-currency" label="Currency" value={d.currency} onChange={(v) => set('currency')(v.toUpperCase().slice(0, 16))} fault={faults.currency} /> : <Field id="b-currency" label="Unit" value="GPU-hours" onChange={() => undefined} readOnly />}
        </div>
        <Field id="b-thresholds" label="Alert at, % of the limit" value={d.percents} onChange={set('percents')} fault={faults.thresholds} hint="Each threshold alerts once a period." />
        <div className="row-of-fields">
          <Field id="b-owner" label="Owner" value={d.owner} onChange={set('owner')} fault={faults.owner} hint="Mentioned in the message." />
          <Field id="b-channel" label="Channel" value={d.channel} onChange={set('channel')} fault={faults.channel} hint="A channel named in gpuledger.yaml. Empty: by the routes of the file, else its first channel." />
        </div>
        <details open={advancedFault || undefined}>
          <summary>Period, what counts, people</summary>
          <div className="more-fields">
            <div className="row-of-fields">
              <Choice id="b-period" label="Period" value={d.period} onChange={set('period')} options={PERIODS.map((p) => [p.value, p.label] as const)} fault={faults.period} />
              {d.period === 'rolling' ? <Field id="b-days" label="Days, today included" value={d.days} onChange={set('days')} inputMode="decimal" /> : null}
              {books ? <Choice id="b-calendar" label="Calendar" value={d.calendar} onChange={set('calendar')} options={[['calendar', 'Calendar'], ['fiscal', 'Own books']]} /> : null}
            </div>
            {d.period === 'project' ? (
              <div className="row-of-fields">
                <Field id="b-from" label="First day" value={d.from} onChange={set('from')} type="date" />
                <Field id="b-to" label="First day after" value={d.to} onChange={set('to')} type="date" />
              </div>
            ) : null}
            {!(books && d.calendar === 'fiscal') ? <Field id="b-zone" label="Time zone of its days" value={d.zone} onChange={set('zone')} fault={faults.zone} hint="Such as Europe/Berlin. Only months of UTC are estimated to date; for others bills count." /> : null}
            <div className="row-of-fields">
              <Choice id="b-unit" label="Limits" value={d.unit} onChange={set('unit')} options={[['money', 'Money'], ['gpu-hours', 'GPU-hours']]} />
              {money ? <Choice id="b-metric" label="Cost" value={d.metric} onChange={set('metric')} options={[['billed', 'Invoiced'], ['effective', 'Amortised']]} /> : null}
            </div>
            {money ? (
              <fieldset className="checks">
                <legend>Counts</legend>
                {PARTS.map((p) => <label key={p.key} className="small"><input type="checkbox" checked={d.include[p.key] !== false} onChange={(e) => setDraft((now) => ({ ...now, include: { ...now.include, [p.key]: e.target.checked } }))} />{p.label}</label>)}
                <span className="hint">Refunds and shares of shared charges always count: the ledger cannot tell them apart.</span>
              </fieldset>
            ) : null}
            {varies ? (
              <div className="field">
                <label htmlFor="b-limits">Periods with a limit of their own</label>
                <textarea id="b-limits" className="input mono" rows={3} value={d.limits} onChange={(e) => set('limits')(e.target.value)} aria-invalid={faults.limits ? true : undefined} aria-describedby="b-limits-says" spellCheck={false} style={{ height: 'auto', paddingBlock: 6 }} />
                <span id="b-limits-says" className={faults.limits ? 'fault' : 'hint'} role={faults.limits ? 'alert' : undefined}>{faults.limits ?? 'A line each, such as 2026-11: 250000.'}</span>
              </div>
            ) : null}
            {follows ? (
              <div className="row-of-fields">
                <Choice id="b-rollover" label="Carries over" value={d.rollover} onChange={set('rollover')} options={[['none', 'Nothing'], ['unspent', 'What is left'], ['unspent-and-overspent', 'What is left or overspent']]} fault={d.rollover === 'none' ? faults.rollover : undefined} />
                {d.rollover !== 'none' ? <Field id="b-cap" label="At most" value={d.cap} onChange={set('cap')} fault={faults.rollover} inputMode="decimal" /> : null}
              </div>
            ) : null}
            <label className="small" style={{ display: 'flex', gap: 6, alignItems: 'center' }}><input type="checkbox" checked={d.shared} onChange={(e) => setDraft((now) => ({ ...now, shared: e.target.checked }))} />Shared by the teams of its scope: each lead sees the own part</label>
            <div className="row-of-fields">
              <Field id="b-delegate" label="Delegate" value={d.delegate} onChange={set('delegate')} fault={faults.people} />
              <Field id="b-approver" label="Approver" value={d.approver} onChange={set('approver')} />
            </div>
            <div className="row-of-fields">
              <Field id="b-center" label="Cost centre" value={d.costCenter} onChange={set('costCenter')} />
              <Field id="b-effective" label="Holds from" value={d.effectiveFrom} onChange={set('effectiveFrom')} fault={faults.effectiveFrom} type="date" hint="Empty: at once." />
            </div>
          </div>
        </details>
        {save.isError && !Object.values(faults).some(Boolean) ? <ErrorState fault={save.error} inline kept="Nothing was saved." /> : null}
      </form>
    </Dialog>
  );
}

function Choice({ id, label, value, options, onChange, fault }: { id: string; label: string; value: string; options: readonly (readonly [string, string])[]; onChange: (v: string) => void; fault?: string | undefined }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <span className="select-wrap">
        <select id={id} className="select" value={value} onChange={(e) => onChange(e.target.value)} aria-invalid={fault ? true : undefined} aria-describedby={fault ? `${id}-fault` : undefined}>
          {options.map(([key, words]) => <option key={key} value={key}>{words}</option>)}
        </select>
        <Icon name="down" />
      </span>
      {fault ? <span className="fault" id={`${id}-fault`} role="alert">{fault}</span> : null}
    </div>
  );
}

export function Field({ id, label, value, onChange, fault, hint, mono, autoFocus, inputMode, type, readOnly }: { id: string; label: string; value: string; onChange: (v: string) => void; fault?: string | undefined; hint?: string; mono?: boolean; autoFocus?: boolean; inputMode?: 'decimal'; type?: 'date'; readOnly?: boolean }) {
  const says = fault ? `${id}-fault` : hint ? `${id}-hint` : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} className={`input ${mono ? 'mono' : ''}`} value={value} onChange={(e) => onChange(e.target.value)} aria-invalid={fault ? true : undefined} aria-describedby={says} autoComplete="off" spellCheck={false} autoFocus={autoFocus} inputMode={inputMode} type={type} readOnly={readOnly} />
      {fault ? <span className="fault" id={`${id}-fault`} role="alert">{fault}</span> : hint ? <span className="hint" id={`${id}-hint`}>{hint}</span> : null}
    </div>
  );
}
