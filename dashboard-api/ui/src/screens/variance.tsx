import { type VarianceAnswer, type VarianceRow, type VarianceTotal, useVariance } from '../api/variance';
import { useScope } from '../context';
import { parse, toPixels } from '../money/decimal';
import { amount, exact, MISSING } from '../money/format';
import { instant, month } from '../money/time';
import { Card, EmptyState, ErrorState, Mark, PageHead, Segmented, SkeletonRows } from '../parts/basics';
import { Downloads } from '../parts/downloads';
import { teamName } from '../parts/owner';
import { NotConverted, RatesUsed } from '../parts/rates';
import { type Column, Table } from '../parts/table';
import { Waterfall } from '../parts/waterfall';
import { both, withTerm } from '../url/filter';
import { isMonth, monthOf, monthStart } from '../url/period';
import { METRIC_WORDS, setView } from '../url/state';
import { PARTS, varianceSteps } from './variance-steps';

/** Why a month cost something else than another: from one to the other in parts that sum. */
export function VarianceScreen() {
  const { view, period, asOf } = useScope();
  const of = monthOf(period);
  const ago = view.select === 'year' ? 12 : 1;
  const against = monthStart(`${of}-01`, -ago).slice(0, 7);
  const question = { period: of, against, metric: view.metric, filter: view.filter, ...(asOf ? { asOf } : {}), ...(view.into ? { currency: view.into } : {}) };
  const result = useVariance(question);
  const totals = result.data?.totals ?? [];
  return (
    <>
      <PageHead
        title="Variance"
        lede={`${month(of)} against ${month(against)} · ${METRIC_WORDS[view.metric].name}${result.data?.snapshot?.asOf ? ` · as known on ${instant(result.data.snapshot.asOf)}` : ''}`}
        actions={
          <>
            <RatesUsed conversion={result.data?.conversion} />
            <Segmented label="Against" value={ago === 12 ? 'year' : 'month'} options={[['month', 'Month before'], ['year', 'Year before']]} onChange={(to) => setView({ select: to === 'year' ? 'year' : '' })} />
            <Downloads kind="variance" name={`variance-${of}`} query={{ ...question, filter: view.filter || undefined }} />
          </>
        }
      />
      {isMonth(period) ? null : <p className="muted small">A variance goes by calendar month, so this shows {month(of)}, the last one of the chosen period.</p>}
      {result.isError && !result.data ? <div className="card"><ErrorState fault={result.error} retry={() => void result.refetch()} /></div> : null}
      <NotConverted conversion={result.data?.conversion} />
      {result.isPending ? <Card title="From month to month"><SkeletonRows rows={9} /></Card> : null}
      {result.data && totals.length === 0 ? (
        <Card title="From month to month"><EmptyState title={`Nothing to compare for ${month(of)}`} why={view.filter ? `Neither month has a charge of this scope. Remove a tag above, or choose another period.` : `Neither ${month(of)} nor ${month(against)} has a charge.`} {...(view.filter ? {} : { command: './gpuledger import --source NAME FILE' })} /></Card>
      ) : null}
      {result.data ? [...totals].sort((a, b) => size(b) - size(a)).map((total) => <CurrencyPart key={total.currency} data={result.data} total={total} several={totals.length > 1} />) : null}
    </>
  );
}

/** Only for the order of cards; two currencies have none in money. */
function size(total: VarianceTotal): number {
  return Math.max(Math.abs(toPixels(parse(total.before))), Math.abs(toPixels(parse(total.after))));
}

function CurrencyPart({ data, total, several }: { data: VarianceAnswer; total: VarianceTotal; several: boolean }) {
  const { view } = useScope();
  const currency = total.currency;
  const titled = (words: string) => (several ? `${words}, ${currency}` : words);
  const open = (of: string, filter: string) => setView({ screen: 'charges', period: of, filter: both(view.filter, filter), select: '' });
  const rows = data.rows.filter((r) => r.currency === currency);
  const why = data.why.find((w) => w.currency === currency);
  const money = (key: keyof VarianceTotal & string, head: string, more: Partial<Column<VarianceRow>> = {}): Column<VarianceRow> => ({
    key,
    head,
    unit: currency,
    number: true,
    value: (r) => parse(r[key]),
    csv: (r) => r[key],
    cell: (r) => <Figure text={r[key]} currency={currency} />,
    foot: <Figure text={total[key]} currency={currency} />,
    ...more,
  });
  const columns: Column<VarianceRow>[] = [
    { key: 'team', head: 'Team', value: (r) => teamName(r.team), csv: (r) => r.team, cell: (r) => <span className="text clip" style={{ maxWidth: 180 }} title={teamName(r.team)}>{teamName(r.team)}</span> },
    { key: 'provider', head: 'Provider', wideOnly: true, hidden: new Set(rows.map((r) => r.provider)).size < 2, value: (r) => r.provider, cell: (r) => known(r.provider) },
    { key: 'service', head: 'Service', wideOnly: true, value: (r) => r.service, cell: (r) => <span className="clip" style={{ maxWidth: 200 }} title={r.service}>{known(r.service)}</span> },
    money('before', month(data.against), { wideOnly: true, hidden: true }),
    money('after', month(data.period), { wideOnly: true }),
    money('change', 'Change'),
    ...PARTS.map(({ part, words }) => money(part, words, { wideOnly: true, hidden: parse(total[part]) === 0n && rows.every((r) => parse(r[part]) === 0n) })),
  ];
  const without = rows.reduce((n, r) => n + r.linesWithout, 0);
  return (
    <>
      <Card title={titled('From month to month')} sub={signed(total.change, currency)} note={why ? <ul className="plain" aria-label="Why, in three lines">{why.lines.map((l) => <li key={l.line}><span className="nowrap">{signed(l.amount, currency)}</span> <span className="muted">{l.words}</span></li>)}</ul> : undefined}>
        <Waterfall label={titled('From month to month')} unit={currency} steps={varianceSteps(total, currency, data, open)} />
      </Card>
      <Card title={titled('By team and service')} sub={`${rows.length === 1 ? 'one row' : `${rows.length} rows`}, the largest change first`} note="Both months count charges by their billing period; the charges behind a row are listed by their days of use.">
        <Table label={titled('Variance by team and service')} rows={rows} columns={columns} rowKey={(r) => `${r.team}\u0000${r.provider}\u0000${r.service}`} onRow={(r) => open(data.period, withTerm(withTerm(withTerm('', 'team', r.team), 'provider', r.provider), 'service', r.service))} tools dense bounded />
        {without > 0 ? <div className="note"><Mark kind="risk">{without === 1 ? 'One line comes' : `${without} lines come`} from charges whose bill leaves this cost out</Mark></div> : null}
      </Card>
    </>
  );
}

function known(value: string): string {
  return value === '' || value === '-' ? MISSING : value;
}

/** A change with its sign; none is good or bad by itself. */
function signed(text: string, currency: string): string {
  const units = parse(text);
  return `${units > 0n ? '+' : ''}${amount(units, currency)} ${currency}`;
}

function Figure({ text, currency }: { text: string; currency: string }) {
  return <span title={`${exact(text)} ${currency}`}>{amount(parse(text), currency)}</span>;
}
