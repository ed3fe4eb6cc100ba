/**
 * Which colour a key of a group-by wears. A key keeps its slot for as long as the browser tab lives,
 * on every screen; where two keys of one view would wear the same, the smaller takes the next free slot.
 */
export const SLOTS = 8;
export const OTHER = 'other';

const registry = new Map<string, number>();

export function assignSlots(dimension: string, keys: readonly string[]): Map<string, number> {
  const used = new Set<number>();
  const result = new Map<string, number>();
  for (const key of keys) {
    const name = `${dimension}\u0000${key}`;
    const known = registry.get(name);
    if (known !== undefined && !used.has(known)) {
      used.add(known);
      result.set(key, known);
    }
  }
  for (const key of keys) {
    if (result.has(key)) continue;
    const free = Array.from({ length: SLOTS }, (_, i) => i).find((i) => !used.has(i));
    const slot = free ?? 0;
    used.add(slot);
    result.set(key, slot);
    const name = `${dimension}\u0000${key}`;
    if (!registry.has(name)) registry.set(name, slot);
  }
  return result;
}

export function slotColour(slot: number): string {
  return `var(--series-${slot + 1})`;
}

export const OTHER_COLOUR = 'var(--series-other)';

/** A CSS colour of the current theme, for code that draws outside CSS. */
export function resolved(colour: string): string {
  const name = /^var\((--[a-z0-9-]+)\)$/.exec(colour)?.[1];
  return name ? getComputedStyle(document.documentElement).getPropertyValue(name).trim() : colour;
}
