import { createContext, type ReactNode, useContext, useEffect, useId, useRef, useState } from 'react';
import { ApiError } from '../api/client';
import { Icon, type IconName } from './icon';

/** Small parts that every screen uses. */

/** Where the table inside a card puts its tools: at the end of the card's head. */
export const CardSlot = createContext<HTMLElement | null>(null);

/** Whether a titled card stands around: what it says inside is then a heading below. */
const InCard = createContext(false);

export function Card({ title, sub, actions, children, note, className, labelledBy }: { title?: ReactNode; sub?: ReactNode; actions?: ReactNode; children: ReactNode; note?: ReactNode; className?: string; labelledBy?: string }) {
  const id = useId();
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  return (
    <section className={`card ${className ?? ''}`} aria-labelledby={title ? (labelledBy ?? id) : undefined}>
      {title ? (
        <div className="head">
          <h2 id={id}>{title}</h2>
          {sub ? <span className="sub">{sub}</span> : null}
          <div className="actions">{actions}<span className="slot" ref={setSlot} /></div>
        </div>
      ) : null}
      <CardSlot value={slot}><InCard value={title !== undefined}>{children}</InCard></CardSlot>
      {note ? <div className="note">{note}</div> : null}
    </section>
  );
}

export function PageHead({ title, lede, actions }: { title: string; lede?: ReactNode; actions?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · GpuLedger`;
  }, [title]);
  return (
    <div className="page-head">
      <div>
        <h1>{title}</h1>
        {lede ? <p className="lede small">{lede}</p> : null}
      </div>
      {actions ? <div className="actions">{actions}</div> : null}
    </div>
  );
}

export function Mark({ kind, children }: { kind: 'ok' | 'risk' | 'bad' | 'waiting'; children: ReactNode }) {
  const icon: Record<typeof kind, IconName> = { ok: 'check', risk: 'warning', bad: 'fault', waiting: 'clock' };
  return (
    <span className={`mark ${kind}`}>
      <Icon name={icon[kind]} size={16} />
      {children}
    </span>
  );
}

export function Command({ text }: { text: string }) {
  return (
    <span className="command">
      <code>{text}</code>
      <CopyButton text={text} label={`Copy the command ${text}`} />
    </span>
  );
}

export function CopyButton({ text, label, children, className = 'icon-button' }: { text: string | (() => string); label: string; children?: ReactNode; className?: string }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
    setDone(true);
    window.setTimeout(() => setDone(false), 1500);
  };
  return (
    <button type="button" className={className} aria-label={done ? 'Copied' : label} title={done ? 'Copied' : label} onClick={() => void copy()}>
      <Icon name={done ? 'check' : 'copy'} size={16} />
      {children}
    </button>
  );
}

/** What will be here, why it is not yet, and the one thing that fills it. */
export function EmptyState({ title, why, command, action }: { title: string; why: ReactNode; command?: string; action?: ReactNode }) {
  const Heading = useContext(InCard) ? 'h3' : 'h2';
  return (
    <div className="empty">
      <Heading>{title}</Heading>
      <p>{why}</p>
      {command ? <Command text={command} /> : null}
      {action}
    </div>
  );
}

/** What happened, what was kept, what to do, and an id. */
export function ErrorState({ fault, kept, retry, inline }: { fault: unknown; kept?: string; retry?: () => void; inline?: boolean }) {
  const api = fault instanceof ApiError ? fault : undefined;
  const title = api?.title ?? 'Something broke on this screen';
  const detail = api ? (api.message === api.title ? undefined : api.message) : String(fault);
  const Heading = useContext(InCard) ? 'h3' : 'h2';
  return (
    <div className={`error ${inline ? 'is-inline' : ''}`} role="alert">
      <Heading>{title}</Heading>
      {detail ? <p>{detail}</p> : null}
      {api && api.problems.length > 0 ? (
        <ul>
          {api.problems.map((p, i) => (
            <li key={i}>{p.field ? <><code>{p.field}</code>: </> : null}{p.message}</li>
          ))}
        </ul>
      ) : null}
      {kept ? <p>{kept}</p> : null}
      <p className="small">{api ? <>Code <code>{api.code}</code>{api.requestId ? <> · request <code>{api.requestId}</code></> : null}</> : null}</p>
      {retry ? <button type="button" className="button small" onClick={retry}>Try again</button> : null}
    </div>
  );
}

export function Skeleton({ height, width }: { height: number; width?: number | string }) {
  return <div className="skeleton" style={{ height, width: width ?? '100%' }} aria-hidden="true" />;
}

export function SkeletonRows({ rows = 6 }: { rows?: number }) {
  return (
    <div className="skeleton-rows" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, i) => <Skeleton key={i} height={16} width={`${92 - ((i * 17) % 40)}%`} />)}
    </div>
  );
}

export function Select({ label, value, options, onChange, prefix }: { label: string; value: string; options: readonly (readonly [string, string])[]; onChange: (value: string) => void; prefix?: string }) {
  return (
    <span className="select-wrap">
      <select className="select" aria-label={label} value={value} onChange={(e) => onChange(e.target.value)}>
        {options.map(([key, words]) => <option key={key} value={key}>{prefix ? `${prefix} ${words}` : words}</option>)}
      </select>
      <Icon name="down" />
    </span>
  );
}

export function Segmented<T extends string>({ label, value, options, onChange }: { label: string; value: T; options: readonly (readonly [T, string])[]; onChange: (value: T) => void }) {
  return (
    <div className="segmented" role="group" aria-label={label}>
      {options.map(([key, words]) => (
        <button key={key} type="button" aria-pressed={key === value} onClick={() => onChange(key)}>{words}</button>
      ))}
    </div>
  );
}

/** A modal dialog; Escape and a click beside it close it, and the focus goes back where it was. */
export function Dialog({ title, onClose, children, foot, className = '' }: { title: string; onClose: () => void; children: ReactNode; foot?: ReactNode; className?: string }) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement as HTMLElement | null;
    if (dialog && !dialog.open) dialog.showModal();
    // The first field, else the first answer, which is the harmless one; never the cross.
    dialog?.querySelector<HTMLElement>('input, textarea, select, .foot button')?.focus();
    return () => before?.focus?.();
  }, []);
  return (
    <dialog ref={ref} className={`dialog ${className}`} aria-labelledby={id} onCancel={(e) => { e.preventDefault(); onClose(); }} onMouseDown={(e) => { if (e.target === ref.current) onClose(); }}>
      <div className="head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}><Icon name="close" size={18} /></button>
      </div>
      {children}
      {foot ? <div className="foot">{foot}</div> : null}
    </dialog>
  );
}

/** A button that opens a floating panel; Escape and a click elsewhere close it; arrows move between options. */
export function Menu({ button, label, children, atEnd, className = 'field-button', onOpen, labelled }: { button: ReactNode; /** Names the panel, and the button where it shows no words. */ label: string; labelled?: boolean; children: (close: () => void) => ReactNode; atEnd?: boolean; className?: string; onOpen?: () => void }) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const close = (refocus = true) => {
    setOpen(false);
    if (refocus) trigger.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    const first = panel.current?.querySelector<HTMLElement>('[data-selected="true"], button, input, a.option');
    first?.focus();
    const outside = (e: PointerEvent) => {
      if (!anchor.current?.contains(e.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);
  const move = (e: React.KeyboardEvent) => {
    if (e.key === 'Escape') {
      e.stopPropagation();
      close();
    }
    if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return;
    const options = [...(panel.current?.querySelectorAll<HTMLElement>('.option') ?? [])];
    if (options.length === 0) return;
    e.preventDefault();
    const at = options.indexOf(document.activeElement as HTMLElement);
    options[(at + (e.key === 'ArrowDown' ? 1 : -1) + options.length) % options.length]?.focus();
  };
  return (
    <span className="menu-anchor" ref={anchor}>
      <button ref={trigger} type="button" className={className} aria-label={labelled || className === 'icon-button' ? label : undefined} title={label} aria-haspopup="dialog" aria-expanded={open} onClick={() => { if (!open) onOpen?.(); setOpen(!open); }}>
        {button}
      </button>
      {open ? (
        <div className={`menu ${atEnd ? 'at-end' : ''}`} role="dialog" aria-label={label} ref={panel} onKeyDown={move}>
          {children(() => close())}
        </div>
      ) : null}
    </span>
  );
}
