import { lazy, Suspense } from 'react';
import type { GpuState } from '../api/usage';
import { Skeleton } from './basics';

/** What the one chart draws. Amounts stay strings or units outside; these numbers are lengths only. */
export interface ChartSeries {
  key: string;
  name: string;
  /** A CSS colour or variable. */
  colour: string;
  /** Draws the pattern of a GPU state. */
  state?: GpuState;
  /** Lengths by day; from the bill, or the whole. */
  solid: readonly number[];
  /** Lengths of the part estimated to date, drawn lighter on top of the solid part. */
  light?: readonly number[];
}

export interface ChartModel {
  label: string;
  /** The first day of each bar: days, or months where the period is long. */
  days: readonly string[];
  unit: 'day' | 'month';
  series: readonly ChartSeries[];
  /** First day that is not complete; it and all later days are hatched. */
  incompleteFrom?: string | undefined;
  incompleteWhy?: string | undefined;
  /** Draws lines instead of stacked bars: ratios from 0 to 1. */
  lines?: boolean;
  /** Formats a length for the axis. */
  axis: (value: number) => string;
  axisName: string;
  /** The hover: exact figures of one day, largest first. */
  hover: (index: number) => { name: string; value: string; extra?: string; colour: string; state?: GpuState }[];
  hoverTotal?: (index: number) => string | undefined;
  /** The previous period as a line, by day. */
  previous?: { name: string; values: readonly (number | null)[] } | undefined;
  /** A drag over days chooses them as the period. */
  onBrush?: (start: string, end: string) => void;
}

const Engine = lazy(() => import('./chart-engine'));

/** The one chart of the product; its library comes only when a chart is on the screen. */
export function Chart({ model }: { model: ChartModel }) {
  return (
    <Suspense fallback={<div className="chart"><Skeleton height={300} /></div>}>
      <Engine model={model} />
    </Suspense>
  );
}
