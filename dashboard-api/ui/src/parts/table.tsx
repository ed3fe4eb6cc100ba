import {
  type ColumnDef, createSortedRowModel, rowSortingFeature, type SortingState,
  tableFeatures, useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useContext, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { CardSlot, CopyButton, Menu } from './basics';
import { setDensity, useDensity } from '../theme/density';
import { toCsv } from './csv';
import { Icon } from './icon';

/** What sorts and what is copied: text, a number, exact units, or nothing. */
export type Value = string | number | bigint | null | undefined;

export interface Column<T> {
  key: string;
  head: string;
  /** Shown once in the head, faint: an ISO currency, GiB, h. */
  unit?: string;
  number?: boolean;
  wide?: boolean;
  value: (row: T) => Value;
  cell?: (row: T) => ReactNode;
  /** What is copied where it differs from the value: locale free and exact. */
  csv?: (row: T) => string;
  /** A share of the whole: a bar behind the figure, drawn against the largest of the column. */
  share?: (row: T) => number;
  foot?: ReactNode;
  /** Hidden until chosen. */
  hidden?: boolean;
  /** Left out on phones, where the figure matters more. */
  wideOnly?: boolean;
  /** Holds buttons: no sorting, always shown, never copied. */
  fixed?: boolean;
}

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});

const VIRTUAL_FROM = 200;

function order(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b, undefined, { numeric: true });
  const x = a ?? '';
  const y = b ?? '';
  return x < y ? -1 : x > y ? 1 : 0;
}

export interface TableProps<T extends object> {
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  sort?: { key: string; desc: boolean };
  onRow?: (row: T) => void;
  selected?: string;
  empty?: ReactNode;
  bounded?: boolean;
  dense?: boolean;
  tools?: boolean;
  footLabel?: string;
}

/**
 * The one table: sticky head, sorting by exact values, totals that stay in sight, a choice of columns,
 * copying as CSV, and only the rows in view in the page beyond 200 rows.
 */
