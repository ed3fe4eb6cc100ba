import { describe, expect, it } from 'vitest';
import { contrast, distance, type Sight, tokens } from './colour';

const GROUNDS = ['background', 'surface', 'sunken'];
const TEXTS = ['text', 'muted', 'faint', 'accent'];
const MARKS = ['edge', 'accent', 'amber', 'red', 'green', 'state-productive', 'state-active', 'state-held-idle', 'state-unallocated', 'state-unobserved', 'series-other', ...Array.from({ length: 8 }, (_, i) => `series-${i + 1}`)];

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  const t = tokens(theme);
  const pairs = (names: string[], grounds: string[]) => names.flatMap((n) => grounds.map((g) => [n, g] as const));

  it.each(pairs(TEXTS, GROUNDS))('%s as text on %s reads at 4.5', (name, ground) => {
    expect(contrast(t[name]!, t[ground]!)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(pairs(MARKS, GROUNDS))('%s as a mark on %s reads at 3', (name, ground) => {
    expect(contrast(t[name]!, t[ground]!)).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ['on-accent', 'accent'],
    ['text', 'accent-wash'],
    ['text', 'red-wash'],
    ['text', 'amber-wash'],
    ['red', 'surface'],
    ['red', 'red-wash'],
  ])('%s as text on %s reads at 4.5', (name, ground) => {
    expect(contrast(t[name]!, t[ground]!)).toBeGreaterThanOrEqual(4.5);
  });

  // Keys keep their colour on every screen, so any two can become neighbours: all pairs are held to it.
  const series = [...Array.from({ length: 8 }, (_, i) => `series-${i + 1}`), 'series-other'];
  const couples = series.flatMap((a, i) => series.slice(i + 1).map((b) => [a, b] as const));
  it.each((['full', 'protanopia', 'deuteranopia'] as Sight[]).flatMap((s) => couples.map(([a, b]) => [a, b, s] as const)))('%s and %s stay apart in %s sight', (a, b, sight) => {
    expect(distance(t[a]!, t[b]!, sight)).toBeGreaterThanOrEqual(12);
  });
});
