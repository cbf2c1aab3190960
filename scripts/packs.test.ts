import { describe, expect, test } from 'vitest';
import { runRuleTests } from '../shared/rules/run-tests.ts';
import { shippedPacks } from './rule-files.ts';

const { packs, problems } = shippedPacks();
const rules = packs.flatMap((pack) => pack.rules);

test('every shipped rule can be read', () => {
  expect(problems).toEqual([]);
  expect(packs.map(({ title, rules: { length } }) => `${title}: ${length}`)).toEqual([
    'Proofpoint essentials: 6',
    'Clicks: 7',
    'Targets: 4',
    'Delivered after all: 4',
  ]);
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
});

describe.each(rules)('$id', (rule) => {
  test('has three tests or more, a near miss among them, and says what to do', () => {
    expect(rule.tests?.length).toBeGreaterThanOrEqual(3);
    expect(rule.tests?.some(({ near }) => near)).toBe(true);
    expect(rule.runbook).toBeDefined();
  });

  test.each(runRuleTests(rule))('$name', ({ failure }) => {
    expect(failure).toBeUndefined();
  });
});
