import { useState } from 'react';
import { useRejects } from '../../api/queries';
import type { Reject } from '../../api/sources';
import { count } from '../../money/format';
import { instant } from '../../money/time';
import { Card, CopyButton, EmptyState, ErrorState, Select, SkeletonRows } from '../../parts/basics';
import { Icon } from '../../parts/icon';
import { setView } from '../../url/state';
import { Pages } from './deliveries';

const PAGE = 50;

/** Refused rows are never lost: each stands here with its place, its reason and its own text. */
export function RejectsPart({ source, setSource, sources, deliveryId }: { source: string; setSource: (s: string) => void; sources: readonly string[]; deliveryId: string }) {
  const [offset, setOffset] = useState(0);
  const rejects = useRejects({ limit: PAGE, offset, ...(source ? { source } : {}), ...(deliveryId ? { deliveryId } : {}) });
  const total = rejects.data?.totalRows ?? 0;
  return (
    <Card
      title="Rejects"
      sub={total > 0 ? `${count(total)} rows refused; the rest of their files is loaded` : undefined}
      actions={
        <>
          {deliveryId ? <span className="tag outlined"><span className="key">Delivery</span><span className="mono">{deliveryId.slice(0, 12)}</span><button type="button" aria-label="Show the rejects of every delivery" onClick={() => setView({ select: 'rejects' })}><Icon name="close" /></button></span> : null}
          {sources.length > 1 ? <Select label="Source" value={source} options={[['', 'Every source'], ...sources.map((s) => [s, s] as const)]} onChange={(s) => { setSource(s); setOffset(0); }} /> : null}
        </>
      }
    >
      {rejects.isError && !rejects.data ? <ErrorState fault={rejects.error} retry={() => void rejects.refetch()} /> : rejects.isPending ? <SkeletonRows /> : total === 0 ? (
        <EmptyState title="Nothing was refused" why="A row whose amount, currency, account or period cannot be read would stand here with its file, line, column and text." />
      ) : (
        <ul>{rejects.data?.rows.map((r, i) => <RejectItem key={`${r.file}:${r.line}:${r.field}:${i}`} reject={r} />)}</ul>
      )}
      <Pages offset={offset} page={PAGE} total={total} go={setOffset} />
    </Card>
  );
}

export function placeOf(r: { file?: string | null; line?: number | null; column?: number | null }): string {
  return [r.file, r.line, r.column].filter((v) => v !== null && v !== undefined && v !== '').join(':');
}

function RejectItem({ reject }: { reject: Reject }) {
  const place = placeOf(reject);
  return (
    <li className="reject">
      <div className="place">
        <strong className="mono">{place || 'place unknown'}</strong>
        {reject.field ? <span className="tag small">{reject.field}</span> : null}
        <span className="muted small">{reject.source} · <code>{reject.code}</code>{reject.occurredAt ? ` · ${instant(reject.occurredAt)}` : ''}</span>
        {place ? <CopyButton text={place} label={`Copy the place ${place}`} /> : null}
      </div>
      <span>{reject.message}</span>
      {reject.rawText ? <code className="raw"><Marked raw={reject.rawText} message={reject.message} /></code> : <span className="muted small">No text was kept: the row could not be read at all.</span>}
    </li>
  );
}

/** Marks the offending value, which the message quotes, in the raw text; control characters are made visible. */
function Marked({ raw, message }: { raw: string; message: string }) {
  const value = /"([^"]+)"/.exec(message)?.[1];
  const at = value ? raw.indexOf(value) : -1;
  if (!value || at < 0) return <>{visible(raw)}</>;
  return <>{visible(raw.slice(0, at))}<mark>{visible(value)}</mark>{visible(raw.slice(at + value.length))}</>;
}

/** NUL and its kin as their control pictures, so that an invisible fault can be seen. */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)));
}
