import { useState } from 'react';
import { type Dispute, type DisputeReply, useDisputes, useOpenDispute, useReplyToDispute } from '../api/disputes';
import type { StatementLine } from '../api/statements';
import { useKeepsBooks, useSignedIn } from '../context';
import { parse } from '../money/decimal';
import { amount, exact } from '../money/format';
import { instant, month } from '../money/time';
import { Card, Dialog, EmptyState, ErrorState, Mark, Select, SkeletonRows } from '../parts/basics';
import { teamName } from '../parts/owner';
import { type Column, Table } from '../parts/table';
import type { Metric } from '../url/state';
import { Field } from './budgets/form';
import { componentWord } from './statement-words';

/** Whose statement lines the reader may dispute: a lead those of own teams, finance any. */
export function useMayDispute(): (team: string) => boolean {
  const session = useSignedIn();
  const keepsBooks = useKeepsBooks();
  return (team) => keepsBooks || (session.role === 'lead' && session.teams.includes(team));
}

/** A month whose statement does not move any more: it is over. */
export function isOver(period: string): boolean {
  return period < new Date().toISOString().slice(0, 7);
}

function StateMark({ of }: { of: Dispute }) {
  switch (of.state) {
    case 'open':
      return <Mark kind="waiting">Open</Mark>;
    case 'granted':
      return <Mark kind="ok">{of.granted === of.amount ? 'Granted' : 'Granted in part'}</Mark>;
    case 'rejected':
      return <Mark kind="bad">Rejected</Mark>;
    case 'withdrawn':
      return <span className="muted">Withdrawn</span>;
  }
}

