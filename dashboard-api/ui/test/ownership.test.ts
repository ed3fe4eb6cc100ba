import { expect, test } from 'vitest';
import { yamlOf } from '../src/screens/data/ownership';

const of = (key: string, value: string, match: string, team: string | null) => ({ key, value, currency: 'USD', lines: 1, amount: '1', match, team });

test('a suggestion by the values of a tag is a whole rule', () => {
  expect(yamlOf(of('tag:owner', 'x', 'tag:"owner"!:"-"', '{tag:owner}'))).toBe("  - name: 'by tag:owner'\n    match: 'tag:\"owner\"!:\"-\"'\n    team: '{tag:owner}'\n");
});

test('a value with quotes stays one text of YAML, and the team is left to a person', () => {
  expect(yamlOf(of('subAccount', "o'neil", 'subAccount:"o\'neil"', null))).toBe("  - name: 'subAccount o''neil'\n    match: 'subAccount:\"o''neil\"'\n    team: TEAM\n");
});
