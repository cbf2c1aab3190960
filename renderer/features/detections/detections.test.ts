import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../../shared/query/parse.ts';
import { readRule } from '../../../shared/rules/read-rule.ts';
import { shippedPacks, shippedText } from '../../detections/shipped-packs.ts';
import { importRules } from './import-rules.ts';
import { draftOf, withRule } from './own-rule.ts';
import { explorerQuery, logicWords, periodWords, queriesOf, severitiesOf } from './rule-words.ts';

const rules = shippedPacks.flatMap((pack) => pack.rules);

describe('shipped packs', () => {
  test('are all in the bundle, and each of their rules can be shown', () => {
    expect(shippedPacks.map(({ id }) => id)).toEqual([
      'essentials',
      'clicks',
      'targets',
      'delivered-after-all',
    ]);
    const lists = { executives: ['ceo@x.example'], 'own-domains': ['x.example'] };
    for (const rule of rules) {
      expect(queriesOf(rule).join()).not.toBe('');
      for (const query of queriesOf(rule)) {
        const parsed = parseQuery(explorerQuery(query, lists), { now: 0, timeZone: 'UTC' });
        expect(parsed.ok, `${rule.id}: ${query}`).toBe(true);
      }
      for (const words of logicWords(rule)) expect(words).toMatch(/^[A-Z].*\.$/s);
      expect(severitiesOf(rule).least).toBeTruthy();
    }
  });

  test('say what they ask beyond their queries', () => {
    const words = (id: string) =>
      logicWords(rules.find((rule) => rule.id === id) ?? (rules[0] as (typeof rules)[0]));
    expect(words('clicks.campaign').join(' ')).toMatch(/different values of recipient .*within an hour/);
    expect(periodWords('7d')).toBe('7 days');
    expect(periodWords('1h')).toBe('an hour');
    expect(periodWords('1w')).toBe('a week');
  });
});

describe('own rules', () => {
  test('a draft of any query can be read, and takes an id that is free', () => {
    for (const query of ['', 'phishScore:>=80', 'subject:"a: b # c" OR \\* ', '"quoted \\" text"']) {
      const read = readRule(draftOf(query, ['own.rule-1']));
      expect(read.ok ? read.rule.id : read.problems, query).toBe('own.rule-2');
      if (read.ok && query) expect(queriesOf(read.rule)).toEqual([query.trim()]);
    }
  });

  test('a changed rule takes the place of the one it was', () => {
    const text = draftOf('a', []);
    const own = withRule([], text, true);
    expect(own.map(({ id }) => id)).toEqual(['own.rule-1']);
    const renamed = withRule(own, text.replace('own.rule-1', 'own.other'), true, 'own.rule-1');
    expect(renamed.map(({ id }) => id)).toEqual(['own.other']);
  });

  test('imports take ours and Sigma, switched off, and say what could not be taken', () => {
    const sigma = [
      'title: A Sigma rule',
      'id: 9a1b6d3e-0000-4000-8000-000000000001',
      'description: Found elsewhere.',
      'logsource: { product: proofpoint, service: tap }',
      'detection:',
      '  selection: { subject|contains: invoice }',
      '  condition: selection',
      'level: high',
    ].join('\n');
    const shipped = new Set(rules.map(({ id }) => id));
    const files = [
      { name: 'ours.yaml', text: draftOf('phishScore:>=90', []) },
      { name: 'sigma.yml', text: sigma },
      { name: 'broken.yaml', text: 'id: own.x\ntitle: T\n' },
      { name: 'shipped.yaml', text: shippedText('essentials.phishing') ?? '' },
    ];
    const { own, taken, notes } = importRules([], files, shipped);
    expect(taken).toBe(2);
    expect(own.map(({ on }) => on)).toEqual([false, false]);
    for (const { text } of own) expect(readRule(text).ok).toBe(true);
    expect(notes.some((note) => note.startsWith('broken.yaml, line 1'))).toBe(true);
    expect(notes.some((note) => note.includes('essentials.phishing is the id of a shipped rule'))).toBe(true);
  });
});
