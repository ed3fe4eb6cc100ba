import type { ReactNode } from 'react';
import { MISSING } from '../money/format';
import { Skeleton } from './basics';
import { Icon } from './icon';

/** A figure that, once selected, becomes the main chart. */
export function Tile({ label, figure, unit, full, tail, change, marks, warning, selected, onSelect, loading }: {
  label: string;
  figure: string;
  unit?: string;
  /** The full value, on hover and for screen readers. */
  full?: string;
  tail?: ReactNode;
  change?: string | undefined;
  marks?: readonly number[];
  warning?: string | undefined;
  selected: boolean;
  onSelect: () => void;
  loading?: boolean;
}) {
  return (
    <button type="button" className="tile" aria-pressed={selected} onClick={onSelect}>
      <span className="label">
        {label}
        {warning ? <><Icon name="warning" className="warn" /><span className="visually-hidden">Mind: </span></> : null}
      </span>
      {loading ? <Skeleton height={28} width={120} /> : (
        <span className="figure" title={full}>
          {figure}
          {unit && figure !== MISSING ? <span className="unit">{unit}</span> : null}
        </span>
      )}
      <span className="tail">
        <span>
          {change ? <><span className="change">{change}</span> </> : null}
          {warning ?? tail}
        </span>
        {marks && marks.length > 1 && marks.some((v) => v !== 0 && !Number.isNaN(v)) ? <Spark marks={marks} /> : null}
      </span>
    </button>
  );
}

const MARKS = 14;

/** The last 14 days as marks from zero; a day that is not known (NaN) stays empty. */
function Spark({ marks }: { marks: readonly number[] }) {
  const shown = marks.slice(-MARKS);
  const top = Math.max(...shown.filter((v) => !Number.isNaN(v)).map(Math.abs), 1e-9);
  return (
    <svg className="spark" viewBox={`0 0 ${MARKS * 6} 26`} aria-hidden="true" focusable="false">
      {shown.map((v, i) => {
        if (Number.isNaN(v)) return null;
        const height = Math.max(1, (Math.abs(v) / top) * 26);
        return <rect key={i} className={i === shown.length - 1 ? 'last' : undefined} x={(MARKS - shown.length + i) * 6} y={26 - height} width="4" height={height} rx="1" />;
      })}
    </svg>
  );
}
