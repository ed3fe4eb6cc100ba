import { useCallback, useState } from 'react';
import { Icon } from '../parts/icon';

export interface Notice {
  kind: 'ok' | 'risk' | 'bad';
  title: string;
  says?: string;
  link?: { words: string; act: () => void };
}

const KEPT = 3;

export function useNotices() {
  const [list, setList] = useState<readonly (Notice & { id: number })[]>([]);
  const add = useCallback((notice: Notice) => setList((all) => [...all, { ...notice, id: Date.now() + Math.random() }].slice(-KEPT)), []);
  const remove = useCallback((id: number) => setList((all) => all.filter((n) => n.id !== id)), []);
  return { list, add, remove };
}

/** Notices stay until they are closed or followed: nothing that matters vanishes by itself. */
export function Notices({ list, remove }: ReturnType<typeof useNotices>) {
  return (
    <div className="notices" role="status" aria-live="polite">
      {list.map((n) => (
        <div className="notice" key={n.id}>
          <span className={`mark ${n.kind}`}><Icon name={n.kind === 'ok' ? 'check' : n.kind === 'risk' ? 'warning' : 'fault'} size={16} /></span>
          <span className="words">
            <strong>{n.title}</strong>
            {n.says}
            {n.link ? <div><button type="button" className="button small" style={{ marginTop: 8 }} onClick={() => { n.link!.act(); remove(n.id); }}>{n.link.words}</button></div> : null}
          </span>
          <button type="button" className="icon-button" style={{ height: 24, width: 24 }} aria-label={`Close: ${n.title}`} onClick={() => remove(n.id)}><Icon name="close" size={14} /></button>
        </div>
      ))}
    </div>
  );
}
