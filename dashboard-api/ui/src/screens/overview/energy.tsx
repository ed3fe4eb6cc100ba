import { useState } from 'react';
import { useEnergy } from '../../api/queries';
import type { EnergyRow } from '../../api/usage';
import { useScope } from '../../context';
import { parse, parseOptional, printSteps, roundSteps } from '../../money/decimal';
import { group, MISSING, percent } from '../../money/format';
import { Card, EmptyState, ErrorState, Mark, Segmented, SkeletonRows } from '../../parts/basics';
import { teamName } from '../../parts/owner';
import { type Column, Table } from '../../parts/table';
import { unknownToTelemetry } from '../../url/filter';
import { keyName } from '../../url/state';
import { COVERAGE_GOAL } from '../../frame/truth';

const GROUPS = [['deviceModel', 'Model'], ['team', 'Team'], ['cluster', 'Cluster']] as const;
type Group = (typeof GROUPS)[number][0];
const UNMEASURED = 'Nobody measured its energy; that is not zero';
const UNKNOWN = 'No grid factor is known for its clusters; that is not zero';

/** Measured energy and its carbon, per hour of metered device time. */
export function EnergyCard() {
  const { view, period, asOf } = useScope();
  const [by, setBy] = useState<Group>('deviceModel');
  const beyond = unknownToTelemetry(view.filter).map(keyName);
  const energy = useEnergy({ start: period.start, end: period.end, groupBy: by, filter: view.filter, limit: 100, ...(asOf ? { asOf } : {}) }, beyond.length === 0);
  const figure = (key: string, head: string, unit: string, digits: number, of: (r: EnergyRow) => string | null, missing: (r: EnergyRow) => string, wideOnly = false): Column<EnergyRow> => ({
    key,
    head,
    unit,
    number: true,
    wideOnly,
    value: (r) => parseOptional(of(r)),
    csv: (r) => of(r) ?? '',
    cell: (r) => { const text = of(r); return text === null ? <span className="muted" title={missing(r)}>{MISSING}</span> : <span title={`${text} ${unit}`}>{shown(text, digits)}</span>; },
  });
  const carbonMissing = (r: EnergyRow) => (r.kwh === null ? UNMEASURED : UNKNOWN);
  const columns: Column<EnergyRow>[] = [
    { key: 'group', head: GROUPS.find(([key]) => key === by)![1], value: (r) => r.group[by], cell: (r) => <span className="text clip" style={{ maxWidth: 240 }} title={r.group[by]}>{wordOf(r.group[by])}</span> },
    figure('kwh', 'Energy', 'kWh', 1, (r) => r.kwh, () => UNMEASURED),
    { key: 'coverage', head: 'Energy coverage', number: true, wideOnly: true, value: (r) => r.coverage.energy ?? undefined, cell: (r) => <Coverage of={r.coverage.energy} /> },
    figure('perHour', 'Per productive hour', 'kWh', 3, (r) => r.kwhPerGpuHour.productive, (r) => (r.kwh === null ? UNMEASURED : 'No metered productive hours'), true),
    figure('carbon', 'Carbon', 'kg CO2e', 1, (r) => kilograms(r.gramsCo2e), carbonMissing),
    figure('gramsPerHour', 'Per GPU-hour', 'g CO2e', 1, (r) => r.gramsPerGpuHour.paid, carbonMissing, true),
  ];
  const unknown = energy.data?.clustersWithoutFactor ?? [];
  return (
    <Card title="Energy and carbon" sub={`${period.label} · measured at the GPUs`} actions={<Segmented label="By" value={by} options={GROUPS} onChange={setBy} />}>
      {beyond.length > 0 ? <EmptyState title="Energy cannot be told for this filter" why={`Telemetry does not know ${beyond.join(', ')}.`} /> : energy.isError && !energy.data ? <ErrorState fault={energy.error} retry={() => void energy.refetch()} inline /> : energy.isPending ? <SkeletonRows rows={4} /> : (
        <Table label="Energy and carbon" rows={energy.data.rows} columns={columns} rowKey={(r) => r.group[by] ?? ''} sort={{ key: 'kwh', desc: true }} tools dense empty={<EmptyState title="No GPU reported in this period" why="Energy comes from the energy counters of the GPUs." />} />
      )}
      {unknown.length > 0 ? <div className="note"><Mark kind="risk">{`No grid factor for ${unknown.join(', ')}: their carbon is unknown. Add them to carbon.sites in gpuledger.yaml.`}</Mark></div> : null}
      <div className="note">Carbon is energy x host factor x PUE x grid factor, location-based. Hours without a reading are left out of both sides.</div>
    </Card>
  );
}

function Coverage({ of }: { of: number | null }) {
  if (of === null) return <span className="muted" title="No device time">{MISSING}</span>;
  return of < COVERAGE_GOAL ? <Mark kind="risk">{percent(of)}</Mark> : <span>{percent(of)}</span>;
}

function shown(text: string, digits: number): string {
  return group(printSteps(roundSteps(parse(text), digits), digits));
}

/** A thousandth, exact. */
function kilograms(grams: string | null): string | null {
  if (grams === null) return null;
  const micro = grams.replace('.', '');
  const padded = micro.padStart(10, '0');
  return `${padded.slice(0, -9)}.${padded.slice(-9)}`;
}

function wordOf(value: string | undefined): string {
  if (!value || value === '-') return 'Not known';
  return teamName(value);
}
