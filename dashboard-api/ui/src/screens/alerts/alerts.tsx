import { useEffect, useRef, useState } from 'react';
import { ALERT_KIND, kindWords, type LedgerAlert, STATUSES, useAlertLedger, useSnooze, useTakeOn } from '../../api/alerts';
import { useScope, useSignedIn } from '../../context';
import { instant, shortInstant } from '../../money/time';
import { Card, EmptyState, ErrorState, Mark, PageHead, Segmented, Select, SkeletonRows } from '../../parts/basics';
import { teamName } from '../../parts/owner';
import { setView } from '../../url/state';
import { AlertDetail } from './detail';
import { AssignDialog, SnoozeDialog, zoneHere } from './dialogs';
import { ALL, STATUS_WORDS, type Wanted, wantedBy } from './words';

/** Every alert, of budgets and of all that is watched beside them: what stands, who cares for it, what was told. */
export function AlertsScreen() {
  const { view } = useScope();
  const { role } = useSignedIn();
  const mayCare = role !== 'viewer';
  const [kind, setKind] = useState('');
  const [team, setTeam] = useState('');
  const [asking, setAsking] = useState<'snooze' | 'assign'>();
  // A link of a message names which alerts are meant; a chosen alert leaves that as it was.
  const [before, setBefore] = useState<Wanted>('open');
  const asked = wantedBy(view.select);
  if (asked && asked !== before) setBefore(asked);
  const status = asked ?? before;
  const setStatus = (to: Wanted) => { setBefore(to); setView({ select: to === 'open' ? '' : `status:${to}` }, true); };
  const list = useAlertLedger({ ...(status === ALL ? {} : { status }), ...(kind ? { kind } : {}), ...(team ? { team } : {}) });
  const takeOn = useTakeOn();
  const snooze = useSnooze();
  const rows = list.data?.rows ?? [];
  const linked = view.select.startsWith('alert:') ? view.select.slice(6) : '';
  const chosen = linked || (rows[0]?.id ?? '');
  const teams = [...new Set(rows.flatMap((a) => a.teams))].sort();
  const items = useRef<HTMLUListElement>(null);
  const detail = useRef<HTMLDivElement>(null);
  const select = (id: string) => setView({ select: `alert:${id}` }, true);
  const filtered = kind !== '' || team !== '';

  // The chosen one stays in sight while arrows move over a long list.
  useEffect(() => {
    items.current?.querySelector('[data-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const press = (e: React.KeyboardEvent) => {
    if (e.ctrlKey || e.metaKey || e.altKey || rows.length === 0) return;
    const index = rows.findIndex((a) => a.id === chosen);
    const move = (to: number) => {
      const next = rows[Math.max(0, Math.min(rows.length - 1, to))];
      if (!next) return;
      e.preventDefault();
      select(next.id);
      items.current?.querySelector<HTMLButtonElement>(`[data-id="${CSS.escape(next.id)}"]`)?.focus();
    };
    const alert = rows[index];
    switch (e.key) {
      case 'ArrowDown': return move(index + 1);
      case 'ArrowUp': return move(index - 1);
      case 'Home': return move(0);
      case 'End': return move(rows.length - 1);
      case 'a': if (alert && mayCare && !alert.acknowledgedBy) takeOn.mutate({ id: alert.id }); return;
      case 's': if (alert && mayCare && alert.status !== 'recovered') snooze.mutate({ id: alert.id, days: 1, zone: zoneHere() }); return;
      case 'z': if (alert && mayCare && alert.status !== 'recovered') { e.preventDefault(); setAsking('snooze'); } return;
      case 'w': if (alert && mayCare) { e.preventDefault(); setAsking('assign'); } return;
    }
  };

  const shown = rows.find((a) => a.id === chosen);
  return (
    <>
      <PageHead title="Alerts" lede="Each is told once: thresholds of budgets, idle and runaway work, sources, prices, invoices and commitments" />
      <div className="alert-filters">
        <Segmented label="Which alerts" value={status} options={[...STATUSES.map((s) => [s, STATUS_WORDS[s]] as const), [ALL, 'All'] as const]} onChange={setStatus} />
        <Select label="Kind" prefix="Kind" value={kind} options={[['', 'All'], ...Object.entries(ALERT_KIND)]} onChange={setKind} />
        {teams.length > 1 || team ? <Select label="Team" prefix="Team" value={team} options={[['', 'All'], ...[...new Set([...teams, ...(team ? [team] : [])])].map((t) => [t, teamName(t)] as const)]} onChange={setTeam} /> : null}
      </div>
      {takeOn.isError ? <ErrorState fault={takeOn.error} inline kept="The alert stands as it did." /> : null}
      {snooze.isError ? <ErrorState fault={snooze.error} inline kept="The alert stands as it did." /> : null}
      <div className="alert-split">
        <Card title={status === ALL ? 'All alerts' : STATUS_WORDS[status]} sub={list.data ? `${rows.length}${rows.length === 500 ? ' or more' : ''}` : undefined}>
          {list.isError && !list.data ? <ErrorState fault={list.error} retry={() => void list.refetch()} /> : list.isPending ? <SkeletonRows rows={8} /> : rows.length === 0 ? (
            <Nothing status={status} filtered={filtered} clear={() => { setKind(''); setTeam(''); }} />
          ) : (
            <>
              <ul ref={items} className="alert-list" onKeyDown={press} aria-label="Alerts">
                {rows.map((a) => <Row key={a.id} alert={a} selected={a.id === chosen} show={() => { select(a.id); bringUp(detail.current); }} />)}
              </ul>
              <p className="alert-keys muted small">{mayCare ? <>Arrows move, <kbd>a</kbd> takes it on, <kbd>s</kbd> snoozes for a day, <kbd>z</kbd> until a time, <kbd>w</kbd> names who.</> : 'Arrows move.'}</p>
            </>
          )}
        </Card>
        <div className="stack" ref={detail}>
          {chosen ? <AlertDetail id={chosen} row={shown} mayCare={mayCare} snooze={() => setAsking('snooze')} assign={() => setAsking('assign')} /> : null}
        </div>
      </div>
      {asking === 'snooze' && chosen ? <SnoozeDialog id={chosen} title={shown?.title ?? 'the alert'} onClose={() => setAsking(undefined)} /> : null}
      {asking === 'assign' && chosen ? <AssignDialog id={chosen} title={shown?.title ?? 'the alert'} now={shown?.assignee ?? ''} onClose={() => setAsking(undefined)} /> : null}
    </>
  );
}

/** Where list and alert stand one below the other, what was chosen comes into sight. */
function bringUp(detail: HTMLElement | null) {
  if (detail && window.matchMedia('(max-width: 1180px)').matches) detail.scrollIntoView({ block: 'start' });
}

function Nothing({ status, filtered, clear }: { status: Wanted; filtered: boolean; clear: () => void }) {
  if (filtered) return <EmptyState title="No alert is like that" why="No alert matches the kind and team that are chosen." action={<button type="button" className="button small" onClick={clear}>Show every kind and team</button>} />;
  if (status === 'open') return <EmptyState title="Nothing is open" why="An alert comes here by itself: when a budget passes a threshold, a source stops, GPUs idle, a price is missing, an invoice does not tie or a commitment ends." />;
  return <EmptyState title="No alert here" why={status === ALL ? 'Nothing was raised so far.' : `No alert is ${STATUS_WORDS[status].toLowerCase()}.`} />;
}

function Standing({ alert }: { alert: LedgerAlert }) {
  switch (alert.status) {
    case 'recovered':
      return <Mark kind="ok">Over</Mark>;
    case 'snoozed':
      return <Mark kind="waiting">Snoozed</Mark>;
    case 'acknowledged':
      return <span className="muted small">Taken on</span>;
    case 'open':
      return alert.severity === 'page' ? <Mark kind="bad">Pages</Mark> : alert.severity === 'info' ? <Mark kind="waiting">Open</Mark> : <Mark kind="risk">Open</Mark>;
  }
}

/** What of its messages needs a look, in a word or two. */
function toldWords(alert: LedgerAlert): string | undefined {
  switch (alert.state) {
    case 'failed':
      return 'not delivered';
    case 'held':
      return 'waits for its channel';
    case 'suppressed':
      return 'kept back by maintenance';
    case 'queued':
      return 'being delivered';
    default:
      return undefined;
  }
}

function Row({ alert, selected, show }: { alert: LedgerAlert; selected: boolean; show: () => void }) {
  const told = toldWords(alert);
  return (
    <li className="alert-item" data-selected={selected}>
      <div style={{ display: 'grid', gap: 2, justifyItems: 'start', minWidth: 0 }}>
        <button type="button" className="title" data-id={alert.id} onClick={show} aria-pressed={selected}>{alert.title}</button>
        <span className="facts">
          <span>{kindWords(alert.alertKind)}</span>
          {alert.assignee ? <span>{alert.assignee}</span> : alert.owner ? <span>{alert.owner}</span> : null}
          <span title={instant(alert.raisedAt)}>{shortInstant(alert.raisedAt)} UTC</span>
          {alert.escalatedAt ? <span title={instant(alert.escalatedAt)}>escalated</span> : null}
          {told ? alert.state === 'failed' ? <Mark kind="bad">{told}</Mark> : <span>{told}</span> : null}
        </span>
      </div>
      <Standing alert={alert} />
    </li>
  );
}
