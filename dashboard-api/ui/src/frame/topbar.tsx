import { useState } from 'react';
import { useScope, useSignedIn } from '../context';
import { Menu, Select } from '../parts/basics';
import { Brand, Icon } from '../parts/icon';
import { instant } from '../money/time';
import { parseFilter, withoutTerm, withTerm } from '../url/filter';
import { GROUP_KEYS, keyName, METRIC_WORDS, METRICS, type Screen, setView } from '../url/state';
import { setTheme, useTheme } from '../theme/theme';
import { CurrencyPicker } from './currency';
import { PeriodPicker } from './period-picker';

/** What each screen answers to: a control that changes nothing is not shown. */
const ANSWERS_TO: Record<Screen, readonly ('period' | 'metric' | 'asOf' | 'filter' | 'into')[]> = {
  overview: ['period', 'metric', 'asOf', 'filter', 'into'],
  chargeback: ['period', 'metric', 'asOf', 'filter', 'into'],
  charges: ['period', 'metric', 'asOf', 'filter'],
  invoices: ['period', 'asOf', 'into'],
  variance: ['period', 'metric', 'asOf', 'filter', 'into'],
  gpus: ['filter'],
  budgets: [],
  alerts: [],
  close: ['asOf'],
  commitments: ['period', 'asOf'],
  data: ['period', 'asOf'],
};

export function TopBar({ signOut, onSearch }: { signOut: () => Promise<void>; onSearch: () => void }) {
  const session = useSignedIn();
  const { view } = useScope();
  const uses = ANSWERS_TO[view.screen];
  const theme = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <>
      <div className="controls">
        {uses.includes('period') ? <PeriodPicker /> : <span className="narrow brand"><Brand />GpuLedger</span>}
        {uses.includes('metric') ? <MetricPicker /> : null}
        {uses.includes('into') ? <CurrencyPicker /> : null}
        {uses.includes('asOf') ? <AsOfClock /> : null}
        {uses.includes('filter') ? <span className="wide"><AddFilter /></span> : null}
        <span className="push" />
        {session.demo ? <span className="tag demo" title="Everything here is made up by GpuLedger"><span>Demo<span className="wide"> data</span></span></span> : null}
        <button type="button" className="field-button wide" onClick={onSearch} aria-label="Search (/ or Ctrl-K)"><Icon name="search" size={16} /><span className="label">Search</span><kbd>/</kbd></button>
        <button type="button" className="icon-button wide" onClick={() => setTheme(other)} aria-label={`Use the ${other} theme`} title={`Use the ${other} theme`}><Icon name={theme === 'dark' ? 'sun' : 'moon'} size={18} /></button>
        <span className="wide">
          <Menu label={`Account: ${session.user}`} className="icon-button" atEnd button={<Icon name="user" size={18} />}>
            {() => (
              <>
                <div className="group" style={{ gap: 0 }}>
                  <strong>{session.user}</strong>
                  <span className="muted small">Role {session.role}{session.teams.length > 0 ? ` of ${session.teams.join(', ')}` : ''}</span>
                </div>
                <hr />
                <button type="button" className="option" onClick={() => void signOut()}><Icon name="signout" size={16} />Sign out</button>
              </>
            )}
          </Menu>
        </span>
      </div>
      {uses.includes('filter') ? <ScopeTags /> : null}
      {uses.includes('asOf') ? <AsOfBanner /> : null}
    </>
  );
}

function AsOfBanner() {
  const { view } = useScope();
  if (!view.asOf) return null;
  return (
    <div className="asof-banner" role="status">
      <Icon name="clock" size={16} />
      <span>As known on <strong>{instant(view.asOf)}</strong>. Nothing learned later is shown.</span>
      <button type="button" className="button small" onClick={() => setView({ asOf: '' })}>Back to now</button>
    </div>
  );
}

