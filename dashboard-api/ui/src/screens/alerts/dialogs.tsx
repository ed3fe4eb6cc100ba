import { useState } from 'react';
import { useAssign, useSnooze } from '../../api/alerts';
import { instant, ofClock } from '../../money/time';
import { Dialog, ErrorState, Select } from '../../parts/basics';
import { Field } from '../budgets/form';

/** The zone of the reader's clock, in which a snooze is meant. */
export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/** The wall clock of the reader as a field of a form takes it, some days on. */
export function wallClock(now: Date, days: number, hour?: number): string {
  const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour ?? now.getHours(), hour === undefined ? now.getMinutes() : 0);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Puts an alert off until a time of a wall clock, whose zone is named. */
export function SnoozeDialog({ id, title, onClose }: { id: string; title: string; onClose: () => void }) {
  const snooze = useSnooze();
  const here = zoneHere();
  const [until, setUntil] = useState(wallClock(new Date(), 1));
  const [zone, setZone] = useState(here);
  const submit = (e: React.FormEvent) => {
    e.preventDefault();
    snooze.mutate({ id, until, zone }, { onSuccess: onClose });
  };
  const zones = [...new Set([here, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  const end = until === '' ? undefined : ofClock(until, zone);
  return (
    <Dialog title={`Snooze: ${title}`} onClose={onClose} foot={<><button type="button" className="button" onClick={onClose}>Cancel</button><button type="submit" form="snooze-form" className="button primary" disabled={snooze.isPending || until === ''}>{snooze.isPending ? 'Snoozing' : 'Snooze'}</button></>}>
      <form id="snooze-form" className="body" onSubmit={submit} noValidate>
        <p>Nobody is asked about it meanwhile. Where it still stands then, its channels are told again. The time of the clock is kept over a change of daylight saving.</p>
        <div className="field">
          <label htmlFor="snooze-until">Until</label>
          <input id="snooze-until" className="input" type="datetime-local" value={until} onChange={(e) => setUntil(e.target.value)} autoFocus />
        </div>
        <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
          {([['Tomorrow, this time', 1, undefined], ['Tomorrow 09:00', 1, 9], ['In a week', 7, undefined]] as const).map(([words, days, hour]) => (
            <button key={words} type="button" className="button small" onClick={() => setUntil(wallClock(new Date(), days, hour))}>{words}</button>
          ))}
        </div>
        <Select label="Zone of the clock" prefix="Zone" value={zone} options={zones.map((z) => [z, z] as const)} onChange={setZone} />
        {end ? <p className="muted small" aria-live="polite">{zone === 'UTC' ? `Until ${instant(end.toISOString())}` : `That is ${instant(end.toISOString())}`}</p> : null}
        {snooze.isError ? <ErrorState fault={snooze.error} inline kept="The alert stands as it did." /> : null}
      </form>
    </Dialog>
  );
}

/** Names who is responsible. */
export function AssignDialog({ id, title, now, onClose }: { id: string; title: string; now: string; onClose: () => void }) {
  const assign = useAssign();
  const [assignee, setAssignee] = useState(now);
  const submit = (e: React.FormEvent) => {
    e.preventDefault();
    assign.mutate({ id, assignee: assignee.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog title={`Assign: ${title}`} onClose={onClose} foot={<><button type="button" className="button" onClick={onClose}>Cancel</button><button type="submit" form="assign-form" className="button primary" disabled={assign.isPending}>{assign.isPending ? 'Assigning' : 'Assign'}</button></>}>
      <form id="assign-form" className="body" onSubmit={submit} noValidate>
        <Field id="assign-to" label="Who is responsible" value={assignee} onChange={setAssignee} hint="A name, or a Slack user id. Empty: nobody." autoFocus />
        {assign.isError ? <ErrorState fault={assign.error} inline kept="The alert stands as it did." /> : null}
      </form>
    </Dialog>
  );
}
