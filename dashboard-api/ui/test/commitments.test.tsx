import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Commitment } from '../src/api/commitments';
import { UseBar, unusedOwnerOf } from '../src/screens/commitments';
import { MakeUpRights } from '../src/screens/make-up';
// @ts-expect-error The mock is plain JavaScript.
import { commitments } from './mock/commitments.mjs';

const rows: Commitment[] = commitments({ period: '2026-10', empty: false }).rows;
const named = (id: string) => rows.find((r) => r.commitment === id)!;

describe('the bar of a commitment', () => {
  it('says how much was used and from where it pays', () => {
    const html = renderToStaticMarkup(<UseBar row={named('cw-block-1')} />);
    expect(html).toContain('81.3\u00a0% used, pays from 43.2\u00a0%');
    expect(html).toContain('x1="43.2%"');
  });

  it('says that use is not known, and never 0', () => {
    const html = renderToStaticMarkup(<UseBar row={named('lambda-block-7')} />);
    expect(html).toContain('not known');
    expect(html).not.toContain('0\u00a0%');
  });
});

describe('who bears the unused part', () => {
  it('is the party of the contract, nobody where nothing is unused, and a risk where no rule names one', () => {
    expect(unusedOwnerOf(named('cw-block-1'))).toBe('ml-infra');
    expect(unusedOwnerOf({ ...named('cw-block-1'), unusedOwner: null, unused: '0' })).toBe('');
    expect(unusedOwnerOf(rows.find((r) => !r.configured)!)).toBeUndefined();
  });
});

describe('make-up rights', () => {
  it('show what came, went, expired and is left, with why and until when', () => {
    const html = renderToStaticMarkup(<MakeUpRights rows={rows} />);
    for (const text of ['nebius-2026', '1,800', '4,500', 'the make-up window is over', 'booked as prepaid', 'until Nov', '60.00 more due']) {
      expect(html).toContain(text);
    }
  });

  it('are left out where no commitment has any', () => {
    expect(renderToStaticMarkup(<MakeUpRights rows={[named('cw-block-1')]} />)).toBe('');
  });
});
