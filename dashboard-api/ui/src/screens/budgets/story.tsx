import { useBudget } from '../../api/queries';
import { parse, ratio } from '../../money/decimal';
import { amountText, percent } from '../../money/format';
import { instant } from '../../money/time';
import { Dialog, ErrorState, SkeletonRows } from '../../parts/basics';
import { periodWords, termsWords, unitOf } from './words';

/** A budget's periods and versions. */
export function BudgetStoryDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const story = useBudget(id);
  const b = story.data;
  return (
    <Dialog title={name} className="wide" onClose={onClose} foot={<button type="button" className="button" onClick={onClose}>Close</button>}>
      <div className="body">
        {story.isError && !b ? <ErrorState fault={story.error} retry={() => void story.refetch()} /> : !b ? <SkeletonRows rows={6} /> : (
          <>
            <p className="muted small">{termsWords(b)}{b.approver ? ` · approved by ${b.approver}` : ''}{b.delegate ? ` · delegate ${b.delegate}` : ''}{b.costCenter ? ` · cost centre ${b.costCenter}` : ''}</p>
            {b.history.length > 0 ? (
              <div className="table-wrap">
                <table className="table">
                  <thead><tr><th scope="col">Period</th><th scope="col" className="is-number">Limit, {unitOf(b)}</th><th scope="col" className="is-number">Carried</th><th scope="col" className="is-number">Spent, from the bill</th><th scope="col" className="is-number">Of limit</th><th scope="col" className="is-number">Version</th></tr></thead>
                  <tbody>
                    {b.history.map((h) => (
                      <tr key={h.key}>
                        <th scope="row">{periodWords(h.key)}{h.complete ? '' : ' (to date)'}</th>
                        <td className="is-number">{amountText(h.limit, b.currency)}</td>
                        <td className="is-number">{amountText(h.carried, b.currency)}</td>
                        <td className="is-number">{amountText(h.spent, b.currency)}</td>
                        <td className="is-number">{percent(ratio(parse(h.spent), parse(h.limit)), 0)}</td>
                        <td className="is-number">{h.version}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            ) : null}
            <h3 style={{ fontSize: 14, margin: '12px 0 4px' }}>Versions</h3>
            <ol className="small" style={{ display: 'grid', gap: 4, paddingLeft: 0, listStyle: 'none' }} reversed>
              {[...b.versions].reverse().map((v) => (
                <li key={v.version}>
                  <strong>{v.version}</strong> {v.ended ? 'ended' : `limit ${amountText(v.limit, v.currency)} ${unitOf(v)}${Object.keys(v.limits ?? {}).length > 0 ? `, ${Object.keys(v.limits!).length} periods with their own` : ''}`}
                  <span className="muted"> · {v.scheduled ? 'holds from' : 'since'} {v.effectiveFrom ? instant(v.effectiveFrom) : instant(v.createdAt)} · by {v.createdBy}</span>
                </li>
              ))}
            </ol>
          </>
        )}
      </div>
    </Dialog>
  );
}
