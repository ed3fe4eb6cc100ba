import { useState } from 'react';
import { useCharges, useTrace } from '../api/queries';
import type { ChargePart, Trace, TraceLine } from '../api/costs';
import { GPU_STATES, type GpuState } from '../api/usage';
import { useScope, useSeesAllTeams } from '../context';
import { parse, parseOptional } from '../money/decimal';
import { amount, count, exact, hours, MISSING } from '../money/format';
import { instant } from '../money/time';
import { Card, EmptyState, ErrorState, Mark, PageHead, SkeletonRows } from '../parts/basics';
import { teamName } from '../parts/owner';
import { StateName, stateWord } from '../parts/states';
import { type Column, Table } from '../parts/table';
import { METRIC_WORDS, setView } from '../url/state';

const PAGE = 200;

const COLUMNS: Column<ChargePart>[] = [
  { key: 'service', head: 'Service', value: (c) => c.service, cell: (c) => <span className="text clip" style={{ maxWidth: 220 }} title={c.service}>{known(c.service)}</span> },
  { key: 'source', head: 'Source', wideOnly: true, value: (c) => c.source },
  { key: 'resource', head: 'Resource', wideOnly: true, value: (c) => c.resource, cell: (c) => <span className="mono clip" style={{ maxWidth: 200 }} title={c.resource}>{known(c.resource)}</span> },
  { key: 'sku', head: 'SKU', hidden: true, value: (c) => c.sku, cell: (c) => known(c.sku) },
  { key: 'category', head: 'Category', hidden: true, value: (c) => c.chargeCategory, cell: (c) => known(c.chargeCategory) },
  { key: 'from', head: 'Usage from', wideOnly: true, value: (c) => c.usageStart, cell: (c) => instant(c.usageStart) },
  { key: 'lines', head: 'Lines', number: true, wideOnly: true, value: (c) => c.lines, cell: (c) => count(c.lines) },
  { key: 'amount', head: 'Amount', number: true, value: (c) => parseOptional(c.amount), csv: (c) => c.amount ?? '', cell: (c) => (c.amount === null ? <span className="muted" title="The bill carries nothing of this cost">{MISSING}</span> : <span title={`${exact(c.amount)} ${c.currency}`}>{amount(parse(c.amount), c.currency)} {c.currency}</span>) },
];

function known(value: string): string {
  return value === '' || value === '-' ? MISSING : value;
}

/** The charges behind the figures of a scope, and how each was split. */
export function ChargesScreen() {
  const { view, period, asOf } = useScope();
  const [offset, setOffset] = useState(0);
  const charges = useCharges({ start: period.start, end: period.end, metric: view.metric, filter: view.filter, limit: PAGE, offset, ...(asOf ? { asOf } : {}) });
  const rows = charges.data?.rows ?? [];
  const total = charges.data?.totalRows ?? 0;
  const sums = (charges.data?.totals ?? []).map((t) => `${amount(parse(t.amount), t.currency)} ${t.currency}`).join(', ');
  return (
    <>
      <PageHead title="Charges" lede={`${period.label} · ${METRIC_WORDS[view.metric].name} · what the lines of this scope bear of each charge`} />
      {view.select ? <TracePart chargeId={view.select} asOf={asOf} /> : null}
      {charges.isError && !charges.data ? <div className="card"><ErrorState fault={charges.error} retry={() => void charges.refetch()} /></div> : (
        <Card title="Charges" sub={charges.data ? `${count(total)}, together ${sums || '0'}` : undefined}>
          {charges.isPending ? <SkeletonRows rows={12} /> : (
            <Table
              label="Charges"
              rows={rows}
              columns={COLUMNS}
              rowKey={(c) => `${c.chargeId}\u0000${c.currency}`}
              onRow={(c) => setView({ select: view.select === c.chargeId ? '' : c.chargeId })}
              selected={view.select}
              tools
              dense
              bounded
              empty={<EmptyState title={view.filter ? 'No charge matches this scope' : `No charge is known for ${period.label}`} why={view.filter ? 'Remove a tag above, or choose another period.' : 'Charges come from bills, once they are allocated.'} {...(view.filter ? {} : { command: './gpuledger import --source NAME FILE' })} />}
            />
          )}
          {total > PAGE ? (
            <div className="note" style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
              <button type="button" className="button small" disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - PAGE))}>Larger</button>
              <button type="button" className="button small" disabled={offset + PAGE >= total} onClick={() => setOffset(offset + PAGE)}>Smaller</button>
              <span>{count(offset + 1)} to {count(Math.min(total, offset + PAGE))} of {count(total)}, largest first</span>
            </div>
          ) : null}
        </Card>
      )}
    </>
  );
}

const COMPONENT_WORDS: Record<string, string> = { gpu: 'GPU', cpu: 'CPU', memory: 'Memory', network: 'Network', storage: 'Storage', other: 'Other' };

