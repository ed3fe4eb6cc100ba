import { useState } from 'react';
import { type CloseDetail, usePrepare, useReopen, useSignOff } from '../../api/close';
import { amountText } from '../../money/format';
import { instant } from '../../money/time';
import { Dialog, ErrorState } from '../../parts/basics';
import { Field } from '../budgets/form';
import { daysOf, ItemMark } from './words';

export type StepName = 'prepare' | 'sign-off' | 'reopen';

/** The step of a period that a button has opened. */
export function StepDialog({ step, close, onClose }: { step: StepName; close: CloseDetail; onClose: () => void }) {
  switch (step) {
    case 'prepare':
      return <Prepare close={close} onClose={onClose} />;
    case 'sign-off':
      return <SignOff close={close} onClose={onClose} />;
    case 'reopen':
      return <Reopen close={close} onClose={onClose} />;
  }
}

/** What is open is stood for by a note, where somebody can stand for it. */
function Prepare({ close, onClose }: { close: CloseDetail; onClose: () => void }) {
  const prepare = usePrepare(close.period);
  const open = close.checklist.filter((i) => i.state === 'open' && i.required);
  const fixed = open.filter((i) => !i.acknowledgeable);
  const asked = open.filter((i) => i.acknowledgeable);
  const [notes, setNotes] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const submit = (e: React.FormEvent) => {
    e.preventDefault();
    setTried(true);
    if (fixed.length > 0 || asked.some((i) => !notes[i.item]?.trim())) return;
    prepare.mutate({ acknowledge: Object.fromEntries(asked.map((i) => [i.item, notes[i.item]!.trim()])) }, { onSuccess: onClose });
  };
  return (
    <Dialog title={`Prepare ${daysOf(close)}`} onClose={onClose} foot={<><button type="button" className="button" onClick={onClose}>Cancel</button><button type="submit" form="prepare-form" className="button primary" disabled={prepare.isPending || fixed.length > 0}>{prepare.isPending ? 'Giving to review' : 'Give to review'}</button></>}>
      <form id="prepare-form" className="body" onSubmit={submit} noValidate>
        <p>{open.length === 0 ? 'Everything on the checklist is done.' : asked.length > 0 ? 'What is open needs a word from you. It stands beside the item for whoever signs.' : ''} Another person signs off.</p>
        {fixed.map((i) => <p key={i.item} role="alert"><ItemMark item={i} /> {i.title}: {i.reason}</p>)}
        {asked.map((i) => (
          <Field key={i.item} id={`c-${i.item}`} label={`${i.title}: ${i.reason}`} value={notes[i.item] ?? ''} onChange={(v) => setNotes((n) => ({ ...n, [i.item]: v }))} fault={tried && !notes[i.item]?.trim() ? 'Why may it stand open?' : undefined} />
        ))}
        {prepare.isError ? <ErrorState fault={prepare.error} inline kept="The period is as it was." /> : null}
      </form>
    </Dialog>
  );
}

/** Signs the figures that stand in the dialog: those of its instant, whatever is published meanwhile. */
function SignOff({ close, onClose }: { close: CloseDetail; onClose: () => void }) {
  const signOff = useSignOff(close.period);
  const [seen] = useState(close);
  return (
    <Dialog title={`Sign off ${daysOf(seen)}`} onClose={onClose} foot={<><button type="button" className="button" onClick={onClose}>Cancel</button><button type="button" className="button primary" disabled={signOff.isPending} onClick={() => signOff.mutate({ asOf: seen.figures.asOf }, { onSuccess: onClose })}>{signOff.isPending ? 'Signing' : 'Sign off'}</button></>}>
      <div className="body">
        <p>Prepared by {seen.preparedBy ?? 'nobody'}. You sign these figures as known on {instant(seen.figures.asOf)}; they are never changed.</p>
        <dl className="fact-grid">
          {seen.figures.totals.map((t) => (
            <div key={t.currency}><dt>{t.currency}</dt><dd>Invoiced {amountText(t.billed, t.currency)}, amortised {amountText(t.effective, t.currency)}</dd></div>
          ))}
        </dl>
        {seen.checklist.filter((i) => i.state === 'acknowledged').map((i) => <p key={i.item}><ItemMark item={i} /> {i.title}: {i.reason}. {i.by}: {i.note}</p>)}
        {signOff.isError ? <ErrorState fault={signOff.error} inline kept="Nothing was signed." /> : null}
      </div>
    </Dialog>
  );
}

function Reopen({ close, onClose }: { close: CloseDetail; onClose: () => void }) {
  const reopen = useReopen(close.period);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const back = close.state === 'in_review';
  const submit = (e: React.FormEvent) => {
    e.preventDefault();
    setTried(true);
    if (reason.trim()) reopen.mutate({ reason: reason.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog title={back ? `Send ${daysOf(close)} back` : `Reopen ${daysOf(close)}`} onClose={onClose} foot={<><button type="button" className="button" onClick={onClose}>Cancel</button><button type="submit" form="reopen-form" className="button danger" disabled={reopen.isPending}>{back ? 'Send back' : 'Reopen'}</button></>}>
      <form id="reopen-form" className="body" onSubmit={submit} noValidate>
        <p>{back ? 'The period goes back to who prepares it.' : 'What was signed stays readable. The checklist begins anew, and another person signs again.'}</p>
        <Field id="c-reason" label="Reason" value={reason} onChange={setReason} fault={tried && !reason.trim() ? 'Say why.' : undefined} autoFocus />
        {reopen.isError ? <ErrorState fault={reopen.error} inline kept="The period is as it was." /> : null}
      </form>
    </Dialog>
  );
}
