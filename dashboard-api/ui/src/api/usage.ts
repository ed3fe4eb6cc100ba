/** Device-time by state, what an hour cost, energy, and GPUs. */
import type { Snapshot } from './answers';
import type { Coverage, Freshness } from './status';

export type GpuState = 'productive' | 'active' | 'held_idle' | 'unallocated' | 'unobserved';

export const GPU_STATES: readonly GpuState[] = ['productive', 'active', 'held_idle', 'unallocated', 'unobserved'];

export interface UtilizationRow {
  period?: string | null;
  group: Record<string, string>;
  stateNanos: Partial<Record<GpuState, string>>;
  effectiveNanos?: string | null;
}

export interface Utilization {
  rows: UtilizationRow[];
  coverage?: Coverage;
  freshness?: Freshness[];
  snapshot?: Snapshot;
}

/** Per hour and in hours: over the time paid, held, busy and productive. */
export interface UnitCost {
  group: Record<string, string>;
  currency: string;
  amount: string | null;
  linesWithout: number;
  gpuHours: Record<'paid' | 'allocated' | 'busy' | 'productive', string>;
  perGpuHour: Record<'paid' | 'allocated' | 'busy' | 'productive', string | null>;
}

export interface UnitCosts {
  rows: UnitCost[];
  totals: Omit<UnitCost, 'group'>[];
  others: Omit<UnitCost, 'group'>[];
}

type PerKind = Record<'paid' | 'allocated' | 'busy' | 'productive', string | null>;
export interface EnergyUse {
  kwh: string | null;
  coverage: { energy: number | null };
  gpuHours: PerKind;
  meteredHours: PerKind;
  kwhPerGpuHour: PerKind;
  drawnKwh: string | null;
  gramsCo2e: string | null;
  kwhWithoutFactor: string;
  gramsPerKwh: string | null;
  gramsPerGpuHour: PerKind;
}

export interface EnergyRow extends EnergyUse {
  group: Record<string, string>;
}

export interface Energy {
  rows: EnergyRow[];
  total: EnergyUse;
  other: EnergyUse;
  sites: { cluster: string; region: string; from: string; to: string; hostFactor: string; pue: string; gramsPerKwh: string; source: string; date: string }[];
  clustersWithoutFactor: string[];
}

export interface Gpu {
  id: string;
  cluster: string;
  node: string;
  uuid: string;
  gpuInstance?: string | null;
  computeInstance?: string | null;
  model?: string | null;
  migProfile?: string | null;
  state: GpuState;
  holders: string[];
  team?: string | null;
  busyRatio?: number | null;
  smActiveRatio?: number | null;
  tensorActiveRatio?: number | null;
  memoryUsedBytes?: number | null;
  memoryTotalBytes?: number | null;
  powerWatts?: number | null;
  temperatureCelsius?: number | null;
  sampleAt?: string | null;
  publishedAt?: string | null;
}

export interface TimelineRow {
  start: string;
  end: string;
  state: GpuState;
  holders: string[];
  busyRatio?: number | null;
}
