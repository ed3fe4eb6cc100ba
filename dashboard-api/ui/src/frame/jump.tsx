import { useMemo, useState } from 'react';
import { useChargeback, useDeliveries, useGpus } from '../api/queries';
import { useScope, useSeesAllTeams } from '../context';
import { Icon, type IconName } from '../parts/icon';
import { Dialog } from '../parts/basics';
import { monthOf } from '../url/period';
import { withTerm } from '../url/filter';
import { setView } from '../url/state';
import { NAV } from './frame';

interface Target {
  id: string;
  words: string;
  kind: string;
  icon: IconName;
  go: () => void;
}

const SHOWN = 12;

/** Jumps to screens, teams, GPUs and deliveries by name; arrows and Enter choose. */
export function JumpPalette({ onClose }: { onClose: () => void }) {
  const { view, period } = useScope();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const seesAll = useSeesAllTeams();
  const gpus = useGpus({ limit: 500, offset: 0 });
  const teams = useChargeback({ period: monthOf(period), metric: view.metric });
  const deliveries = useDeliveries({ limit: 50, offset: 0 }, seesAll);

  const targets = useMemo((): Target[] => {
    const names = [...new Set(teams.data?.rows.map((r) => r.team) ?? [])].filter((t) => t !== '-');
    return [
      ...NAV.filter((n) => seesAll || (n.screen !== 'data' && n.screen !== 'invoices' && n.screen !== 'close')).map((n): Target => ({ id: `screen:${n.screen}`, words: n.words, kind: 'Screen', icon: n.icon, go: () => setView({ screen: n.screen }) })),
      ...names.map((t): Target => ({ id: `team:${t}`, words: t, kind: 'Team', icon: 'user', go: () => setView({ screen: 'overview', filter: withTerm(view.filter, 'team', t) }) })),
      ...(gpus.data?.rows ?? []).map((g): Target => ({ id: `gpu:${g.id}`, words: `${g.node} ${g.uuid}`, kind: g.model ?? 'GPU', icon: 'gpus', go: () => setView({ screen: 'gpus', select: g.id }) })),
      ...(deliveries.data?.rows ?? []).map((d): Target => ({ id: `delivery:${d.deliveryId}`, words: `${d.source} ${d.scope.start?.slice(0, 7) ?? ''} ${d.deliveryId.slice(0, 12)}`, kind: 'Delivery', icon: 'data', go: () => setView({ screen: 'data', select: 'deliveries' }) })),
    ];
  }, [deliveries.data, gpus.data, seesAll, teams.data, view.filter]);

  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = targets.filter((t) => words.every((w) => `${t.words} ${t.kind}`.toLowerCase().includes(w))).slice(0, SHOWN);
  const choose = (target: Target | undefined) => {
    if (!target) return;
    onClose();
    target.go();
  };
  const press = (e: React.KeyboardEvent) => {
    if (e.key === 'ArrowDown') setAt((i) => Math.min(i + 1, found.length - 1));
    else if (e.key === 'ArrowUp') setAt((i) => Math.max(i - 1, 0));
    else if (e.key === 'Enter') choose(found[at]);
    else return;
    e.preventDefault();
  };

  return (
    <Dialog title="Jump to" onClose={onClose} className="jump">
      <div className="search">
        <Icon name="search" />
        <input autoFocus role="combobox" aria-expanded="true" aria-controls="jump-list" aria-activedescendant={found[at] ? `jump-${at}` : undefined} aria-label="Search screens, teams, GPUs and deliveries" placeholder="Screens, teams, GPUs, deliveries" value={text} onChange={(e) => { setText(e.target.value); setAt(0); }} onKeyDown={press} />
        <kbd>Esc</kbd>
      </div>
      {found.length === 0 ? <p className="nothing">Nothing is called “{text}”.</p> : null}
      <ul id="jump-list" role="listbox" aria-label="Found">
        {found.map((t, i) => (
          <li key={t.id} id={`jump-${i}`} role="option" aria-selected={i === at} onMouseMove={() => setAt(i)} onClick={() => choose(t)}>
            <span className={`option ${i === at ? 'is-active' : ''}`}><Icon name={t.icon} size={16} />{t.words}<span className="end">{t.kind}</span></span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
