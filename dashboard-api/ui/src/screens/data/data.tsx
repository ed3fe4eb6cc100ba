import { useState } from 'react';
import { useDeliveries, useRejects, useSources, useStatus } from '../../api/queries';
import { useMayWrite, useScope, useSeesAllTeams } from '../../context';
import { count } from '../../money/format';
import { Card, EmptyState, PageHead } from '../../parts/basics';
import { setView } from '../../url/state';
import { FreshnessCard } from '../overview/freshness';
import { DeliveriesPart } from './deliveries';
import { Drop } from './drop';
import { OwnershipPart } from './ownership';
import { PricesPart } from './prices';
import { ReconciledPart } from './reconciled';
import { ReconciliationPart } from './reconciliation';
import { RejectsPart } from './rejects';
import { SourcesPart } from './sources';
import { UnknownPart } from './unknown';

const TABS = [
  ['sources', 'Sources'],
  ['deliveries', 'Deliveries'],
  ['rejects', 'Rejects'],
  ['reconciliation', 'Reconciliation'],
  ['ownership', 'Ownership'],
  ['prices', 'Prices'],
  ['unknown', 'Unknown accelerators'],
] as const;
type Tab = (typeof TABS)[number][0];

/** Where every number comes from: what arrived, what was refused, and that rows and sums tie. */
export function DataScreen() {
  return useSeesAllTeams() ? <AllData /> : <LeadData />;
}

/** A lead sees how fresh the own figures are; what belongs to no team stays with those who see all. */
function LeadData() {
  const { asOf } = useScope();
  const status = useStatus(asOf);
  return (
    <>
      <PageHead title="Data" lede="How fresh your figures are" />
      <FreshnessCard status={status.data} />
      <Card title="Deliveries and refused rows"><EmptyState title="Shown to roles that see every team" why="A delivery holds charges of all teams. Ask an admin or finance where a figure of your team looks wrong." /></Card>
    </>
  );
}

function AllData() {
  const { view, asOf } = useScope();
  const [source, setSource] = useState('');
  const mayWrite = useMayWrite();
  const [first = '', detail = ''] = view.select.split(':');
  const tab: Tab = TABS.find(([t]) => t === first)?.[0] ?? 'sources';
  const sources = useSources();
  const status = useStatus(asOf);
  const deliveries = useDeliveries({ limit: 1, offset: 0, ...(asOf ? { asOf } : {}) });
  const rejects = useRejects({ limit: 1, offset: 0 });
  const counts: Record<Tab, number | undefined> = {
    sources: sources.data?.rows.length,
    deliveries: deliveries.data?.totalRows,
    rejects: rejects.data?.totalRows,
    reconciliation: undefined,
    ownership: undefined,
    prices: undefined,
    unknown: status.data ? status.data.unknownAccelerators.length : undefined,
  };
  const names = sources.data?.rows.map((s) => s.name) ?? [];
  const move = (e: React.KeyboardEvent, i: number) => {
    const by = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    const next = TABS[(i + by + TABS.length) % TABS.length]![0];
    setView({ select: next }, true);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <>
      <PageHead title="Data" lede="What arrived, what was refused and why, and that rows and sums tie" />
      {mayWrite ? <Drop sources={names} /> : null}
      <div className="tabs" role="tablist" aria-label="Data">
        {TABS.map(([t, words], i) => (
          <button key={t} id={`tab-${t}`} type="button" role="tab" aria-selected={t === tab} aria-controls="tab-panel" tabIndex={t === tab ? 0 : -1} onClick={() => setView({ select: t })} onKeyDown={(e) => move(e, i)}>
            {words}
            {counts[t] === undefined ? null : <span className="count">{count(counts[t])}</span>}
          </button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} className="stack">
        {tab === 'sources' ? <SourcesPart sources={sources} /> : null}
        {tab === 'deliveries' ? <DeliveriesPart source={source} setSource={setSource} sources={names} mayWrite={mayWrite} /> : null}
        {tab === 'rejects' ? <RejectsPart source={source} setSource={setSource} sources={names} deliveryId={detail} /> : null}
        {tab === 'reconciliation' ? <><ReconciledPart detail={detail} /><ReconciliationPart /></> : null}
        {tab === 'ownership' ? <OwnershipPart /> : null}
        {tab === 'prices' ? <PricesPart /> : null}
        {tab === 'unknown' ? <UnknownPart status={status.data} /> : null}
      </div>
    </>
  );
}