const LINES: Column<TraceLine>[] = [
  { key: 'day', head: 'Day', wideOnly: true, value: (l) => l.day },
  { key: 'component', head: 'Part', wideOnly: true, value: (l) => l.component, cell: (l) => COMPONENT_WORDS[l.component] ?? known(l.component) },
  { key: 'state', head: 'State', value: (l) => l.state, cell: (l) => ((GPU_STATES as readonly string[]).includes(l.state) ? <StateName state={l.state as GpuState} /> : stateWord(l.state)) },
  { key: 'holder', head: 'Holder', wideOnly: true, value: (l) => l.holder, cell: (l) => (l.holder === '-' ? <span className="muted">nobody</span> : <span className="clip" style={{ maxWidth: 200 }} title={l.holder}>{l.holder.replace(/^pod:/, '')}</span>) },
  { key: 'team', head: 'Team', value: (l) => l.team, cell: (l) => (l.team === 'unattributed' ? <span className="muted">{teamName(l.team)}</span> : l.team) },
  { key: 'rule', head: 'By rule', wideOnly: true, value: (l) => l.rule, cell: (l) => (l.rule === '-' ? <span className="muted">none matched</span> : l.rule) },
  { key: 'hours', head: 'GPU time', unit: 'h', number: true, wideOnly: true, value: (l) => BigInt(l.deviceNanos), cell: (l) => (l.deviceNanos === '0' ? MISSING : hours(BigInt(l.deviceNanos))) },
  { key: 'billed', head: 'Invoiced', number: true, value: (l) => parseOptional(l.billedCost), cell: (l) => <span className="mono">{l.billedCost === null ? MISSING : exact(l.billedCost)}</span> },
  { key: 'effective', head: 'Amortised', number: true, wideOnly: true, value: (l) => parseOptional(l.effectiveCost), cell: (l) => <span className="mono">{l.effectiveCost === null ? MISSING : exact(l.effectiveCost)}</span> },
];

function TracePart({ chargeId, asOf }: { chargeId: string; asOf: string | undefined }) {
  const mayTrace = useSeesAllTeams();
  const trace = useTrace(chargeId, asOf, mayTrace);
  if (!mayTrace) return <Card title="Trace"><EmptyState title="Shown to roles that see every team" why="A charge may be split among several teams. Ask finance or an admin for its trace." /></Card>;
  if (trace.isError && !trace.data) return <div className="card"><ErrorState fault={trace.error} retry={() => void trace.refetch()} /></div>;
  if (!trace.data) return <Card title="Trace"><SkeletonRows rows={5} /></Card>;
  return <TraceCard trace={trace.data} chargeId={chargeId} />;
}

function TraceCard({ trace, chargeId }: { trace: Trace; chargeId: string }) {
  const { charge, sum } = trace;
  const closes = (['billedCost', 'effectiveCost', 'listCost', 'contractedCost'] as const).every((c) => sum[c].difference === null || sum[c].difference === '0');
  const splits = [...new Set(trace.lines.map((l) => l.splitRule).filter((rule) => rule !== ''))];
  const facts: [string, string][] = [
    ['Charge', chargeId],
    ['Description', known(charge.chargeDescription)],
    ['Source and account', `${charge.source}, ${known(charge.billingAccountId)}`],
    ['Resource', known(charge.resourceId)],
    ['Usage', `${instant(charge.chargePeriodStart)} to ${instant(charge.chargePeriodEnd)}`],
    ['Invoice', known(charge.invoiceId)],
    ['Invoiced', charge.billedCost === null ? MISSING : `${exact(charge.billedCost)} ${charge.billingCurrency}`],
    ['Amortised', charge.effectiveCost === null ? MISSING : `${exact(charge.effectiveCost)} ${charge.billingCurrency}`],
    ...splits.map((rule): [string, string] => ['Divided', rule]),
    ...(trace.shadowing ?? []).map((s): [string, string] => [
      s.day,
      `${s.family}: bill ${s.bill === null ? MISSING : exact(s.bill)}, estimate ${exact(s.estimate)} ${s.currency}, of which ${exact(s.shownOfEstimate)} counts: ${s.because}`,
    ]),
  ];
  // Of an estimate only what the bill leaves of it has lines.
  const proof = trace.basis === 'estimated' ? <Mark kind="waiting">Estimated to date</Mark> : closes ? <Mark kind="ok">Lines sum to the charge</Mark> : <Mark kind="bad">Lines do not sum to the charge</Mark>;
  return (
    <Card title={trace.basis === 'estimated' ? 'Estimate' : known(charge.serviceName)} sub="how this charge was split" actions={proof}>
      <div className="proof"><dl aria-label="The charge">{facts.map(([name, value]) => <div key={`${name}${value}`} style={{ display: 'contents' }}><dt>{name}</dt><dd className="clip" title={value}>{value}</dd></div>)}</dl></div>
      <Table label="Lines of the charge" rows={trace.lines} columns={LINES} rowKey={(l) => JSON.stringify(l)} sort={{ key: 'day', desc: false }} tools dense bounded />
    </Card>
  );
}
