import { useState } from 'react';
import { useDeliveries, useRetract } from '../../api/queries';
import type { Delivery } from '../../api/sources';
import { useScope } from '../../context';
import { count } from '../../money/format';
import { instant, month, shortInstant } from '../../money/time';
import { Card, CopyButton, Dialog, EmptyState, ErrorState, Mark, Select, SkeletonRows } from '../../parts/basics';
import { Icon } from '../../parts/icon';
import { type Column, Table } from '../../parts/table';
import { setView } from '../../url/state';
import { csvOf, firstOf, MoneyText, rangeOf, ScopeText } from './words';

const PAGE = 100;

export function DeliveriesPart({ source, setSource, sources, mayWrite }: { source: string; setSource: (s: string) => void; sources: readonly string[]; mayWrite: boolean }) {
  const { asOf } = useScope();
  const [offset, setOffset] = useState(0);
  const [retracting, setRetracting] = useState<Delivery>();
  const deliveries = useDeliveries({ limit: PAGE, offset, ...(source ? { source } : {}), ...(asOf ? { asOf } : {}) });
  const total = deliveries.data?.totalRows ?? 0;
  const columns: Column<Delivery>[] = [
    { key: 'source', head: 'Source', value: (d) => d.source, cell: (d) => <span className="text" style={{ fontWeight: 500 }}>{d.source}</span> },
    { key: 'scope', head: 'Scope', value: (d) => `${d.scope.start ?? ''} ${d.scope.account ?? ''}`, csv: (d) => `${rangeOf(d.scope)} ${d.scope.account ?? ''}`, cell: (d) => <ScopeText scope={d.scope} /> },
    { key: 'version', head: 'Version', number: true, value: (d) => d.sequence },
    { key: 'kind', head: 'Kind', hidden: true, value: (d) => d.kind },
    { key: 'force', head: 'In force', value: (d) => (d.inForce ? 1 : 0), csv: (d) => String(d.inForce), cell: (d) => d.kind === 'retract' ? <span className="muted">retraction</span> : d.inForce ? <>{d.farLess ? <span title={d.farLess}><Mark kind="risk">In force, far less than before</Mark></span> : <Mark kind="ok">In force</Mark>}</> : <span className="muted">superseded</span> },
    { key: 'recorded', head: 'Published, UTC', value: (d) => d.recordedAt, cell: (d) => <span title={instant(d.recordedAt)}>{shortInstant(d.recordedAt)}</span> },
    { key: 'read', head: 'Rows read', number: true, value: (d) => d.rowsRead, cell: (d) => count(d.rowsRead) },
    { key: 'rejected', head: 'Rejected', number: true, value: (d) => d.rowsRejected, cell: (d) => d.rowsRejected > 0 ? <button type="button" className="row-button" onClick={(e) => { e.stopPropagation(); setView({ select: `rejects:${d.deliveryId}` }); }} aria-label={`Show the ${d.rowsRejected} rejected rows`}><Icon name="warning" size={14} /><span className="text">{count(d.rowsRejected)}</span></button> : '0' },
    { key: 'duplicate', head: 'Repeated', number: true, hidden: true, value: (d) => d.rowsDuplicate, cell: (d) => count(d.rowsDuplicate) },
    { key: 'duplicateBilled', head: 'Repeated, invoiced', number: true, hidden: true, value: (d) => firstOf(d.duplicateBilledCost), csv: (d) => csvOf(d.duplicateBilledCost), cell: (d) => <MoneyText money={d.duplicateBilledCost} /> },
    { key: 'billed', head: 'Invoiced', number: true, value: (d) => firstOf(d.billedCost), csv: (d) => csvOf(d.billedCost), cell: (d) => <MoneyText money={d.billedCost} /> },
    { key: 'effective', head: 'Amortised', number: true, hidden: true, value: (d) => firstOf(d.effectiveCost), csv: (d) => csvOf(d.effectiveCost), cell: (d) => <MoneyText money={d.effectiveCost} /> },
    { key: 'format', head: 'Format', value: (d) => d.format, cell: (d) => `${d.format ?? '\u2013'}${d.focusVersion ? ` ${d.focusVersion}` : ''}` },
    { key: 'files', head: 'Files', hidden: true, value: (d) => d.fileNames?.join(', '), cell: (d) => <span className="clip" title={d.fileNames?.join('\n')}>{d.fileNames?.join(', ') || '\u2013'}</span> },
    { key: 'id', head: 'Delivery', hidden: true, value: (d) => d.deliveryId, cell: (d) => <span className="mono">{d.deliveryId.slice(0, 16)} <CopyButton text={d.deliveryId} label="Copy the delivery id" /></span> },
    ...(mayWrite ? [{ key: 'act', head: 'Actions', fixed: true, value: () => undefined, cell: (d: Delivery) => d.inForce && d.kind !== 'retract' ? <button type="button" className="button quiet small" onClick={() => setRetracting(d)} aria-label={`Retract ${d.source} ${rangeOf(d.scope)} version ${d.sequence}`}>Retract</button> : null } satisfies Column<Delivery>] : []),
  ];
  return (
    <>
      {(deliveries.data?.pending ?? []).map((p) => (
        <div className="card" key={p.deliveryId} style={{ padding: '12px 16px', display: 'grid', gap: 6 }} role="status">
          <span className="small"><strong>{p.source}</strong> {pendingScope(p.scope)} {p.rowsExpected > 0 ? <>is arriving: {count(p.rowsStored)} of {count(p.rowsExpected)} rows stored.</> : <>is being read.</>} It is shown whole, once all is in.</span>
          <div className="progress"><span style={{ width: `${p.rowsExpected > 0 ? Math.min(100, (p.rowsStored / p.rowsExpected) * 100) : 0}%` }} /></div>
        </div>
      ))}
      <Card title="Deliveries" sub={total > 0 ? `${count(total)} versions, newest first; nothing is overwritten` : undefined} actions={sources.length > 1 ? <Select label="Source" value={source} options={[['', 'Every source'], ...sources.map((s) => [s, s] as const)]} onChange={(s) => { setSource(s); setOffset(0); }} /> : undefined}>
        {deliveries.isError && !deliveries.data ? <ErrorState fault={deliveries.error} retry={() => void deliveries.refetch()} /> : deliveries.isPending ? <SkeletonRows /> : (
          <Table label="Deliveries" rows={deliveries.data?.rows ?? []} columns={columns} rowKey={(d) => `${d.deliveryId}:${d.sequence}`} sort={{ key: 'recorded', desc: true }} tools bounded empty={<EmptyState title="No delivery yet" why="Each file set that arrives is one delivery: a version of a source's month or day. Drop a bill above, or:" command="./gpuledger import --source NAME FILE" />} />
        )}
        <Pages offset={offset} page={PAGE} total={total} go={setOffset} />
      </Card>
      {retracting ? <Retract delivery={retracting} onClose={() => setRetracting(undefined)} /> : null}
    </>
  );
}