/** A team says that a line of its statement is not its own. */
export function OpenDispute({ lines, period, metric, onClose }: { lines: StatementLine[]; period: string; metric: Metric; onClose: () => void }) {
  const open = useOpenDispute();
  const [component, setComponent] = useState(lines[0]?.component ?? '');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const line = lines.find((l) => l.component === component);
  if (!line) return null;
  const submit = (e: React.FormEvent) => {
    e.preventDefault();
    setTried(true);
    if (!reason.trim()) return;
    open.mutate({ period, metric, team: line.team, costCenter: line.costCenter, currency: line.currency, component, reason: reason.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog title={`Dispute a line of ${teamName(line.team)}, ${month(period)}`} onClose={onClose} foot={<><button type="button" className="button" onClick={onClose}>Cancel</button><button type="submit" form="dispute-form" className="button primary" disabled={open.isPending}>{open.isPending ? 'Sending' : 'Dispute'}</button></>}>
      <form id="dispute-form" className="body" onSubmit={submit} noValidate>
        <p>The statement stands. What finance grants moves away in the next statement that is open.</p>
        <Select label="Line" prefix="Line" value={component} options={lines.map((l) => [l.component, `${componentWord(l.component)}, ${amount(parse(l.amount), l.currency)} ${l.currency}`] as const)} onChange={setComponent} />
        <Field id="d-reason" label="Why is it not the team's?" value={reason} onChange={setReason} fault={tried && !reason.trim() ? 'Say why, so that finance can look.' : undefined} autoFocus />
        {open.isError ? <ErrorState fault={open.error} inline kept="Nothing was sent." /> : null}
      </form>
    </Dialog>
  );
}

const DECISIONS = [
  ['comment', 'Say something'],
  ['accept', 'Accept all of it'],
  ['partial', 'Accept a part'],
  ['reject', 'Reject'],
  ['withdraw', 'Withdraw'],
] as const;

/** What was said, and the next word. */
function ReplyDialog({ of, onClose }: { of: Dispute; onClose: () => void }) {
  const reply = useReplyToDispute(of.id);
  const keepsBooks = useKeepsBooks();
  const mayDispute = useMayDispute();
  const { user } = useSignedIn();
  const own = of.remarks[0]?.by.trim().toLowerCase() === user.trim().toLowerCase();
  const [decision, setDecision] = useState<DisputeReply['decision']>('comment');
  const [text, setText] = useState('');
  const [part, setPart] = useState('');
  const [bearer, setBearer] = useState('');
  const [costCenter, setCostCenter] = useState('');
  const [tried, setTried] = useState(false);
  const speaks = of.state === 'open' && mayDispute(of.team);
  const options = DECISIONS.filter(([d]) => d === 'comment' || (d === 'withdraw' ? own || !keepsBooks : keepsBooks && !own));
  const grants = decision === 'accept' || decision === 'partial';
  const badPart = decision === 'partial' && !/^-?\d+(\.\d{1,18})?$/.test(part.trim());
  const submit = (e: React.FormEvent) => {
    e.preventDefault();
    setTried(true);
    if (!text.trim() || badPart) return;
    reply.mutate(
      {
        decision,
        text: text.trim(),
        ...(decision === 'partial' ? { amount: part.trim() } : {}),
        ...(grants && bearer.trim() ? { bearerTeam: bearer.trim(), bearerCostCenter: costCenter.trim() || '-' } : {}),
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog title={`${componentWord(of.component)} of ${teamName(of.team)}, ${month(of.period)}`} onClose={onClose} foot={<><button type="button" className="button" onClick={onClose}>{speaks ? 'Cancel' : 'Close'}</button>{speaks ? <button type="submit" form="reply-form" className="button primary" disabled={reply.isPending}>{reply.isPending ? 'Sending' : 'Reply'}</button> : null}</>}>
      <form id="reply-form" className="body" onSubmit={submit} noValidate>
        <p><StateMark of={of} /> <span title={`${exact(of.amount)} ${of.currency}`}>{amount(parse(of.amount), of.currency)} {of.currency}</span> disputed{of.granted ? `, ${amount(parse(of.granted), of.currency)} moved to ${teamName(of.bearerTeam ?? '-')} in ${month(of.bookedIn ?? of.period)}` : ''}.</p>
        <ul className="plain">
          {of.remarks.map((r) => <li key={`${r.at}${r.by}${r.text}`}><strong>{r.by}</strong> <span className="muted small">{instant(r.at)}</span><br />{r.text}</li>)}
        </ul>
        {speaks ? (
          <>
            {options.length > 1 ? <Select label="Decision" prefix="Decision" value={decision} options={options} onChange={(d) => setDecision(d as DisputeReply['decision'])} /> : null}
            {keepsBooks && own ? <p className="muted small">You have opened this dispute; another person decides on it.</p> : null}
            {decision === 'partial' ? <Field id="d-part" label={`How much of it, in ${of.currency}`} value={part} onChange={setPart} inputMode="decimal" mono fault={tried && badPart ? 'A decimal such as 12.50.' : undefined} hint={`At most ${exact(of.amount)}`} /> : null}
            {grants ? <Field id="d-bearer" label="Team that bears it instead" value={bearer} onChange={setBearer} hint="Without one it has no owner" /> : null}
            {grants && bearer.trim() ? <Field id="d-cc" label="Its cost centre" value={costCenter} onChange={setCostCenter} hint="Empty for none" /> : null}
            <Field id="d-text" label="What you say" value={text} onChange={setText} fault={tried && !text.trim() ? 'Say it, the other side reads it.' : undefined} />
          </>
        ) : null}
        {reply.isError ? <ErrorState fault={reply.error} inline kept="The dispute is as it was." /> : null}
      </form>
    </Dialog>
  );
}

/** The disputes of a month's statement, and those whose correction it shows. */
export function DisputesPart({ period }: { period: string }) {
  const result = useDisputes(period);
  const [shown, setShown] = useState<string>();
  const rows = result.data?.rows ?? [];
  const of = rows.find((d) => d.id === shown);
  const columns: Column<Dispute>[] = [
    { key: 'team', head: 'Team', value: (d) => teamName(d.team), csv: (d) => d.team, cell: (d) => <span className="text">{teamName(d.team)}</span> },
    { key: 'line', head: 'Line', wideOnly: true, value: (d) => d.component, cell: (d) => <span className="text">{componentWord(d.component)}{d.period === period ? '' : `, ${month(d.period)}`}</span> },
    { key: 'amount', head: 'Disputed', number: true, value: (d) => parse(d.amount), csv: (d) => d.amount, cell: (d) => <span title={`${exact(d.amount)} ${d.currency}`}>{amount(parse(d.amount), d.currency)} {d.currency}</span> },
    { key: 'granted', head: 'Granted', number: true, wideOnly: true, value: (d) => (d.granted ? parse(d.granted) : undefined), csv: (d) => d.granted ?? '', cell: (d) => (d.granted ? <span title={`${exact(d.granted)} ${d.currency}, in ${month(d.bookedIn ?? d.period)}`}>{amount(parse(d.granted), d.currency)} {d.currency}</span> : <span className="muted">–</span>) },
    { key: 'state', head: 'State', value: (d) => d.state, cell: (d) => <StateMark of={d} /> },
    { key: 'reply', head: 'Reply', fixed: true, value: () => undefined, cell: (d) => <button type="button" className="button small" onClick={() => setShown(d.id)} aria-label={`${d.state === 'open' ? 'Reply to' : 'Read'} the dispute of ${teamName(d.team)}, ${componentWord(d.component)}`}>{d.state === 'open' ? 'Reply' : 'Read'}</button> },
  ];
  return (
    <Card title="Disputes" sub={`Of ${month(period)}, and corrected in it`}>
      {result.isPending ? <SkeletonRows rows={2} /> : null}
      {result.isError && !result.data ? <ErrorState fault={result.error} retry={() => void result.refetch()} /> : null}
      {result.data && rows.length === 0 ? <EmptyState title="No line is disputed" why="A lead who finds a line that is not the team's disputes it in the statement above, once the month is over. Finance replies here." /> : null}
      {rows.length > 0 ? <Table label="Disputes" rows={rows} columns={columns} rowKey={(d) => d.id} dense /> : null}
      {of ? <ReplyDialog of={of} onClose={() => setShown(undefined)} /> : null}
    </Card>
  );
}
