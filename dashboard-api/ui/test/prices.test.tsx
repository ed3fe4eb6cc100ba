import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Price } from '../src/api/prices';
import { COLUMNS, Standing } from '../src/screens/data/prices';
// @ts-expect-error The mock is plain JavaScript.
import { prices } from './mock/prices.mjs';

const rows: Price[] = prices({}).rows;
const cell = (key: string, row: Price) => renderToStaticMarkup(<>{COLUMNS.find((c) => c.key === key)!.cell!(row)}</>);

describe('a price', () => {
  it('is never shown as one of an hour where it is none', () => {
    const tokens = rows.find((p) => p.kind === 'token')!;
    expect(cell('price', tokens)).toBe('1.25 USD');
    expect(cell('hour', tokens)).not.toContain('1.25');
  });

  it('says that it is overridden, configured, or not used and why', () => {
    expect(renderToStaticMarkup(<Standing price={rows[0]!} />)).toContain('Overridden');
    expect(renderToStaticMarkup(<Standing price={rows[1]!} />)).toContain('Configured');
    const bad = renderToStaticMarkup(<Standing price={rows.find((p) => p.finding)!} />);
    expect(bad).toContain('Not used');
    expect(bad).toContain('is above on-demand');
  });
});
