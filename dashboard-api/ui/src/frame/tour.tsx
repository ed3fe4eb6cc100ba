import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useCloses } from '../api/close';
import { useCosts } from '../api/queries';
import { useScope, useSeesAllTeams, useSignedIn } from '../context';
import { amountText } from '../money/format';
import { Icon } from '../parts/icon';
import { resolve } from '../url/period';
import { withTerm } from '../url/filter';
import { setView } from '../url/state';
import { HELD_IDLE, periodOfDemo, readPlace, TOUR, type TourPlace, type TourStep } from './tour-steps';

const KEPT_AS = 'gpuledger.tour';
const MARKED = 'tour-look';
const HOLDERS = 3;
const STEPS = `Tour, ${TOUR.length} steps`;

const listeners = new Set<() => void>();
let kept: { text: string | null; place: TourPlace } | undefined;

function place(): TourPlace {
  const text = localStorage.getItem(KEPT_AS);
  if (kept?.text !== text) kept = { text, place: readPlace(text) };
  return kept!.place;
}

function setPlace(change: Partial<TourPlace>): void {
  localStorage.setItem(KEPT_AS, JSON.stringify({ ...place(), ...change }));
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where the visitor is in the tour; undefined where there is none. */
function useTour(): TourPlace | undefined {
  const { demo } = useSignedIn();
  const seesAll = useSeesAllTeams();
  const now = useSyncExternalStore(subscribe, place);
  return demo && seesAll ? now : undefined;
}

/** The guide through the demo, in its corner, once it is opened. */
export function Tour() {
  const now = useTour();
  return now?.shown === 'open' ? <Guide at={now.at} /> : null;
}

/** Opens the tour, from a place of its own in the foot of the rail: nothing lies beneath it. */
export function TourInRail() {
  const now = useTour();
  if (!now || now.shown === 'open') return null;
  const isNew = now.shown === 'folded';
  return (
    <button type="button" className={`nav-link tour-again${isNew ? ' is-new' : ''}`} onClick={() => setPlace({ shown: 'open' })} aria-label={isNew ? STEPS : 'Take the tour'}>
      <Icon name="play" /><span className="words">{isNew ? STEPS : 'Tour'}</span>
    </button>
  );
}

/** The same at the end of the page, where there is no rail. */
export function TourAtEnd() {
  const now = useTour();
  if (now?.shown !== 'folded') return null;
  return (
    <div className="tour-fold">
      <button type="button" className="button small" onClick={() => setPlace({ shown: 'open' })}><Icon name="play" size={14} />{STEPS}</button>
      <button type="button" className="icon-button" aria-label="Close the tour" onClick={() => setPlace({ shown: 'away' })}><Icon name="close" size={14} /></button>
    </div>
  );
}

function Guide({ at }: { at: number }) {
  const { today } = useScope();
  const closes = useCloses();
  const step = TOUR[at]!;
  const head = useRef<HTMLHeadingElement>(null);
  const go = (next: number) => {
    setPlace({ at: next });
    setView(TOUR[next]!.view(periodOfDemo(today, closes.data?.rows ?? [])));
    head.current?.focus();
  };
  useLook(step);
  return (
    <aside className="tour" aria-label="Tour of the demo" onKeyDown={(e) => { if (e.key === 'Escape') setPlace({ shown: 'folded' }); }}>
      <div className="tour-head">
        <ol aria-label="Steps">
          {TOUR.map((s, i) => (
            <li key={s.title}><button type="button" aria-label={`Step ${i + 1}: ${s.title}`} aria-current={i === at ? 'step' : undefined} title={s.title} onClick={() => go(i)}>{i + 1}</button></li>
          ))}
        </ol>
        <button type="button" className="icon-button" aria-label="Close the tour" onClick={() => setPlace({ shown: 'away' })}><Icon name="close" size={16} /></button>
      </div>
      <h2 tabIndex={-1} ref={head}>{step.title}</h2>
      <p>{step.says}</p>
      {step.view('').filter === HELD_IDLE ? <Holders /> : null}
      <div className="tour-acts">
        <button type="button" className="button small" onClick={() => go(at)}>Show me</button>
        <span className="end">
          <button type="button" className="button small quiet" disabled={at === 0} onClick={() => go(at - 1)}>Back</button>
          {at < TOUR.length - 1
            ? <button type="button" className="button small primary" onClick={() => go(at + 1)}>Next</button>
            : <button type="button" className="button small primary" onClick={() => setPlace({ at: 0, shown: 'away' })}>Done</button>}
        </span>
      </div>
    </aside>
  );
}

/** Holders by the amortised cost of the time in which they held GPUs and did nothing. */
function Holders() {
  const { today } = useScope();
  const period = resolve('last-30-days', today);
  const costs = useCosts({ start: period.start, end: period.end, metric: 'effective', groupBy: 'holder', filter: HELD_IDLE, limit: HOLDERS });
  if (costs.isPending) return <p className="muted">Reading the holders</p>;
  const rows = (costs.data?.rows ?? []).filter((r) => r.group['holder'] !== undefined && r.group['holder'] !== '-').slice(0, HOLDERS);
  if (rows.length === 0) return <p className="muted">{costs.isError ? 'The holders cannot be read now.' : 'None yet: the bill of the running month and the telemetry are still being loaded.'}</p>;
  return (
    <ul className="tour-holders">
      {rows.map((r) => (
        <li key={`${r.group['holder']} ${r.currency ?? ''}`}>
          <button type="button" className="link" onClick={() => setView({ screen: 'charges', period: 'last-30-days', filter: withTerm(HELD_IDLE, 'holder', r.group['holder']!), select: '' })}>{r.group['holder']!.replace(/^pod:/, '')}</button>
          <span className="number">{amountText(r.amount, r.currency ?? 'USD')} {r.currency ?? ''}</span>
        </li>
      ))}
    </ul>
  );
}

function find(step: TourStep): Element | undefined {
  const look = step.look;
  if ('button' in look) {
    return [...document.querySelectorAll('#content button')].find((b) => b.textContent?.trim() === look.button);
  }
  const heads = [...document.querySelectorAll('#content .card > .head > h2')];
  return heads.find((h) => h.textContent?.trim().startsWith(look.card))?.closest('.card') ?? undefined;
}

/** Marks what the step speaks of, as soon as the screen shows it, and brings it into view once. */
function useLook(step: TourStep): void {
  useEffect(() => {
    const content = document.getElementById('content');
    if (!content) return undefined;
    let marked: Element | undefined;
    const mark = () => {
      const found = find(step);
      if (found === marked && found?.classList.contains(MARKED) !== false) return;
      marked?.classList.remove(MARKED);
      found?.classList.add(MARKED);
      if (found && found !== marked) found.scrollIntoView?.({ block: 'start' });
      marked = found;
    };
    mark();
    const watcher = new MutationObserver(mark);
    watcher.observe(content, { childList: true, subtree: true });
    return () => {
      watcher.disconnect();
      marked?.classList.remove(MARKED);
    };
  }, [step]);
}
