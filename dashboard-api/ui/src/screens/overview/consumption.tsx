import { useState } from 'react';
import { type Consumed, type ConsumedRow, type Consumption, type InUnit, useConsumption } from '../../api/consumption';
import { useScope } from '../../context';
import { parse, parseOptional } from '../../money/decimal';
import { amount, count, exact, group, MISSING } from '../../money/format';
import { Card, EmptyState, ErrorState, Mark, Segmented, SkeletonRows } from '../../parts/basics';
import { teamName } from '../../parts/owner';
import { type Column, Table } from '../../parts/table';
import { METRIC_WORDS } from '../../url/state';

const KEYS = { model: 'model,tokenType', team: 'team,model', service: 'provider,service' } as const;
const UNITS = { tokens: ['million tokens'], vectors: ['million vectors', 'thousand queries'] } as const;

/** What a million tokens cost by model and class, and what vector databases cost by what they bill. */
export function ConsumptionCard() {
  const { view, period, asOf } = useScope();
  const [of, setOf] = useState<Consumption['measure']>('tokens');
  const [by, setBy] = useState<'model' | 'team'>('model');
  const keys = of === 'vectors' ? KEYS.service : KEYS[by];
  const used = useConsumption(of, { start: period.start, end: period.end, groupBy: keys, metric: view.metric, filter: view.filter, limit: 100, ...(asOf ? { asOf } : {}) });
  const rows = used.data?.rows ?? [];
  const columns: Column<ConsumedRow>[] = [
    ...keys.split(',').map((key): Column<ConsumedRow> => ({ key, head: HEADS[key] ?? key, value: (r) => nameOf(r, key), cell: (r) => <span className="text clip" style={{ maxWidth: 220 }} title={nameOf(r, key)}>{nameOf(r, key)}</span> })),
    { key: 'amount', head: 'Cost', number: true, wideOnly: true, value: (r) => parse(r.amount), csv: (r) => r.amount, cell: (r) => <span title={`${exact(r.amount)} ${r.currency}`}>{amount(parse(r.amount), r.currency)} <span className="unit">{r.currency}</span></span> },
    ...UNITS[of].flatMap((unit): Column<ConsumedRow>[] => [
      { key: `quantity-${unit}`, head: capital(unit), number: true, wideOnly: true, hidden: rows.every((r) => !found(r, unit)), value: (r) => parseOptional(found(r, unit)?.quantity), csv: (r) => found(r, unit)?.quantity ?? '', cell: (r) => { const counted = found(r, unit); return counted ? group(short(counted.quantity)) : <span className="muted">{MISSING}</span>; } },
      { key: `price-${unit}`, head: `Per ${unit}`, number: true, value: (r) => parseOptional(found(r, unit)?.price), csv: (r) => found(r, unit)?.price ?? '', cell: (r) => <Price row={r} of={found(r, unit)} /> },
    ]),
    { key: 'own', head: 'As billed', wideOnly: true, value: (r) => own(r), cell: (r) => <span className="text small muted" title={own(r)}>{own(r)}</span> },
  ];
  return (
    <Card title={of === 'tokens' ? 'Tokens' : 'Vectors and queries'} sub={`${period.label} · ${METRIC_WORDS[view.metric].name}`} actions={<><Segmented label="Of" value={of} options={[['tokens', 'Tokens'], ['vectors', 'Vectors']]} onChange={setOf} />{of === 'tokens' ? <Segmented label="By" value={by} options={[['model', 'Model'], ['team', 'Team']]} onChange={setBy} /> : null}</>}>
      {used.isError && !used.data ? <ErrorState fault={used.error} retry={() => void used.refetch()} inline /> : used.isPending ? <SkeletonRows rows={4} /> : (
        <Table label={of === 'tokens' ? 'Cost of tokens' : 'Cost of vectors and queries'} rows={rows} columns={columns} rowKey={(r) => `${JSON.stringify(r.group)}${r.currency}`} sort={{ key: 'amount', desc: true }} tools dense empty={of === 'tokens' ? <EmptyState title="No tokens were billed" why="Charges of AI services that count tokens give the price, each class of tokens its own." /> : <EmptyState title="No vector database was billed" why="Charges of Pinecone, Zilliz, Weaviate and Qdrant stand here, in the units that they bill." />} />
      )}
      <Others of={used.data?.unknownUnits ?? []} measure={of} />
      <div className="note">{of === 'tokens' && by === 'model' ? 'Each class of tokens has its own price. ' : of === 'tokens' ? 'A price over several classes of tokens tells their mix as well. ' : ''}Amounts stay in their billing currency; quantities are those of the bill.</div>
    </Card>
  );
}

const HEADS: Record<string, string> = { model: 'Model', tokenType: 'Class', team: 'Team', provider: 'Provider', service: 'Service' };

function Price({ row, of }: { row: Consumed; of: InUnit | undefined }) {
  return !of?.price ? <span className="muted" title={row.linesWithout > 0 ? 'Not all of its charges carry this cost' : 'The bill counts none'}>{MISSING}</span> : <span title={`${exact(of.amount)} ${row.currency} for ${of.quantity} ${of.unit}`}>{short(of.price)} <span className="unit">{row.currency}</span></span>;
}

/** Of databases, what they bill in units of their own is no fault; of tokens it is in no price. */
function Others({ of, measure }: { of: Consumption['unknownUnits']; measure: Consumption['measure'] }) {
  if (of.length === 0 || measure === 'vectors') return null;
  return (
    <div className="note">
      <Mark kind="risk">{`Counts no tokens, so it is in no price: ${of.slice(0, 4).map((u) => `${amount(parse(u.amount), u.currency)} ${u.currency} in ${u.unit ?? 'no unit'} (${count(u.charges)} ${u.charges === 1 ? 'charge' : 'charges'})`).join(', ')}${of.length > 4 ? ` and ${of.length - 4} more` : ''}`}</Mark>
    </div>
  );
}

const found = (row: Consumed, unit: string) => row.counts.find((c) => c.unit === unit);

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);

/** Without the zeros at the end of a decimal. */
export const short = (decimal: string) => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);

export function nameOf(row: ConsumedRow, key: string): string {
  const value = row.group[key];
  return !value || value === '-' ? 'not known' : key === 'team' ? teamName(value) : value;
}

/** What the bill counts, in its own units. */
export const own = (row: Consumed) => row.own.map((o) => `${group(short(o.quantity))} ${o.unit}`).join(', ');
