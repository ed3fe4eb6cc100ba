import { useIsFetching } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useAlerts, useStatus } from '../api/queries';
import { useScope, useSignedIn } from '../context';
import { Menu } from '../parts/basics';
import { Brand, Icon, type IconName } from '../parts/icon';
import { linkTo, type Screen, setView } from '../url/state';
import { setTheme, useTheme } from '../theme/theme';
import { JumpPalette } from './jump';
import { TopBar } from './topbar';
import { Tour, TourAtEnd, TourInRail } from './tour';
import { TruthLine } from './truth';

/** Only screens that exist stand here; later ones are added with the work that brings them. */
export const NAV: readonly { screen: Screen; words: string; icon: IconName }[] = [
  { screen: 'overview', words: 'Overview', icon: 'overview' },
  { screen: 'gpus', words: 'GPUs', icon: 'gpus' },
  { screen: 'budgets', words: 'Budgets', icon: 'budgets' },
  { screen: 'alerts', words: 'Alerts', icon: 'alerts' },
  { screen: 'chargeback', words: 'Chargeback', icon: 'chargeback' },
  { screen: 'charges', words: 'Charges', icon: 'charges' },
  { screen: 'invoices', words: 'Invoices', icon: 'invoices' },
  { screen: 'variance', words: 'Variance', icon: 'variance' },
  { screen: 'close', words: 'Close', icon: 'closing' },
  { screen: 'commitments', words: 'Commitments', icon: 'commitments' },
  { screen: 'data', words: 'Data', icon: 'data' },
];

/** Those that fit the bar of a phone beside More. */
const ON_PHONES: readonly Screen[] = ['overview', 'gpus', 'budgets', 'chargeback'];

export function Frame({ children, signOut }: { children: ReactNode; signOut: () => Promise<void> }) {
  const { view, asOf } = useScope();
  const session = useSignedIn();
  const [narrow, setNarrow] = useState(() => localStorage.getItem('gpuledger.rail') === 'narrow');
  const [jumping, setJumping] = useState(false);
  const open = useAlerts().data?.rows.filter((a) => (a.status ?? (a.state === 'acknowledged' ? 'acknowledged' : 'open')) === 'open').length ?? 0;
  const status = useStatus(asOf);
  // A refresh of what is shown keeps nobody waiting; a first answer does.
  const isBusy = useIsFetching({ predicate: (q) => q.state.data === undefined }) > 0;

  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      const typing = (e.target as HTMLElement).closest?.('input, textarea, select, [contenteditable]');
      if ((e.key === 'k' && (e.ctrlKey || e.metaKey)) || (e.key === '/' && !typing && !e.ctrlKey && !e.metaKey && !e.altKey)) {
        e.preventDefault();
        setJumping(true);
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);

  const collapse = () => {
    localStorage.setItem('gpuledger.rail', narrow ? 'wide' : 'narrow');
    setNarrow(!narrow);
  };

  return (
    <div className={`frame ${narrow ? 'is-narrow' : ''}`}>
      <a className="skip-link" href="#content" onClick={(e) => { e.preventDefault(); document.getElementById('content')?.focus(); }}>Skip to content</a>
      <aside className="rail" aria-label="Screens">
        <a className="brand" href={linkTo(view, { screen: 'overview' })} aria-label="GpuLedger, Overview"><Brand /><span className="words">GpuLedger</span></a>
        <nav aria-label="Main">
          <ul>
            {NAV.map((item) => (
              <li key={item.screen}>
                <a className="nav-link" href={linkTo(view, { screen: item.screen })} aria-current={view.screen === item.screen ? 'page' : undefined} title={narrow ? item.words : undefined} aria-label={narrow ? item.words : undefined}>
                  <Icon name={item.icon} />
                  <span className="words">{item.words}</span>
                  {item.screen === 'alerts' && open > 0 && !narrow ? <span className="count">{open}<span className="visually-hidden"> open alerts</span></span> : null}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="foot">
          <TourInRail />
          <span className="version" title={`GpuLedger ${session.version}`}>Version {session.version}</span>
          <button type="button" className="nav-link" style={{ border: 0, background: 'none', cursor: 'pointer' }} onClick={collapse} aria-pressed={narrow} aria-label={narrow ? 'Widen the menu' : 'Narrow the menu'}>
            <Icon name="collapse" /><span className="words">Narrow</span>
          </button>
        </div>
      </aside>
      <div className="main">
        <header className="topbar">
          <TopBar signOut={signOut} onSearch={() => setJumping(true)} />
          <TruthLine status={status.data} fault={status.error} readAt={status.dataUpdatedAt} />
        </header>
        <main className="page" id="content" tabIndex={-1} aria-busy={isBusy}>{children}<TourAtEnd /></main>
      </div>
      <nav className="bottombar" aria-label="Screens">
        {NAV.filter((n) => ON_PHONES.includes(n.screen)).map((item) => (
          <a key={item.screen} href={linkTo(view, { screen: item.screen })} aria-current={view.screen === item.screen ? 'page' : undefined}>
            <Icon name={item.icon} />{item.words}
          </a>
        ))}
        <More signOut={signOut} onSearch={() => setJumping(true)} />
      </nav>
      <Tour />
      {jumping ? <JumpPalette onClose={() => setJumping(false)} /> : null}
    </div>
  );
}

function More({ signOut, onSearch }: { signOut: () => Promise<void>; onSearch: () => void }) {
  const { view } = useScope();
  const theme = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  const rest = NAV.filter((n) => !ON_PHONES.includes(n.screen));
  const inside = rest.some((n) => n.screen === view.screen);
  return (
    <Menu className="" label="More" button={<span style={{ display: 'grid', justifyItems: 'center', gap: 2 }} aria-current={inside ? 'page' : undefined}><Icon name="more" />More</span>}>
      {(close) => (
        <>
          {rest.map((n) => (
            <button key={n.screen} type="button" className="option" onClick={() => { setView({ screen: n.screen }); close(); }}><Icon name={n.icon} />{n.words}</button>
          ))}
          <button type="button" className="option" onClick={() => { close(); onSearch(); }}><Icon name="search" />Search</button>
          <button type="button" className="option" onClick={() => { setTheme(other); close(); }}><Icon name={theme === 'dark' ? 'sun' : 'moon'} />{theme === 'dark' ? 'Light theme' : 'Dark theme'}</button>
          <hr />
          <button type="button" className="option" onClick={() => void signOut()}><Icon name="signout" />Sign out</button>
        </>
      )}
    </Menu>
  );
}