/** October 2026 of account 1234, from "1234 2026-10-01T00:00:00Z". */
function pendingScope(text: string): string {
  const at = /^(.*?) ?(\d{4}-\d{2})-\d{2}/.exec(text.trim());
  return at ? `${month(at[2]!)}${at[1] ? ` account ${at[1]}` : ''}` : '';
}

export function Pages({ offset, page, total, go, newer = 'Newer', older = 'Older' }: { offset: number; page: number; total: number; go: (offset: number) => void; newer?: string; older?: string }) {
  if (total <= page) return null;
  return (
    <div style={{ display: 'flex', alignItems: 'center', gap: 8, padding: '8px 16px', borderTop: '1px solid var(--hairline)' }} className="small">
      <span className="muted">{count(offset + 1)} to {count(Math.min(offset + page, total))} of {count(total)}</span>
      <button type="button" className="button small" disabled={offset === 0} onClick={() => go(Math.max(0, offset - page))}>{newer}</button>
      <button type="button" className="button small" disabled={offset + page >= total} onClick={() => go(offset + page)}>{older}</button>
    </div>
  );
}

function Retract({ delivery, onClose }: { delivery: Delivery; onClose: () => void }) {
  const retract = useRetract();
  return (
    <Dialog title="Retract this delivery?" onClose={onClose} foot={<><button type="button" className="button" onClick={onClose}>Keep it</button><button type="button" className="button danger" disabled={retract.isPending} onClick={() => retract.mutate(delivery.deliveryId, { onSuccess: onClose })}>{retract.isPending ? 'Retracting' : 'Retract delivery'}</button></>}>
      <div className="body">
        <dl className="fact-grid">
          <div><dt>Source</dt><dd>{delivery.source}</dd></div>
          <div><dt>Scope</dt><dd>{rangeOf(delivery.scope)}</dd></div>
          <div><dt>Rows</dt><dd>{count(delivery.rowsAccepted)}</dd></div>
          <div><dt>Invoiced</dt><dd><MoneyText money={delivery.billedCost} /></dd></div>
        </dl>
        <p>These amounts leave every current total; what this delivery replaced does not come back. The rows stay: a view as known before now still shows them.</p>
        {retract.isError ? <ErrorState fault={retract.error} inline kept="The delivery is still in force." /> : null}
      </div>
    </Dialog>
  );
}
