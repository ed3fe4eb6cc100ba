import { describe, expect, it } from 'vitest';
import { nameOf, own, short } from '../src/screens/overview/consumption';
import { consumption } from './mock/consumption.mjs';

describe('tokens and vectors', () => {
  it('shows decimals without zeros at the end, and whole numbers as they are', () => {
    expect(short('3.000000')).toBe('3');
    expect(short('0.300000')).toBe('0.3');
    expect(short('1200')).toBe('1200');
    expect(short('0.000016000000')).toBe('0.000016');
  });

  it('names what the bill does not name as not known, and teams as elsewhere', () => {
    const row = (group: Record<string, string>) => ({ ...consumption().rows[0]!, group });
    expect(nameOf(row({ model: '-' }), 'model')).toBe('not known');
    expect(nameOf(row({ team: 'unattributed' }), 'team')).toBe('No owner');
    expect(nameOf(row({ model: 'sonnet' }), 'model')).toBe('sonnet');
  });

  it("keeps the bill's own units beside", () => {
    expect(own(consumption({ measure: 'vectors' }).rows[0]!)).toBe('12,514,812.5 Read Units, 90,000,000 Vectors');
  });
});
