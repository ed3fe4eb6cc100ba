import type { Status } from '../../api/status';
import { age } from '../../money/format';
import { instant } from '../../money/time';
import { Card, EmptyState, SkeletonRows } from '../../parts/basics';
import { useScope } from '../../context';
import { setView } from '../../url/state';

export function FreshnessCard({ status }: { status: Status | undefined }) {
  const { view } = useScope();
  return (
    <Card title="Freshness" sub="of each source" actions={view.screen === 'data' ? undefined : <button type="button" className="button quiet small" onClick={() => setView({ screen: 'data' })}>Open Data</button>}>
      {!status ? <SkeletonRows rows={4} /> : status.freshness.length === 0 ? (
        <EmptyState title="No source yet" why="Each source of bills or telemetry says here how far its data reaches." command="./gpuledger import --source NAME FILE" />
      ) : (
        <ul className="freshness">
          {[...status.freshness].sort((a, b) => Number(a.ok) - Number(b.ok)).map((f) => (
            <li key={`${f.kind}:${f.source}`}>
              <span className={`dot ${f.ok ? 'ok' : f.at ? 'bad' : 'waiting'}`} />
              <span>{f.source} {f.source === f.kind ? null : <span className="muted small">{f.kind === 'bills' ? 'bills' : 'telemetry'}</span>}</span>
              <span title={instant(f.at)}>{f.ageSeconds === null || f.ageSeconds === undefined ? 'nothing yet' : age(f.ageSeconds)}</span>
              {f.ok || !f.reason ? null : <span className="reason">{f.reason}</span>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
