import { describe, expect, it } from 'vitest';
import { nameOf } from '../src/screens/overview/data-movement';
import { dataMovement } from './mock/data-movement.mjs';

describe('data movement', () => {
  it('names a team, a provider or both ends of a transfer, and what the bill does not name', () => {
    const row = (group: Record<string, string>) => nameOf({ ...dataMovement({ groupBy: 'team' }).rows[0]!, group });
    expect(row({ team: 'vision' })).toBe('vision');
    expect(row({ team: 'unattributed' })).toBe('No owner');
    expect(row({ provider: '-' })).toBe('not known');
    expect(row({ fromRegion: 'us-east-1', toRegion: '-' })).toBe('us-east-1 → not known');
  });
});
