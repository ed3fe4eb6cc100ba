import { describe, expect, it } from 'vitest';
import { parseFilter } from '../src/url/filter';
import { periodOfDemo, readPlace, TOUR, TOUR_BEGIN } from '../src/frame/tour-steps';
import { DEFAULT_VIEW, readView, writeView } from '../src/url/state';

describe('the steps of the tour', () => {
  it('are five, each on a screen and scope that its link brings back', () => {
    expect(TOUR).toHaveLength(5);
    for (const step of TOUR) {
      const view = { ...DEFAULT_VIEW, ...step.view('2026-09') };
      expect(readView(writeView(view))).toEqual(view);
      expect(step.title).not.toBe('');
      expect(step.says).not.toBe('');
    }
    expect(TOUR.map((step) => step.view('').screen)).toEqual(['invoices', 'chargeback', 'overview', 'budgets', 'close']);
  });

  it('leave nothing of the visitor\'s own scope', () => {
    const own = { ...DEFAULT_VIEW, filter: 'team:"a"', asOf: '2026-10-01T00:00:00Z', metric: 'list', compare: true, currency: 'EUR', select: 'x' } as const;
    for (const step of TOUR) {
      const view = { ...own, ...step.view('') };
      expect(view).toMatchObject({ asOf: '', metric: 'effective', compare: false, currency: '' });
      expect(view.filter).not.toContain('team:"a"');
    }
  });

  it('filter the idle holders by a filter that can be read', () => {
    expect(parseFilter(TOUR[2]!.view('').filter!)).toBeTruthy();
  });
});

describe('where a visitor was', () => {
  it('is taken up again', () => {
    expect(readPlace('{"at":3,"shown":"open"}')).toEqual({ at: 3, shown: 'open' });
    expect(readPlace('{"at":4,"shown":"away"}')).toEqual({ at: 4, shown: 'away' });
  });

  it('begins anew where nothing, or nonsense, was kept', () => {
    for (const text of [null, '', 'x', '{}', '[]', '{"at":9,"shown":"gone"}', '{"at":-1}', '{"at":1.5}']) expect(readPlace(text)).toEqual(TOUR_BEGIN);
    expect(readPlace('null')).toEqual(TOUR_BEGIN);
  });
});

describe('the closed period', () => {
  it('is the newest that is closed, else the one that the demo closes', () => {
    expect(periodOfDemo('2026-11-29', [{ period: '2026-10', state: 'open' }, { period: '2026-09', state: 'closed' }, { period: '2026-08', state: 'closed' }])).toBe('2026-09');
    expect(periodOfDemo('2026-11-29', [])).toBe('2026-09');
    expect(periodOfDemo('2026-01-15', [])).toBe('2025-11');
  });
});
