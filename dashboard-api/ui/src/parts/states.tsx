import type { GpuState } from '../api/usage';

/** The words and looks of the states of a GPU second; the same everywhere and used for nothing else. */
export const STATE_WORDS: Record<GpuState, string> = {
  productive: 'Productive',
  active: 'Busy, low efficiency',
  held_idle: 'Held idle',
  unallocated: 'Unused GPUs',
  unobserved: 'Unobserved',
};

export const STATE_SAYS: Record<GpuState, string> = {
  productive: 'Held and working: SM active at 40 % or tensor at 10 % and more',
  active: 'Held and busy, yet most of the chip waits',
  held_idle: 'Held by a workload that does nothing',
  unallocated: 'Paid for, held by nobody',
  unobserved: 'No telemetry for this time: unknown, not zero',
};

export const STATE_COLOURS: Record<GpuState, string> = {
  productive: 'var(--state-productive)',
  active: 'var(--state-active)',
  held_idle: 'var(--state-held-idle)',
  unallocated: 'var(--state-unallocated)',
  unobserved: 'var(--state-unobserved)',
};

/** States of money without a device second have words but no pattern. */
const MONEY_WORDS: Record<string, string> = {
  ...STATE_WORDS,
  unused_commitment: 'Unused commitment',
  not_gpu: 'Not GPU',
};

export function stateWord(state: string): string {
  return MONEY_WORDS[state] ?? state;
}

/** Drawn once at the root; segments refer to them by id. */
export function StatePatterns() {
  return (
    <svg width="0" height="0" style={{ position: 'absolute' }} aria-hidden="true" focusable="false">
      <defs>
        <pattern id="state-productive" width="8" height="8" patternUnits="userSpaceOnUse">
          <rect width="8" height="8" fill="var(--state-productive)" />
        </pattern>
        <pattern id="state-active" width="5" height="5" patternUnits="userSpaceOnUse">
          <rect width="5" height="5" fill="var(--state-active)" />
          <circle cx="1.250" cy="1.250" r=".9" fill="var(--surface)" />
          <circle cx="3.750" cy="3.750" r=".9" fill="var(--surface)" />
        </pattern>
        <pattern id="state-held_idle" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--state-held-idle)" />
          <rect width="1.800" height="6" fill="var(--surface)" />
        </pattern>
        <pattern id="state-unallocated" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--state-unallocated)" />
          <path d="M0 .6h6M.6 0v6" stroke="var(--surface)" strokeWidth="1.200" />
        </pattern>
      </defs>
    </svg>
  );
}

/** One segment; unobserved is empty with a dashed edge. */
export function StateRect({ state, x, y = 0, width, height }: { state: GpuState; x: number; y?: number; width: number; height: number }) {
  if (width <= 0) return null;
  if (state === 'unobserved') {
    return <rect x={x + 0.75} y={y + 0.75} width={Math.max(width - 1.5, 0.5)} height={height - 1.5} rx="1" fill="var(--surface)" stroke="var(--state-unobserved)" strokeWidth="1.500" strokeDasharray="3 2.500" />;
  }
  return <rect x={x} y={y} width={width} height={height} fill={`url(#state-${state})`} />;
}

export function StateSwatch({ state, size = 14 }: { state: GpuState; size?: number }) {
  return (
    <svg width={size} height={size} viewBox={`0 0 ${size} ${size}`} aria-hidden="true" focusable="false">
      <StateRect state={state} x={0} width={size} height={size} />
    </svg>
  );
}

export function StateName({ state }: { state: GpuState }) {
  return (
    <span className="state-name" title={STATE_SAYS[state]}>
      <StateSwatch state={state} />
      {STATE_WORDS[state]}
    </span>
  );
}

/** Shares of one whole as a bar; one pixel of surface stands between segments. */
export function StateBar({ parts, height = 28, label }: { parts: readonly { state: GpuState; share: number }[]; height?: number; label: string }) {
  let x = 0;
  return (
    <svg className="state-bar" height={height} width="100%" role="img" aria-label={label}>
      {parts.filter((p) => p.share > 0).map((part, i) => {
        const from = x;
        x += part.share * 100;
        return (
          <svg key={part.state} x={`${from}%`} width={`${part.share * 100}%`} height={height}>
            <svg x={i === 0 ? 0 : 1} width="100%" height={height}>
              {part.state === 'unobserved'
                ? <rect x="1" y="0.750" height={height - 1.5} rx="1" fill="none" stroke="var(--state-unobserved)" strokeWidth="1.500" strokeDasharray="3 2.500" style={{ width: 'calc(100% - 3px)' }} />
                : <rect width="100%" height={height} fill={`url(#state-${part.state})`} />}
            </svg>
          </svg>
        );
      })}
    </svg>
  );
}
