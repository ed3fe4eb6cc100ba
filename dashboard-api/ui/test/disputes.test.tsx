import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Session } from '../src/api/status';
import { SessionContext } from '../src/context';
import { isOver, useMayDispute } from '../src/screens/disputes';
import { componentWord } from '../src/screens/statement-words';
import { Downloads } from '../src/parts/downloads';

const session = (role: Session['role'], teams: string[] = []): Session => ({ user: 'u', role, teams, demo: false, version: '0', csrf: '' });

function may(of: Session, team: string): boolean {
  let answer = false;
  const Ask = () => {
    answer = useMayDispute()(team);
    return null;
  };
  renderToStaticMarkup(<QueryClientProvider client={new QueryClient()}><SessionContext.Provider value={of}><Ask /></SessionContext.Provider></QueryClientProvider>);
  return answer;
}

describe('who may dispute a line', () => {
  it('is a lead of the team, and finance', () => {
    expect(may(session('lead', ['vision']), 'vision')).toBe(true);
    expect(may(session('lead', ['vision']), 'search')).toBe(false);
    expect(may(session('finance'), 'search')).toBe(true);
    expect(may(session('admin'), 'search')).toBe(true);
    expect(may(session('viewer'), 'search')).toBe(false);
    expect(may(session('approver'), 'search')).toBe(false);
  });

  it('waits for the end of the month', () => {
    expect(isOver('2001-01')).toBe(true);
    expect(isOver('2999-01')).toBe(false);
  });
});

describe('the words of a line', () => {
  it('are those of its state, or its own', () => {
    expect(componentWord('direct')).toBe('Direct');
    expect(componentWord('unused GPUs')).toBe('Unused GPUs');
  });
});

describe('the menu of downloads', () => {
  it('is a button that names what it opens', () => {
    const html = renderToStaticMarkup(<Downloads kind="bridge" name="bridge-2026-10" query={{ period: '2026-10' }} />);
    expect(html).toContain('title="Export: choose a form"');
    expect(html).toContain('aria-haspopup="dialog"');
  });
});
