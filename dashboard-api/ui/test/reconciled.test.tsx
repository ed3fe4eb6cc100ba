import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { ReconciledFigures, ReconciledRow } from '../src/api/reconciliation';
import { Waterfall, waterBars, waterCloses } from '../src/parts/waterfall';
import { beneath, questionOf, readPlace, writePlace } from '../src/screens/data/reconciled';
import { hourSteps, ownerSteps, stateSteps } from '../src/screens/data/reconciled-steps';

const H = 3_600_000_000_000n;
const figures: ReconciledFigures = {
  currency: 'USD',
  billed: '245',
  attributed: '120',
  residuals: { no_owner: '48', over_billing: '48', not_in_inventory: '24', unused_commitment: '5', unexplained: '0' },
  states: { productive: '120', active: '0', held_idle: '24', unallocated: '0', unobserved: '96', unused_commitment: '5', not_gpu: '0' },
  nanos: {
    billed: `${120n * H}`, valid: `${96n * H}`, seen: `${84n * H}`, paidMinusValid: `${24n * H}`, unpriced: '0',
    parts: { productive: `${60n * H}`, active: '0', held_idle: `${24n * H}`, unallocated: '0', missing_telemetry: `${12n * H}`, late_bill: `${-24n * H}`, over_billing: `${24n * H}`, not_in_inventory: `${24n * H}`, unexplained: '0' },
  },
};

describe('the waterfall', () => {
  it('starts each step where the one before ended, and sums from zero', () => {
    const bars = waterBars([
      { key: 'a', words: 'A', value: 100n * H, text: '', sum: true },
      { key: 'b', words: 'B', value: -40n * H, text: '' },
      { key: 'c', words: 'C', value: 20n * H, text: '' },
      { key: 'd', words: 'D', value: 80n * H, text: '', sum: true },
    ]);
    expect(bars.map((b) => [b.left, b.width].map((v) => Math.round(v * 100)))).toEqual([[0, 100], [60, 40], [60, 20], [0, 80]]);
  });

  it('keeps what goes below zero on the left of it', () => {
    const bars = waterBars([
      { key: 'a', words: 'A', value: 10n * H, text: '', sum: true },
      { key: 'b', words: 'B', value: -20n * H, text: '' },
    ]);
    expect(bars[1]).toMatchObject({ left: 0, at: -10n * H });
    expect(bars[0]!.left).toBeCloseTo(0.5);
  });

  it('closes in hours, in money by state and by owner, with residuals of either sign', () => {
    for (const steps of [hourSteps(figures), stateSteps(figures, () => () => undefined), ownerSteps(figures)]) {
      expect(waterCloses(steps)).toBe(true);
    }
    expect(hourSteps(figures).find((s) => s.key === 'late_bill')?.value).toBe(24n * H);
    expect(waterCloses(ownerSteps({ ...figures, attributed: '121' }))).toBe(false);
  });

  it('is a table that can be read without its bars', () => {
    const html = renderToStaticMarkup(<Waterfall label="Hours" unit="GPU h" steps={hourSteps(figures)} />);
    expect(html).toContain('aria-label="Hours"');
    expect(html).toContain('<th scope="row">Over-billing</th>');
    expect(html).toContain('The steps sum to the last digit.');
  });
});

describe('the place of a reconciliation', () => {
  it('survives the address, whatever its names', () => {
    const place = { by: 'sku' as const, path: [['source', 'a|b:c'], ['invoice', 'INV=1 "x"']] as const };
    expect(readPlace(writePlace({ by: place.by, path: [...place.path] }))).toEqual(place);
    expect(writePlace({ by: place.by, path: [...place.path] })).not.toContain(':');
    expect(readPlace('nonsense|x')).toEqual({ by: 'invoice', path: [] });
  });

  it('asks for what was opened: a day narrows the range', () => {
    expect(questionOf({ by: 'resource', path: [['source', 's'], ['invoice', 'I "1"'], ['day', '2026-10-31']] }, '2026-10-01', '2026-11-01')).toEqual({ start: '2026-10-31', end: '2026-11-01', filter: 'source:"s"+invoice:"I \\"1\\""' });
  });

  it('opens the next level and nothing beneath a machine', () => {
    const row = (group: Record<string, string>): ReconciledRow => ({ ...figures, group });
    const sku = beneath({ by: 'invoice', path: [] }, row({ source: 's', invoice: 'I' }));
    expect(sku).toEqual({ by: 'sku', path: [['source', 's'], ['invoice', 'I']] });
    expect(beneath(sku!, row({ source: 's', sku: 'K' }))?.by).toBe('day');
    expect(beneath({ by: 'resource', path: [] }, row({ source: 's', resource: 'r', cluster: 'c', node: 'n' }))).toBeUndefined();
  });
});
