import { toPixels } from '../money/decimal';

/**
 * One line of a waterfall. A sum stands from zero and must be what the lines before it come to; a step
 * starts where the one before ended, to the left where it takes away.
 */
export interface WaterStep {
  key: string;
  words: string;
  /** What is added, of either sign; of a sum, what it is. */
  value: bigint;
  /** The figure as shown. */
  text: string;
  /** All digits, on hover. */
  exact?: string;
  sum?: boolean;
  /** A GPU state, whose colour and pattern the bar wears. */
  state?: string;
  /** A residual that somebody has to look at. */
  risk?: boolean;
  /** Opens what is behind the line. */
  open?: () => void;
}

/** Where a bar stands, in parts of the widest extent, and what the lines have come to after it. */
export interface WaterBar {
  left: number;
  width: number;
  at: bigint;
}

export function waterBars(steps: readonly WaterStep[]): WaterBar[] {
  let at = 0n;
  const spans = steps.map((s): [bigint, bigint] => {
    const from = s.sum ? 0n : at;
    at = s.sum ? s.value : at + s.value;
    return from < at ? [from, at] : [at, from];
  });
  const low = spans.reduce((m, [a]) => (a < m ? a : m), 0n);
  const high = spans.reduce((m, [, b]) => (b > m ? b : m), 0n);
  const extent = toPixels(high - low) || 1;
  let so = 0n;
  return spans.map(([a, b], i) => {
    const step = steps[i]!;
    so = step.sum ? step.value : so + step.value;
    return { left: toPixels(a - low) / extent, width: toPixels(b - a) / extent, at: so };
  });
}

/** Whether every sum is what the lines before it come to. */
export function waterCloses(steps: readonly WaterStep[]): boolean {
  let at: bigint | undefined;
  return steps.every((s) => {
    if (!s.sum) {
      at = (at ?? 0n) + s.value;
      return true;
    }
    const closes = at === undefined || at === s.value;
    at = s.value;
    return closes;
  });
}

/** A waterfall that is a table: read in order, worked by keyboard, and without its bars on a phone still whole. */
export function Waterfall({ label, unit, steps }: { label: string; unit: string; steps: readonly WaterStep[] }) {
  const bars = waterBars(steps);
  const closes = waterCloses(steps);
  return (
    <>
      <table className="waterfall" aria-label={label}>
        <thead><tr><th scope="col">Step</th><th scope="col" className="track"><span className="visually-hidden">Waterfall</span></th><th scope="col" className="is-number">{unit}</th></tr></thead>
        <tbody>
          {steps.map((s, i) => (
            <tr key={s.key} className={s.sum ? 'is-sum' : undefined}>
              <th scope="row">{s.open ? <button type="button" className="row-button" onClick={s.open}>{s.words}</button> : s.words}</th>
              <td className="track" aria-hidden="true">
                <svg className="water" width="100%" height="14" focusable="false">
                  <rect x={`${bars[i]!.left * 100}%`} width={`${Math.max(bars[i]!.width * 100, s.value === 0n ? 0 : 0.3)}%`} height="14" className={`water-bar ${s.sum ? 'is-sum' : ''} ${s.risk ? 'is-risk' : ''} ${s.state === 'unobserved' ? 'is-unobserved' : ''}`} style={s.state && s.state !== 'unobserved' ? { fill: `url(#state-${s.state})` } : undefined} />
                </svg>
              </td>
              <td className="is-number" title={s.exact}>{s.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note small">{closes ? 'The steps sum to the last digit.' : 'The steps do not sum. This is a fault of the ledger; tell who runs it.'}</p>
    </>
  );
}
