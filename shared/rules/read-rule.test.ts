import { describe, expect, test } from 'vitest';
import { ruleJsonSchema } from './json-schema.ts';
import { readRule } from './read-rule.ts';

const whole = `
id: own.example
title: "{subject} to {recipient}"
severity:
  cases:
    - when: phishScore:>=95
      severity: critical
  default: high
description: An example.
references: [https://attack.mitre.org/techniques/T1566/]
tags: [attack.t1566]
query: phishScore:>=90 recipient:$board
unless: senderDomain:partner.example
threshold: { count: 3, window: 1h, groupBy: [campaignID], distinct: recipient }
dedup: { by: [campaignID], period: 1d }
lists: { board: [ana@x.example] }
tests:
  - name: none
    events: [{ messageDelivered: { phishScore: 10 } }]
    expect: []
`;

function problemsOf(text: string): string[] {
  const read = readRule(text);
  return read.ok ? [] : read.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const short = `id: a
title: T
severity: low
description: D
`;

test('a rule is read with all that it may have', () => {
  expect(problemsOf(whole)).toEqual([]);
  expect(problemsOf(`${short}query: phishScore:>1\n`)).toEqual([]);
});

describe('what is wrong with a rule is said with its line', () => {
  test('YAML that is none', () => {
    expect(problemsOf('id: a\ntitle: "x\n')[0]).toMatch(/^(2|3):\d+ /);
    expect(problemsOf('')).toEqual([expect.stringMatching(/^1:1 /)]);
  });

  test('a name that is not known', () => {
    expect(problemsOf(`${short}query: x\nseverty: low\n`)).toEqual(['6:1 severty is not known here.']);
    expect(problemsOf(`${short}query: x\nthreshold:\n  count: 3\n  window: 1h\n  by: [x]\n`)).toEqual([
      '9:3 by is not known here.',
    ]);
  });

  test('a value that is none of those that can be', () => {
    expect(problemsOf(short.replace('low', 'grave').concat('query: x\n'))).toEqual([
      expect.stringMatching(/^3:11 severity: /),
    ]);
    expect(problemsOf(`${short}query: x\ndedup: { by: [GUID], period: 1 hour }\n`)).toEqual([
      expect.stringMatching(/^6:30 dedup\.period: A length of time/),
    ]);
    expect(problemsOf(`${short}query: x\nseverity: high\n`)).toEqual([expect.stringMatching(/^6:1 /)]);
  });

  test('what is missing, or too much', () => {
    expect(problemsOf('id: a\ntitle: T\nseverity: low\nquery: x\n')).toEqual([
      expect.stringMatching(/^1:1 description: /),
    ]);
    expect(problemsOf(short)).toEqual([expect.stringMatching(/^1:1 A rule has a query or a sequence/)]);
  });

  test('a query, at the place in it', () => {
    expect(problemsOf(`${short}query: phishScore:>90 nofield:1\n`)).toEqual([
      expect.stringMatching(/^5:23 .*nofield/),
    ]);
    expect(problemsOf(`${short}query: "phishScore:many"\n`)).toEqual([expect.stringMatching(/^5:20 /)]);
    expect(problemsOf(`${short}query: |\n  phishScore:>90\n  OR nofield:1\n`)).toEqual([
      expect.stringMatching(/^7:6 .*nofield/),
    ]);
    expect(problemsOf(`${short}query: >\n  phishScore:>90\n  OR nofield:1\n`)).toEqual([
      expect.stringMatching(/^5:8 .*nofield/),
    ]);
    const cases = short.replace(
      'severity: low',
      'severity:\n  cases:\n    - when: phish:(\n      severity: low\n  default: low',
    );
    expect(problemsOf(`${cases}query: x\n`)[0]).toMatch(/^5:/);
  });

  test('a query whose meaning would change with the day', () => {
    expect(problemsOf(`${short}query: time:>now-1d\n`)).toEqual([expect.stringMatching(/^5:8 .*window/)]);
    expect(problemsOf(`${short}query: time:>2026-01-01\n`)).toEqual([]);
  });

  test('a field or a list that there is none of', () => {
    expect(problemsOf(`${short}query: x\ndedup: { by: [GUID, sbj], period: 1d }\n`)).toEqual([
      '6:21 There is no field sbj.',
    ]);
    expect(problemsOf(`${short.replace('T', '"to {recpient}"')}query: x\n`)).toEqual([
      '2:12 There is no field recpient for a title.',
    ]);
    expect(problemsOf(`${short}query: recipient:$board\n`)).toEqual([
      expect.stringMatching(/^5:18 There is no list board/),
    ]);
    expect(problemsOf(`${short}query: x\nwhere:\n  - field: subject\n    after: threatTime\n`)).toEqual([
      '7:12 subject is no time.',
    ]);
  });
});

test('a rule of a thousand aliases is no bomb', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]\n`;
  expect(problemsOf(bomb)).not.toEqual([]);
});

test('the published schema is the one that rules are read by', async () => {
  const text = `${JSON.stringify(ruleJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../docs/rule-schema.json');
});