export function Table<T extends object>(props: TableProps<T>) {
  const { rows, columns, rowKey, footLabel } = props;
  const [sorting, setSorting] = useState<SortingState>(props.sort ? [{ id: props.sort.key, desc: props.sort.desc }] : []);
  const [visibility, setVisibility] = useState<Record<string, boolean>>({});
  const data = useMemo(() => [...rows], [rows]);
  const defs = useMemo(
    () =>
      columns.map(
        (c): ColumnDef<typeof features, T, unknown> => ({
          id: c.key,
          accessorFn: (row: T) => c.value(row),
          sortFn: (a, b, id) => order(a.getValue(id) as Value, b.getValue(id) as Value),
          sortDescFirst: c.number ?? false,
          sortUndefined: 'last',
        }),
      ),
    [columns],
  );
  const table = useTable({
    features,
    columns: defs,
    data,
    state: { sorting },
    onSortingChange: setSorting,
    getRowId: (row: T) => rowKey(row),
  });
  const wrap = useRef<HTMLDivElement>(null);
  const isOn = (c: Column<T>) => visibility[c.key] ?? !c.hidden;
  const shown = columns.filter(isOn);
  const sorted = table.getRowModel().rows.map((row) => row.original);
  const isVirtual = sorted.length > VIRTUAL_FROM;
  const dense = useDensity(props.dense ? 'dense' : 'roomy') === 'dense';
  const rowHeight = dense ? 30 : 36;
  const virtual = useVirtualizer({ count: isVirtual ? sorted.length : 0, getScrollElement: () => wrap.current, estimateSize: () => rowHeight, overscan: 12 });
  const items = virtual.getVirtualItems();
  const before = isVirtual ? (items[0]?.start ?? 0) : 0;
  const after = isVirtual ? virtual.getTotalSize() - (items[items.length - 1]?.end ?? 0) : 0;
  const visible = isVirtual ? items.map((item) => [item.index, sorted[item.index]!] as const) : sorted.map((row, i) => [i, row] as const);
  const largest = Object.fromEntries(shown.filter((c) => c.share).map((c) => [c.key, Math.max(...rows.map((r) => c.share!(r)), 0)]));
  const hasFoot = columns.some((c) => c.foot !== undefined);

  if (rows.length === 0 && props.empty) return <>{props.empty}</>;
  return (
    <>
      {props.tools ? <TableTools dense={dense} label={props.label} columns={columns} isOn={isOn} toggle={(c) => setVisibility({ ...visibility, [c.key]: !isOn(c) })} csv={() => toCsv(shown.filter((c) => !c.fixed), sorted)} /> : null}
      <div className={`table-wrap ${isVirtual || props.bounded ? 'is-bounded' : ''}`} ref={wrap} tabIndex={0} role="group" aria-label={props.label}>
        <table className={`table ${dense ? 'is-dense' : ''}`} aria-rowcount={isVirtual ? sorted.length + 1 : undefined}>
          <thead>
            <tr>
              {shown.map((c) => {
                const direction = sorting.find((s) => s.id === c.key);
                const column = table.getColumn(c.key);
                return (
                  <th key={c.key} scope="col" className={classOf(c)} aria-sort={direction ? (direction.desc ? 'descending' : 'ascending') : undefined}>
                    {c.fixed ? <span className="visually-hidden">{c.head}</span> : (
                      <button type="button" onClick={() => column?.toggleSorting()}>
                        {c.head}
                        {c.unit ? <span className="unit"> {c.unit}</span> : null}
                        {direction ? <Icon name={direction.desc ? 'down' : 'up'} /> : null}
                      </button>
                    )}
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {before > 0 ? <tr aria-hidden="true"><td colSpan={shown.length} style={{ height: before, padding: 0 }} /></tr> : null}
            {visible.map(([index, row]) => (
              <Row key={rowKey(row)} row={row} index={index} columns={shown} props={props} largest={largest} />
            ))}
            {after > 0 ? <tr aria-hidden="true"><td colSpan={shown.length} style={{ height: after, padding: 0 }} /></tr> : null}
          </tbody>
          {hasFoot ? (
            <tfoot>
              <tr>
                {shown.map((c, i) => {
                  const content = c.foot ?? (i === 0 ? (footLabel ?? 'Total') : null);
                  return i === 0 ? <th key={c.key} scope="row">{content}</th> : <td key={c.key} className={classOf(c)}>{content}</td>;
                })}
              </tr>
            </tfoot>
          ) : null}
        </table>
      </div>
    </>
  );
}

function classOf(c: { number?: boolean; wide?: boolean; wideOnly?: boolean }): string | undefined {
  return [c.number && 'is-number', c.wide && 'is-wide', c.wideOnly && 'is-wide-only'].filter(Boolean).join(' ') || undefined;
}

function Row<T extends object>({ row, index, columns, props, largest }: { row: T; index: number; columns: readonly Column<T>[]; props: TableProps<T>; largest: Record<string, number> }) {
  const key = props.rowKey(row);
  const open = props.onRow;
  return (
    <tr className={open ? 'is-link' : undefined} aria-rowindex={index + 2} aria-selected={props.selected === key ? true : undefined} onClick={open ? () => open(row) : undefined}>
      {columns.map((c, i) => {
        const content = c.cell ? c.cell(row) : (c.value(row)?.toString() ?? '\u2013');
        const part = c.share?.(row);
        const share = part === undefined ? undefined : part / (largest[c.key] || 1);
        const inner = share === undefined ? content : <span className="share" style={{ ['--share' as string]: `${Math.max(0, Math.min(1, share)) * 100}%` }}>{content}</span>;
        const body = i === 0 && open ? (
          <button type="button" className="row-button" onClick={(e) => { e.stopPropagation(); open(row); }}>{inner}</button>
        ) : inner;
        return <td key={c.key} className={classOf(c)}>{body}</td>;
      })}
    </tr>
  );
}

function TableTools<T>({ dense, label, columns, isOn, toggle, csv }: { dense: boolean; label: string; columns: readonly Column<T>[]; isOn: (c: Column<T>) => boolean; toggle: (c: Column<T>) => void; csv: () => string }) {
  const slot = useContext(CardSlot);
  const tools = (
    <span className="table-tools">
      {columns.length > 4 || columns.some((c) => c.hidden) ? (
        <Menu button={<Icon name="columns" size={16} />} label={`Columns of ${label}`} className="icon-button" atEnd>
          {() => columns.slice(1).filter((c) => !c.fixed).map((c) => {
            const on = isOn(c);
            return (
              <button key={c.key} type="button" role="menuitemcheckbox" aria-checked={on} className="option" onClick={() => toggle(c)}>
                <span className="tick">{on ? <Icon name="check" size={16} /> : null}</span>
                {c.head}
              </button>
            );
          })}
        </Menu>
      ) : null}
      <button type="button" className="icon-button wide" aria-pressed={dense} aria-label="Dense rows" title={dense ? 'Dense rows: on. Press for roomy rows' : 'Dense rows: off. Press for dense rows'} onClick={() => setDensity(dense ? 'roomy' : 'dense')}><Icon name={dense ? 'dense' : 'roomy'} size={16} /></button>
      <CopyButton text={csv} label={`Copy ${label} as CSV`} />
    </span>
  );
  return slot ? createPortal(tools, slot) : tools;
}
