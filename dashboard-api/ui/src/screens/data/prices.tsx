import { useEffect, useState } from 'react';
import { type Price, usePrices } from '../../api/prices';
import { useScope } from '../../context';
import { parse } from '../../money/decimal';
import { count, MISSING } from '../../money/format';
import { Card, EmptyState, ErrorState, Mark, Select, SkeletonRows } from '../../parts/basics';
import { type Column, Table } from '../../parts/table';
import { Pages } from './deliveries';

const PAGE = 100;
const TYPING = 250;
const KINDS = [['all', 'GPUs and tokens'], ['device', 'GPUs'], ['token', 'Tokens']] as const;

const day = (at: string | null) => (at ? at.slice(0, 10) : undefined);
const optional = (text: string | undefined) => text ?? <span className="muted">{MISSING}</span>;

export function Standing({ price }: { price: Price }) {
  if (price.finding) return <span title={price.finding}><Mark kind="risk">Not used</Mark></span>;
  switch (price.standing) {
    case 'configured':
      return <Mark kind="ok">Configured</Mark>;
    case 'overridden':
      return <span className="muted" title="A price in gpuledger.yaml holds in its place">Overridden</span>;
    case 'published':
      return <>Published</>;
  }
}

export const COLUMNS: Column<Price>[] = [
  { key: 'provider', head: 'Provider', value: (p) => p.provider, cell: (p) => <strong style={{ fontWeight: 500 }}>{p.provider}</strong> },
  { key: 'model', head: 'Model', value: (p) => p.model },
  { key: 'price', head: 'Price', number: true, value: (p) => parse(p.price), csv: (p) => p.price, cell: (p) => `${p.price} ${p.currency}` },
  { key: 'unit', head: 'Per', value: (p) => p.unit },
  { key: 'option', head: 'Terms', value: (p) => p.option },
  { key: 'region', head: 'Region', wideOnly: true, value: (p) => p.region, cell: (p) => p.region ?? <span className="muted">every region</span> },
  { key: 'hour', head: 'GPU-hour', number: true, hidden: true, value: (p) => (p.perDeviceHour === null ? undefined : parse(p.perDeviceHour)), csv: (p) => p.perDeviceHour ?? '', cell: (p) => (p.perDeviceHour === null ? <span title="Not a price of hours">{MISSING}</span> : `${p.perDeviceHour} ${p.currency}`) },
  { key: 'standing', head: 'Standing', value: (p) => p.finding ?? p.standing, cell: (p) => <Standing price={p} /> },
  { key: 'from', head: 'From', value: (p) => day(p.validFrom), cell: (p) => optional(day(p.validFrom)) },
  { key: 'to', head: 'To', hidden: true, value: (p) => day(p.validTo), cell: (p) => optional(day(p.validTo)) },
  { key: 'collected', head: 'Collected', value: (p) => p.collectedOn, cell: (p) => optional(p.collectedOn ?? undefined) },
  { key: 'source', head: 'Source', wide: true, value: (p) => p.source },
];

/** Published prices as facts, with what gpuledger.yaml says in their place; they price use until the bill arrives. */
export function PricesPart() {
  const { asOf } = useScope();
  const [kind, setKind] = useState<string>('all');
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [offset, setOffset] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => { setSearch(typed.trim()); setOffset(0); }, TYPING);
    return () => clearTimeout(timer);
  }, [typed]);
  const prices = usePrices({ kind, limit: PAGE, offset, ...(search ? { search } : {}), ...(asOf ? { asOf } : {}) });
  const total = prices.data?.totalRows ?? 0;
  const unpriced = prices.data?.unpriced ?? [];
  return (
    <>
      {unpriced.length > 0 ? (
        <Card title="Unpriced" sub="GPU models that run without a price, so their use is in no estimate">
          <div className="body" style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
            {unpriced.map((m) => <span className="tag" key={m}>{m}</span>)}
            <p className="muted small" style={{ width: '100%' }}>Add a line under <code>prices:</code> in gpuledger.yaml; it is read again when the file changes.</p>
          </div>
        </Card>
      ) : null}
      <Card
        title="Prices"
        sub={total > 0 ? `${count(total)} prices${(prices.data?.findings ?? 0) > 0 ? `, ${count(prices.data!.findings)} not used` : ''}; they price use until the bill is there` : undefined}
        actions={<>
          <input className="input" style={{ width: 200 }} type="search" aria-label="Search prices" placeholder="Provider, model, region" value={typed} onChange={(e) => setTyped(e.currentTarget.value)} />
          <Select label="Kind" value={kind} options={KINDS} onChange={(k) => { setKind(k); setOffset(0); }} />
        </>}
      >
        {prices.isError && !prices.data ? <ErrorState fault={prices.error} retry={() => void prices.refetch()} /> : prices.isPending ? <SkeletonRows /> : (
          <Table label="Prices" rows={prices.data?.rows ?? []} columns={COLUMNS} rowKey={(p) => [p.kind, p.provider, p.region, p.model, p.option, p.currency, p.standing, p.validFrom].join('\u0000')} sort={{ key: 'provider', desc: false }} tools bounded empty={search || kind !== 'all' ? <EmptyState title="No price fits" why="Try a provider such as AWS or a model such as H100." /> : <EmptyState title="No price yet" why="The price book is stored at the start. As known then, there was none." />} />
        )}
        <Pages offset={offset} page={PAGE} total={total} go={setOffset} newer="Earlier" older="Later" />
      </Card>
    </>
  );
}
