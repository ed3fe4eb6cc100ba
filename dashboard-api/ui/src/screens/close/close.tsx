import { useState } from 'react';
import { type CloseDetail, type CloseHead, useClose, useCloses } from '../../api/close';
import { useKeepsBooks, useScope, useSeesAllTeams, useSigns, useSignedIn } from '../../context';
import { count } from '../../money/format';
import { dayYear, instant } from '../../money/time';
import { Card, EmptyState, ErrorState, Mark, PageHead, SkeletonRows } from '../../parts/basics';
import { Downloads } from '../../parts/downloads';
import { setView } from '../../url/state';
import { ChangesCard, CorrectionsCard, FiguresCard, WhyCard } from './figures';
import { StepDialog, type StepName } from './steps';
import { daysOf, ItemMark, periodToClose, StateMark } from './words';

/** The periods of own books: what keeps one from its sign-off, what was signed, and what changed since. */
export function CloseScreen() {
  return useSeesAllTeams() ? <AllPeriods /> : <LeadClose />;
}

function LeadClose() {
  return (
    <>
      <PageHead title="Close" lede="The periods of own books" />
      <Card title="Periods"><EmptyState title="Shown to roles that see every team" why="A close signs the figures of all teams. Chargeback shows what your teams bear." /></Card>
    </>
  );
}

function AllPeriods() {
  const { view, asOf } = useScope();
  const list = useCloses();
  const rows = list.data?.rows ?? [];
  const chosen = view.select || periodToClose(rows);
  // A calendar month names its period too. What is not in the list has no bill yet, as in the first minutes of the demo.
  const known = rows.find((r) => r.period === chosen || r.firstDay.slice(0, 7) === chosen);
  const listed = list.data !== undefined && list.data.totalRows <= rows.length;
  const absent = chosen !== '' && listed && known === undefined;
  const detail = useClose(list.data === undefined || absent ? '' : chosen, asOf);
  const [step, setStep] = useState<StepName>();
  const close = detail.data;
  return (
    <>
      <PageHead
        title="Close"
        lede={close ? `${daysOf(close)} · ${close.period} · ${close.words}${asOf ? ` · as known on ${instant(asOf)}` : ''}` : 'The periods of own books'}
        actions={close ? <Actions close={close} open={setStep} /> : undefined}
      />
      <Card title="Periods" sub={rows.length > 0 ? `${count(list.data?.totalRows ?? 0)}, the newest first` : undefined}>
        {list.isError && !list.data ? <ErrorState fault={list.error} retry={() => void list.refetch()} /> : list.isPending ? <SkeletonRows rows={4} /> : rows.length === 0 ? <EmptyState title="No period yet" why="Periods begin with the first bill that is loaded." command="./gpuledger import --source NAME FILE" /> : (
          <ul className="periods">{rows.map((r) => <PeriodRow key={r.period} row={r} chosen={r === known} />)}</ul>
        )}
      </Card>
      {detail.isError && !close ? <Card title="Checklist"><ErrorState fault={detail.error} retry={() => void detail.refetch()} /></Card> : null}
      {absent && rows.length > 0 ? <Card title="Checklist"><EmptyState title={`There is no period ${chosen} yet`} why="The books begin with the first bill that is loaded. It comes here by itself once its bill is there; until then choose another period above." /></Card> : null}
      {chosen !== '' && !absent && detail.isPending ? <Card title="Checklist"><SkeletonRows rows={8} /></Card> : null}
      {close ? <Detail close={close} /> : null}
      {close && step ? <StepDialog step={step} close={close} onClose={() => setStep(undefined)} /> : null}
    </>
  );
}

function Actions({ close, open }: { close: CloseDetail; open: (step: StepName) => void }) {
  const { asOf } = useScope();
  const keepsBooks = useKeepsBooks();
  const signs = useSigns();
  const { user } = useSignedIn();
  const preparing = close.state === 'open' || close.state === 'reopened';
  const own = close.preparedBy?.trim().toLowerCase() === user.trim().toLowerCase();
  return (
    <>
      {keepsBooks && preparing ? <button type="button" className="button primary" onClick={() => open('prepare')}>Prepare</button> : null}
      {signs && close.state === 'in_review' ? <button type="button" className="button primary" disabled={own} title={own ? 'You have prepared it; another person signs' : undefined} onClick={() => open('sign-off')}>Sign off</button> : null}
      {signs && !preparing ? <button type="button" className="button" onClick={() => open('reopen')}>{close.state === 'closed' ? 'Reopen' : 'Send back'}</button> : null}
      <Downloads kind="accrual-journal" name={`accrual-journal-${close.period}`} query={{ period: close.period, asOf }} words="Export journal" />
    </>
  );
}

function PeriodRow({ row, chosen }: { row: CloseHead; chosen: boolean }) {
  return (
    <li data-selected={chosen}>
      <button type="button" className="title" aria-pressed={chosen} onClick={() => setView({ select: row.period })}>{daysOf(row)}</button>
      <span className="muted small">{row.period}{row.ended ? '' : ` · runs until ${dayYear(row.lastDay)}`}</span>
      <span className="state">
        <StateMark head={row} />
        {row.signOff && row.state === 'closed' ? <span className="muted small">by {row.signOff.by}</span> : null}
        {row.preparedBy ? <span className="muted small">prepared by {row.preparedBy}</span> : null}
        {row.redeliveries ? <Mark kind="risk">{count(row.redeliveries)} {row.redeliveries === 1 ? 'delivery' : 'deliveries'} since</Mark> : null}
      </span>
    </li>
  );
}

function Detail({ close }: { close: CloseDetail }) {
  const open = close.checklist.filter((i) => i.required && i.state === 'open').length;
  return (
    <>
      <Card title="Checklist" sub={close.state === 'closed' ? 'as it was signed' : open === 0 ? 'nothing is open' : `${count(open)} open`}>
        <ul className="checklist">
          {close.checklist.map((i) => (
            <li key={i.item}>
              <span className="mark-of"><ItemMark item={i} /></span>
              <span><strong>{i.title}</strong>{i.required ? null : <span className="muted small"> optional</span>}<br /><span className="muted small">{i.reason}</span>{i.note ? <><br /><span className="small">{i.by}: {i.note}</span></> : null}</span>
            </li>
          ))}
        </ul>
      </Card>
      <FiguresCard close={close} />
      {close.changes ? <ChangesCard changes={close.changes} /> : null}
      <CorrectionsCard title="Corrections of earlier periods" corrections={close.corrections} />
      <CorrectionsCard title="Corrected in later periods" corrections={close.correctedIn} />
      {close.whyChanged && close.whyChanged.rows.length > 0 ? <WhyCard why={close.whyChanged} /> : null}
      {close.history.length > 0 ? (
        <Card title="Steps">
          <ul className="close-list">
            {close.history.map((h) => <li key={`${h.at} ${h.to}`}><strong>{h.to}</strong> <span className="muted">by {h.by}, {instant(h.at)}</span>{h.reason ? <>: {h.reason}</> : null}</li>)}
          </ul>
        </Card>
      ) : null}
    </>
  );
}
