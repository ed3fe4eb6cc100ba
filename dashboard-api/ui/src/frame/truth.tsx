import type { Status } from '../api/status';
import { age, count, percent } from '../money/format';
import { instant, shortInstant } from '../money/time';
import { setView } from '../url/state';

export const COVERAGE_GOAL = 0.95;

/** One line of truth under every screen's head: how fresh, how complete, what was refused. */
export function TruthLine({ status, fault, readAt = 0 }: { status: Status | undefined; fault: unknown; /** When the status was read, in epoch milliseconds. */ readAt?: number }) {
  const open = () => setView({ screen: 'data' });
  if (!status) {
    return (
      <button type="button" className="truth" onClick={open}>
        <span className={`dot ${fault ? 'bad' : 'waiting'}`} />
        <span className="lead">{fault ? 'The state of the data cannot be read' : 'Reading the state of the data'}</span>
      </button>
    );
  }
  if (fault) {
    // Ages that were read before would go on looking fresh.
    return (
      <button type="button" className="truth" onClick={open}>
        <span className="item lead" role="alert"><span className="dot bad" />GpuLedger does not answer</span>
        {readAt > 0 ? <span className="item">What is shown was read on {instant(new Date(readAt).toISOString())}</span> : null}
      </button>
    );
  }
  const stale = status.freshness.filter((f) => !f.ok);
  const covered = status.coverage.telemetry;
  const progress = status.progress.filter((p) => p.done < p.total);
  const verdict = verdictOf(status);
  return (
    <button type="button" className="truth" onClick={open}>
      <span className="visually-hidden">State of the data: </span>
      <span className="item lead"><span className={`dot ${verdict.dot}`} />{verdict.words}</span>
      {progress.map((p) => <span className="item" key={p.task}>{p.task} <strong>{count(p.done)} of {count(p.total)}</strong></span>)}
      <span className="item" title={covered === undefined || covered === null ? 'No GPU was in inventory in the last 24 hours' : 'Share of GPU time of the last 24 hours that is observed'}>Telemetry coverage <strong>{covered === undefined || covered === null ? 'unknown' : percent(covered)}</strong></span>
      {status.coverage.ownership !== undefined && status.coverage.ownership !== null ? <span className="item">Ownership coverage <strong>{percent(status.coverage.ownership)}</strong></span> : null}
      {status.rejectedRows ? <span className="item">Rejected rows <strong>{count(status.rejectedRows)}</strong></span> : null}
      {status.unpriced.length > 0 ? <span className="item">Unpriced <strong>{status.unpriced.length}</strong></span> : null}
      <span className="sources">
        {[...stale, ...status.freshness.filter((f) => f.ok)].map((f) => (
          <span className="item" key={`${f.kind}:${f.source}`} title={`${f.source}: ${f.at ? shortInstant(f.at) : 'nothing yet'}${f.reason ? `. ${f.reason}` : ''}`}>
            <span className={`dot ${f.ok ? 'ok' : f.at ? 'bad' : 'waiting'}`} />
            {f.source} <strong>{f.ageSeconds === null || f.ageSeconds === undefined ? 'nothing yet' : age(f.ageSeconds)}</strong>
          </span>
        ))}
      </span>
      <span className="more">Open Data</span>
    </button>
  );
}

/** Green only when all is well: nothing late, nothing still coming, no gap, nothing refused. */
export function verdictOf(status: Status): { dot: 'ok' | 'risk' | 'bad' | 'waiting'; words: string } {
  const stale = status.freshness.filter((f) => !f.ok).length;
  if (status.progress.some((p) => p.done < p.total)) return { dot: 'waiting', words: 'Still filling' };
  if (status.freshness.length === 0) return { dot: 'waiting', words: 'No data yet' };
  if (stale > 0) return { dot: 'bad', words: stale === 1 ? '1 source is late' : `${stale} sources are late` };
  if (status.unpriced.length > 0) return { dot: 'risk', words: 'Some use has no price' };
  if ((status.coverage.telemetry ?? 1) < COVERAGE_GOAL) return { dot: 'risk', words: 'Telemetry has gaps' };
  if (status.rejectedRows) return { dot: 'risk', words: 'Some rows were refused' };
  return status.ok ? { dot: 'ok', words: 'All data in' } : { dot: 'risk', words: 'Not all is known' };
}
