import { print } from '../money/decimal';

type Value = string | number | bigint | null | undefined;

interface CsvColumn<T> {
  head: string;
  unit?: string;
  value: (row: T) => Value;
  csv?: (row: T) => string;
}

/**
 * RFC 4180 with a point as decimal mark whatever the reader's locale. Units (BigInt at scale 18) are
 * printed exactly, so a pasted column adds up to the cent and beyond. A text that a spreadsheet would
 * run as a formula gets a leading apostrophe.
 */
export function toCsv<T>(columns: readonly CsvColumn<T>[], rows: readonly T[]): string {
  const head = columns.map((c) => cell(c.unit ? `${c.head} (${c.unit})` : c.head));
  const lines = rows.map((row) => columns.map((c) => cell(c.csv ? c.csv(row) : plain(c.value(row)))));
  return [head, ...lines].map((line) => line.join(',')).join('\r\n') + '\r\n';
}

function plain(value: Value): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'bigint' ? print(value) : String(value);
}

function cell(text: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
