import { useRef, useState } from 'react';
import { ApiError } from '../../api/client';
import { useImportBudgets } from '../../api/queries';
import type { BudgetImport } from '../../api/budgets';
import { amountText } from '../../money/format';
import { Dialog, ErrorState, Mark } from '../../parts/basics';
import { periodWords } from './words';

/** Limits of months out of a spreadsheet: first what would change, then all of it or nothing. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const preview = useImportBudgets();
  const apply = useImportBudgets();
  const plan = preview.data;
  const take = (list: FileList | null) => {
    const first = list?.[0];
    if (!first) return;
    setFile(first);
    preview.mutate({ file: first, preview: true });
  };
  const changes = plan ? plan.created + plan.updated : 0;
  const ready = plan !== undefined && plan.problems.length === 0 && changes > 0;
  return (
    <Dialog title="Import budgets" className="wide" onClose={onClose} foot={
      apply.isSuccess ? <button type="button" className="button primary" onClick={onClose}>Done</button> : (
        <>
          <button type="button" className="button" onClick={onClose}>Cancel</button>
          <button type="button" className="button primary" disabled={!ready || apply.isPending} onClick={() => file && apply.mutate({ file, preview: false })}>{apply.isPending ? 'Changing' : ready ? `Change ${changes} ${changes === 1 ? 'budget' : 'budgets'}` : 'Change budgets'}</button>
        </>
      )
    }>
      <div className="body">
        {apply.isSuccess ? <Mark kind="ok">{`${apply.data.created} created, ${apply.data.updated} updated, ${apply.data.unchanged} unchanged`}</Mark> : (
          <>
            <p className="small muted">A CSV or XLSX file: the first column is <code>team</code>, then months such as <code>2026-11</code>, and <code>currency</code> and <code>unit</code> where they are needed. An empty cell leaves its month alone.</p>
            <div>
              <button type="button" className="button" onClick={() => input.current?.click()}>{file ? 'Choose another file' : 'Choose a file'}</button> <span className="small">{file?.name}</span>
              <input ref={input} type="file" hidden aria-label="Spreadsheet" accept=".csv,.xlsx" onChange={(e) => { take(e.target.files); e.target.value = ''; }} />
            </div>
            {preview.isPending ? <p className="small" role="status">Reading the sheet</p> : null}
            {preview.isError ? <ErrorState fault={preview.error} inline kept="Nothing was changed." /> : null}
            {plan && !preview.isPending ? <Plan plan={plan} /> : null}
            {apply.isError ? <ErrorState fault={apply.error} inline kept={apply.error instanceof ApiError && apply.error.status < 500 ? 'Nothing was changed.' : 'Look at the list before you try again.'} /> : null}
          </>
        )}
      </div>
    </Dialog>
  );
}

const WORDS = { create: 'New', update: 'Changed', unchanged: 'As it is' } as const;

function Plan({ plan }: { plan: BudgetImport }) {
  return (
    <>
      {plan.problems.length > 0 ? (
        <div role="alert">
          <Mark kind="bad">{`${plan.problems.length} ${plan.problems.length === 1 ? 'cell is' : 'cells are'} wrong; nothing can be changed yet`}</Mark>
          <ul className="small" style={{ display: 'grid', gap: 2, marginTop: 4 }}>{plan.problems.map((p) => <li key={p.field + p.message}><code>{p.field}</code> {p.message}</li>)}</ul>
        </div>
      ) : <p className="small" role="status">{plan.created} new, {plan.updated} changed, {plan.unchanged} as they are.</p>}
      {plan.rows.length > 0 ? (
        <div className="table-wrap" style={{ maxHeight: 320, overflow: 'auto' }} tabIndex={0} role="region" aria-label="What would change">
          <table className="table">
            <thead><tr><th scope="col">Budget</th><th scope="col">What</th><th scope="col">Limits</th></tr></thead>
            <tbody>
              {plan.rows.map((r) => {
                const unit = r.unit === 'gpu-hours' ? 'GPU-hours' : r.currency;
                const changed = Object.entries(r.after).filter(([key, value]) => r.before[key] !== value);
                return (
                  <tr key={r.cell}>
                    <th scope="row">{r.name}</th>
                    <td>{WORDS[r.what]}</td>
                    <td className="small">{changed.length === 0 ? <span className="muted">no change</span> : changed.map(([key, value]) => <div key={key}>{periodWords(key)}: {r.before[key] ? `${amountText(r.before[key], r.currency)} → ` : ''}{amountText(value, r.currency)} {unit}</div>)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      ) : null}
    </>
  );
}
