/**
 * The scope filter as removable tags. The grammar is the ledger's filter V2; the screen edits the part
 * of it that tags can show (`key:"a","b"` terms joined by `+`) and keeps any other text whole, as one
 * tag, so that a filter written elsewhere is never lost.
 */
export interface Term {
  readonly key: string;
  readonly op: ':' | '!:';
  readonly values: readonly string[];
}

export type Filter = { readonly terms: readonly Term[] } | { readonly text: string };

export function parseFilter(text: string): Filter {
  if (text.trim() === '') return { terms: [] };
  const terms: Term[] = [];
  let rest = text.trim();
  while (rest) {
    const head = /^(tag:[A-Za-z0-9_./-]+?|[A-Za-z][A-Za-z0-9]*)(!:|:)(?=")/.exec(rest);
    if (!head) return { text };
    rest = rest.slice(head[0].length);
    const values: string[] = [];
    for (;;) {
      const value = /^"((?:[^"\\]|\\.)*)"/.exec(rest);
      if (!value) return { text };
      values.push(value[1]!.replace(/\\(.)/g, '$1'));
      rest = rest.slice(value[0].length);
      if (!rest.startsWith(',')) break;
      rest = rest.slice(1);
    }
    terms.push({ key: head[1]!, op: head[2] as Term['op'], values });
    if (rest === '') break;
    if (!rest.startsWith('+')) return { text };
    rest = rest.slice(1);
  }
  return { terms };
}

export function printFilter(filter: Filter): string {
  if ('text' in filter) return filter.text;
  return filter.terms.map((t) => t.key + t.op + t.values.map(quote).join(',')).join('+');
}

function quote(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** Narrows to one value of a key, replacing an earlier term of that key. */
export function withTerm(text: string, key: string, value: string): string {
  const filter = parseFilter(text);
  const term: Term = { key, op: ':', values: [value] };
  if ('text' in filter) return `(${filter.text})+${printFilter({ terms: [term] })}`;
  return printFilter({ terms: [...filter.terms.filter((t) => t.key !== key), term] });
}

export function withoutTerm(text: string, index: number): string {
  const filter = parseFilter(text);
  if ('text' in filter) return '';
  return printFilter({ terms: filter.terms.filter((_, i) => i !== index) });
}

/** Fields that GPU time is known by; the bill knows more. */
const TELEMETRY_KEYS: readonly string[] = ['cluster', 'deviceModel', 'node', 'state', 'team'];

/** The fields of a filter that GPU time cannot be narrowed by, so that no figure stands under a scope it does not have. */
export function unknownToTelemetry(text: string): string[] {
  const filter = parseFilter(text);
  const keys = 'text' in filter ? keysOf(filter.text) : filter.terms.map((t) => t.key);
  return [...new Set(keys)].filter((k) => !TELEMETRY_KEYS.includes(k));
}

/** The fields named in a filter of any shape; what stands between quotes is a value. */
function keysOf(text: string): string[] {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return [...bare.matchAll(/(tag:[A-Za-z0-9_./-]+?|[A-Za-z][A-Za-z0-9]*)!?(?:~|<~|~>)?:(?="")/g)].map((m) => m[1]!);
}

/** Joins two filters so that both hold. */
export function both(a: string, b: string): string {
  if (!a) return b;
  if (!b) return a;
  const wrap = (t: string) => ('text' in parseFilter(t) ? `(${t})` : t);
  return `${wrap(a)}+${wrap(b)}`;
}
