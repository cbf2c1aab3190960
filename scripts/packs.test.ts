import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRule } from '../shared/rules/read-rule.ts';
import { runRuleTests } from '../shared/rules/run-tests.ts';
import { packsDocument } from './packs-document.ts';
import { root } from './root.ts';
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

test('the page on packs says what is in their files', async () => {
  await expect(packsDocument(packs)).toMatchFileSnapshot('../docs/packs.md');
});

describe('the page on rules', () => {
  const page = readFileSync(join(root, 'docs', 'rules.md'), 'utf8');
  const examples = Array.from(page.matchAll(/```yaml\n([\s\S]*?)```/g), ([, text = '']) => text);

  test.each(examples)('has an example that does what it says: %s', (text) => {
    const read = readRule(text);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const outcomes = runRuleTests(read.rule);
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.flatMap(({ failure }) => failure ?? [])).toEqual([]);
  });
});