function MetricPicker() {
  const { view } = useScope();
  return (
    <Menu label={`Cost ${METRIC_WORDS[view.metric].name}`} button={<><span className="label wide">Cost</span>{METRIC_WORDS[view.metric].name}<Icon name="down" className="caret" /></>}>
      {(close) => METRICS.map((m) => (
        <button key={m} type="button" className="option" data-selected={m === view.metric} aria-pressed={m === view.metric} onClick={() => { setView({ metric: m }); close(); }}>
          <span className="tick">{m === view.metric ? <Icon name="check" size={16} /> : null}</span>
          <span>{METRIC_WORDS[m].name}<span className="says">{METRIC_WORDS[m].says}</span></span>
        </button>
      ))}
    </Menu>
  );
}

function AsOfClock() {
  const { view } = useScope();
  const [text, setText] = useState('');
  return (
    <Menu labelled label={view.asOf ? `As known on ${instant(view.asOf)}` : 'As known now'} button={<><Icon name="clock" size={16} /><span className="wide">{view.asOf ? instant(view.asOf) : 'Now'}</span></>} onOpen={() => setText((view.asOf || new Date().toISOString()).slice(0, 16))}>
      {(close) => (
        <form className="group" onSubmit={(e) => { e.preventDefault(); const at = new Date(`${text}Z`); if (!Number.isNaN(at.getTime())) { setView({ asOf: at.toISOString().replace('.000Z', 'Z') }); close(); } }}>
          <div className="field">
            <label htmlFor="as-of">As known on, UTC</label>
            <input id="as-of" className="input" type="datetime-local" value={text} max={new Date().toISOString().slice(0, 16)} onChange={(e) => setText(e.target.value)} required />
            <span className="hint">Figures as they stood then: later deliveries and corrections are left out.</span>
          </div>
          <div style={{ display: 'flex', gap: 8 }}>
            <button type="submit" className="button primary small">Show</button>
            <button type="button" className="button small" onClick={() => { setView({ asOf: '' }); close(); }}>Now</button>
          </div>
        </form>
      )}
    </Menu>
  );
}

function AddFilter() {
  const { view } = useScope();
  const [key, setKey] = useState('team');
  const [value, setValue] = useState('');
  return (
    <Menu label="Add a filter" button={<><Icon name="filter" size={16} />Filter</>}>
      {(close) => (
        <form className="group" onSubmit={(e) => { e.preventDefault(); if (value.trim()) { setView({ filter: withTerm(view.filter, key, value.trim()) }); setValue(''); close(); } }}>
          <div className="field">
            <span className="label">Only where</span>
            <Select label="Filter field" value={key} options={GROUP_KEYS} onChange={setKey} />
          </div>
          <div className="field">
            <label htmlFor="filter-value">is</label>
            <input id="filter-value" className="input" value={value} onChange={(e) => setValue(e.target.value)} autoComplete="off" required />
            <span className="hint">A click on a row of any table does the same.</span>
          </div>
          <button type="submit" className="button primary small" style={{ justifySelf: 'start' }}>Add filter</button>
        </form>
      )}
    </Menu>
  );
}

function ScopeTags() {
  const { view } = useScope();
  if (!view.filter) return null;
  const filter = parseFilter(view.filter);
  const tags = 'text' in filter
    ? [{ key: 'Filter', words: filter.text }]
    : filter.terms.map((t) => ({ key: keyName(t.key) + (t.op === '!:' ? ' is not' : ''), words: t.values.map((v) => (v === '-' ? 'none' : v)).join(' or ') }));
  return (
    <div className="scope" aria-label="Scope">
      {tags.map((t, i) => (
        <span className="tag outlined" key={`${t.key}${t.words}`}>
          <span className="key">{t.key}</span>{t.words}
          <button type="button" aria-label={`Remove the filter ${t.key} ${t.words}`} onClick={() => setView({ filter: withoutTerm(view.filter, i) })}><Icon name="close" /></button>
        </span>
      ))}
      {tags.length > 1 ? <button type="button" className="button quiet small" onClick={() => setView({ filter: '' })}>Clear all</button> : null}
    </div>
  );
}
