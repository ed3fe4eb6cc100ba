import { useState } from 'react';
import { ApiError, signIn } from '../api/client';
import type { Session } from '../api/status';
import { Brand } from '../parts/icon';

function saysOf(fault: unknown): string {
  if (!(fault instanceof ApiError)) return 'The sign-in broke. Try again.';
  if (fault.status === 401 || fault.status === 403) return 'This token is not valid: it may be mistyped, expired or revoked. Take the link that "gpuledger up" prints, or make one with "gpuledger token create".';
  return fault.message;
}

export function SignIn({ fault, onSignedIn }: { fault: unknown; onSignedIn: (session: Session) => void }) {
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);
  const [own, setOwn] = useState<unknown>();
  const shown = own ?? fault;
  const submit = async (e: React.FormEvent) => {
    e.preventDefault();
    setBusy(true);
    try {
      onSignedIn(await signIn(token.trim()));
    } catch (caught) {
      setOwn(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="sign-in">
      <form onSubmit={(e) => void submit(e)}>
        <div className="brand"><svg width="28" height="28" viewBox="0 0 32 32"><Brand /></svg><h1>GpuLedger</h1></div>
        <p className="muted">One exact ledger for what an organisation spends on GPUs and AI.</p>
        <input type="text" name="username" autoComplete="username" defaultValue="token" hidden />
        <div className="field">
          <label htmlFor="token">Access token</label>
          <input id="token" className="input" type="password" autoComplete="current-password" spellCheck={false} value={token} onChange={(e) => setToken(e.target.value)} required autoFocus aria-invalid={shown !== undefined} aria-describedby={shown !== undefined ? 'token-fault' : 'token-hint'} />
          {shown !== undefined ? <span className="fault" id="token-fault" role="alert">{saysOf(shown)}</span> : <span className="hint" id="token-hint">The link that <code>gpuledger up</code> prints signs you in by itself.</span>}
        </div>
        <button type="submit" className="button primary" disabled={busy || token.trim() === ''}>{busy ? 'Signing in' : 'Sign in'}</button>
      </form>
    </main>
  );
}
