import { useQueryClient } from '@tanstack/react-query';
import { Component, lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react';
import { setCsrf, signIn, whenSignedOut, write } from './api/client';
import { type AlertEvent, useEvents } from './api/events';
import { rememberSignedIn, useSession } from './api/queries';
import type { Session } from './api/status';
import { SessionContext } from './context';
import { Frame } from './frame/frame';
import { Notices, useNotices } from './frame/notices';
import { ErrorState, Skeleton } from './parts/basics';
import { StatePatterns } from './parts/states';
import { ChargebackScreen } from './screens/chargeback';
import { ChargesScreen } from './screens/charges';
import { GpusScreen } from './screens/gpus';
import { InvoicesScreen } from './screens/invoices/invoices';
import { OverviewScreen } from './screens/overview/overview';
import { SignIn } from './screens/sign-in';
import { readView, type Screen, setView, useView } from './url/state';

/** Screens that few open first: their script comes while the first one is read. */
const LATER = {
  alerts: () => import('./screens/alerts/alerts'),
  budgets: () => import('./screens/budgets/budgets'),
  close: () => import('./screens/close/close'),
  commitments: () => import('./screens/commitments'),
  data: () => import('./screens/data/data'),
  variance: () => import('./screens/variance'),
};

const AlertsScreen = lazy(() => LATER.alerts().then((m) => ({ default: m.AlertsScreen })));
const BudgetsScreen = lazy(() => LATER.budgets().then((m) => ({ default: m.BudgetsScreen })));
const CloseScreen = lazy(() => LATER.close().then((m) => ({ default: m.CloseScreen })));
const CommitmentsScreen = lazy(() => LATER.commitments().then((m) => ({ default: m.CommitmentsScreen })));
const DataScreen = lazy(() => LATER.data().then((m) => ({ default: m.DataScreen })));
const VarianceScreen = lazy(() => LATER.variance().then((m) => ({ default: m.VarianceScreen })));

/** So that a later screen opens as quickly as the first, and also when the product is gone by then. */
function fetchLater() {
  for (const screen of Object.values(LATER)) void screen().catch(() => undefined);
}

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
  useEffect(() => {
    const soon = window.setTimeout(fetchLater, 1_000);
    return () => window.clearTimeout(soon);
  }, []);
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
      <Boundary key={view.screen}><Suspense fallback={<Skeleton height={300} />}>{SCREEN[view.screen]()}</Suspense></Boundary>
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
