import { useQueryClient } from '@tanstack/react-query';
import { Component, type ReactNode, useCallback, useEffect, useState } from 'react';
import { setCsrf, signIn, whenSignedOut, write } from './api/client';
import { type AlertEvent, useEvents } from './api/events';
import { rememberSignedIn, useSession } from './api/queries';
import type { Session } from './api/types';
import { SessionContext } from './context';
import { Frame } from './frame/frame';
import { Notices, useNotices } from './frame/notices';
import { ErrorState } from './parts/basics';
import { StatePatterns } from './parts/states';
import { AlertsScreen } from './screens/alerts/alerts';
import { BudgetsScreen } from './screens/budgets/budgets';
import { ChargebackScreen } from './screens/chargeback';
import { ChargesScreen } from './screens/charges';
import { CloseScreen } from './screens/close/close';
import { CommitmentsScreen } from './screens/commitments';
import { DataScreen } from './screens/data/data';
import { GpusScreen } from './screens/gpus';
import { InvoicesScreen } from './screens/invoices/invoices';
import { OverviewScreen } from './screens/overview/overview';
import { SignIn } from './screens/sign-in';
import { VarianceScreen } from './screens/variance';
import { readView, type Screen, setView, useView } from './url/state';

const SCREEN: Record<Screen, () => ReactNode> = {
  overview: () => <OverviewScreen />,
  gpus: () => <GpusScreen />,
  chargeback: () => <ChargebackScreen />,
  charges: () => <ChargesScreen />,
  invoices: () => <InvoicesScreen />,
  variance: () => <VarianceScreen />,
  close: () => <CloseScreen />,
  budgets: () => <BudgetsScreen />,
  alerts: () => <AlertsScreen />,
  commitments: () => <CommitmentsScreen />,
  data: () => <DataScreen />,
};

/** Takes `#token=...` out of the address before anything else can read or store it. */
function tokenOfAddress(): string | undefined {
  const match = /^#token=([^&]+)/.exec(window.location.hash);
  if (!match) return undefined;
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  return decodeURIComponent(match[1]!);
}

const arrivedWith = tokenOfAddress();

export function App() {
  const client = useQueryClient();
  const [arriving, setArriving] = useState(arrivedWith !== undefined);
  const [fault, setFault] = useState<unknown>();
  const session = useSession(!arriving);

  const signedIn = useCallback(
    (value: Session | null) => {
      rememberSignedIn(value !== null);
      client.setQueryData(['/session'], value);
    },
    [client],
  );

  useEffect(() => {
    whenSignedOut(() => {
      setCsrf('');
      signedIn(null);
    });
    if (arrivedWith === undefined) return;
    signIn(arrivedWith)
      .then((value) => {
        signedIn(value);
        window.dispatchEvent(new HashChangeEvent('hashchange'));
      }, setFault)
      .finally(() => setArriving(false));
  }, [signedIn]);

  const signOut = useCallback(async () => {
    try {
      await write('DELETE', '/session');
    } finally {
      client.clear();
      signedIn(null);
    }
  }, [client, signedIn]);

  if (arriving || session.isPending) return null;
  if (session.isError) return <main className="page"><ErrorState fault={session.error} retry={() => void session.refetch()} /></main>;
  if (!session.data) return <SignIn fault={fault} onSignedIn={(value) => { setFault(undefined); signedIn(value); }} />;
  return (
    <SessionContext value={session.data}>
      <StatePatterns />
      <SignedIn signOut={signOut} />
    </SessionContext>
  );
}

function SignedIn({ signOut }: { signOut: () => Promise<void> }) {
  const view = useView();
  const notices = useNotices();
  const { add } = notices;
  const onAlert = useCallback(
    (event: AlertEvent) => {
      // The screen of alerts shows it by itself; a float would stand over the message.
      if (['budgets', 'alerts'].includes(readView(window.location.hash).screen)) return;
      add({
        kind: 'risk',
        title: event.budgetName ? `${event.budgetName} passed ${event.threshold ?? ''} %` : (event.title ?? 'An alert was raised'),
        says: 'The message is on the Alerts screen.',
        link: { words: 'Open alert', act: () => setView({ screen: 'alerts', select: event.id ? `alert:${event.id}` : '' }) },
      });
    },
    [add],
  );
  useEvents(true, onAlert);
  return (
    <Frame signOut={signOut}>
      <Boundary key={view.screen}>{SCREEN[view.screen]()}</Boundary>
      <Notices {...notices} />
    </Frame>
  );
}

/** A fault of one screen leaves the frame standing. */
class Boundary extends Component<{ children: ReactNode }, { fault?: unknown }> {
  override state: { fault?: unknown } = {};

  static getDerivedStateFromError(fault: unknown) {
    return { fault };
  }

  override render() {
    if (this.state.fault === undefined) return this.props.children;
    return <ErrorState fault={this.state.fault} kept="No data was changed." retry={() => this.setState({ fault: undefined })} />;
  }
}
