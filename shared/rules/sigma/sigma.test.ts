import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyEntry, anyQuery, valuesOf } from '../../../renderer/query/query-model.ts';
import { fieldValues } from '../../event/field-values.ts';
import { normaliseEvent } from '../../event/normalise.ts';
import { matchesValues } from '../../query/matches.ts';
import { parseQuery } from '../../query/parse.ts';
import { queryText } from '../../query/query-text.ts';
import { createTenant, takeEvents } from '../../sample-tenant/tenant.ts';
import { readRule } from '../read-rule.ts';
import { exportSigma } from './export-sigma.ts';
import { importSigma, isSigma } from './import-sigma.ts';

const folder = join(import.meta.dirname, 'fixtures');
const context = { now: 0, timeZone: 'UTC' };

/** The same rules as an analyst would type them. */
const typed: Record<string, string> = {
  'impostor-payment.yml':
    'kind:delivered impostor:>=80 (subject:payment OR subject:wire OR subject:bank OR subject:überweisung)',
  'macro-attachment.yml': 'kind:delivered filename:(=*.xlsm, =*.docm, =*.pptm, =*.one, =*.iso)',
  'click-on-phish.yml':
    'kind:"click permitted" classification:phish status:active NOT userAgent:(bot, curl, python) NOT clickIP:198.51.100.0/28',
  'held-for-malware.yml':
    'quarantineRule:malware* OR quarantineFolder:(Malware, Attachments) OR malwareScore:>=90',
  'look-alike-sender.yml':
    'headerFrom:"<" headerFrom:"@" replyTo:*@freemail.example NOT senderDomain:freemail.example',
  'keywords.yml': 'parcel OR delivery OR anywhere:customs\\ ?ee',
  'no-campaign.yml': '(status:active threatType:(url, attachment) NOT campaignID:*) OR NOT phishScore:*',
  'numbered-link.yml': `threat:(${[
    '=http\\:\\/\\/files\\-?*\\/a\\/*',
    '=http\\:\\/\\/files\\-?*\\/x\\/*',
    '=http\\:\\/\\/box\\-?*\\/a\\/*',
    '=http\\:\\/\\/box\\-?*\\/x\\/*',
    '=http\\:\\/\\/scan\\-?*\\/a\\/*',
    '=http\\:\\/\\/scan\\-?*\\/x\\/*',
    '=https\\:\\/\\/files\\-?*\\/a\\/*',
    '=https\\:\\/\\/files\\-?*\\/x\\/*',
    '=https\\:\\/\\/box\\-?*\\/a\\/*',
    '=https\\:\\/\\/box\\-?*\\/x\\/*',
    '=https\\:\\/\\/scan\\-?*\\/a\\/*',
    '=https\\:\\/\\/scan\\-?*\\/x\\/*',
  ].join(', ')})`,
  'big-spam.yml': 'size:>=100000 spam:[50 TO 95}',
  'executives.yml':
    'route:high_risk_users (classification:(phish, malware) OR impostor:>=60) NOT (folder:* OR status:falsePositive)',
};

const sample = takeEvents(createTenant({ seed: 7, rate: 400 }), 6_000, Date.UTC(2025, 2, 5, 12)).map(
  ({ kind, raw, createdAt }) =>
    fieldValues(normaliseEvent(kind, raw, createdAt), { source: 's', fetched: createdAt, versions: 1 }),
);

function queryOf(text: string) {
  const parsed = parseQuery(text, context);
  if (!parsed.ok) throw new Error(`${text}: ${JSON.stringify(parsed.errors)}`);
  return parsed.query;
}

function problemsOf(text: string): string[] {
  const read = importSigma(text);
  return read.ok ? [] : read.problems.map(({ line, message }) => `${line}: ${message}`);
}

describe('rules in the style of those that are published', () => {
  test('are ten', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(typed).sort());
  });

  test.each(Object.keys(typed))('%s finds what the same query typed by hand finds', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(isSigma(text)).toBe(true);
    const read = importSigma(text);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const [own, other] = [queryOf(read.rule.query ?? ''), queryOf(typed[file] ?? '')];
    const hits = sample.map((values) => matchesValues(own, values));
    expect(hits).toEqual(sample.map((values) => matchesValues(other, values)));
    const count = hits.filter(Boolean).length;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(sample.length);
  });

  test('keep what is said of them', () => {
    const read = importSigma(readFileSync(join(folder, 'impostor-payment.yml'), 'utf8'));
    expect(read).toMatchObject({
      ok: true,
      notes: [],
      rule: {
        id: '0b6f3a52-6b0e-4a53-9d0e-3d0f1f3a9c01',
        title: 'Impostor Mail About A Payment',
        severity: 'high',
        tags: ['attack.initial-access', 'attack.t1656'],
        runbook: 'Known false positives: Mail of the finance department about payments.',
      },
    });
  });
});

const head = 'title: T\nlogsource: { product: proofpoint }\n';
const detection = (lines: string) => `${head}detection:\n${lines}`;
const one = (line: string) => detection(`  s:\n    ${line}\n  condition: s\n`);

describe('what is not taken over is refused with its line', () => {
  test.each([
    ['a field that there is none of', one('EventID: 1'), '5: There is no field EventID.'],
    ['a modifier', one('subject|base64: x'), '5: The modifier base64 is not taken over.'],
    [
      'modifiers that exclude each other',
      one('subject|re|contains: x'),
      '5: contains and re cannot stand together.',
    ],
    ['a text for a number', one('phishScore|gt: many'), '5: phishScore is compared with a number.'],
    ['a comparison of text', one('subject|gt: 5'), '5: subject has no numbers to compare.'],
    ['text within a number', one('phishScore|contains: 5'), '5: phishScore has no text.'],
    ['a block of no addresses', one('subject|cidr: 10.0.0.0/8'), '5: subject is no IP address.'],
    ['a block that is none', one('senderIP|cidr: 10.0.0.0/99'), '5: After the slash'],
    ['exists of something', one('subject|exists: maybe'), '5: exists is true or false'],
    ['an expression that looks ahead', one('subject|re: a(?=b)'), '5: Looking ahead'],
    ['an expression that repeats', one('subject|re: (ab)+'), '5: Repetition'],
    ['a class of characters', one('subject|re: "\\\\d+"'), '5: \\d is not taken over.'],
    ['an expression of too many texts', one('subject|re: "[a-z][a-z]"'), '5: The expression stands'],
    ['an end within an expression', one('subject|re: a$b'), '5: ^ stands at the beginning'],
    ['counting', detection('  s: { subject: x }\n  condition: s | count() > 5\n'), '5: Counting'],
    ['a time frame', detection('  s: { subject: x }\n  timeframe: 1h\n  condition: s\n'), '5: A time frame'],
    ['two of several', detection('  s: { subject: x }\n  condition: 2 of them\n'), '5: "2 of"'],
    [
      'a selection that there is none of',
      detection('  s: { subject: x }\n  condition: s and t\n'),
      '5: There is no selection t.',
    ],
    [
      'selections that there are none of',
      detection('  s: { subject: x }\n  condition: 1 of t*\n'),
      '5: There are no selections t*.',
    ],
    [
      'an open parenthesis',
      detection('  s: { subject: x }\n  condition: (s or s\n'),
      '5: A parenthesis is not closed.',
    ],
    [
      'a condition that ends',
      detection('  s: { subject: x }\n  condition: s and\n'),
      '5: The condition ends',
    ],
    ['an empty selection', detection('  s: {}\n  condition: s\n'), '4: A selection without conditions'],
    ['another product', one('subject: x').replace('proofpoint', 'windows'), '2: The rule is for windows'],
    ['a correlation', `${one('subject: x')}correlation: { type: event_count }\n`, '7: A correlation'],
    ['no condition', detection('  s: { subject: x }\n'), '4: There is no condition.'],
    ['a level that there is none of', `${one('subject: x')}level: huge\n`, '7: level: '],
    [
      'a field in the title',
      one('subject: x').replace('title: T', 'title: "{who} did"'),
      '1: There is no field who',
    ],
  ])('%s', (_, text, expected) => {
    expect(problemsOf(text)[0]).toContain(expected);
  });

  test('all of it at once', () => {
    expect(
      problemsOf(detection('  s:\n    a: 1\n    b: 2\n  condition: s\n')).map((line) => line[0]),
    ).toEqual(['5', '6']);
  });
});

describe('values', () => {
  const imported = (line: string) => {
    const read = importSigma(one(line));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return read.rule.query;
  };
  test.each([
    ['sender: "*@x.example"', 'sender:*@x.example'],
    ['subject: "50\\\\*"', 'subject:="50*"'],
    ['subject|startswith: Re', 'subject:=re*'],
    ['subject|contains|all: [a, b]', 'subject:a AND subject:b'],
    ['subject|re|i: "^(re|fw): "', 'subject:(=re\\:\\ *, =fw\\:\\ *)'],
    ['threatsInfoMap.classification: phish', 'classification:phish'],
    ['phishScore: 90', 'phishScore:90'],
    ['created|gt: "2026-01-05T10:00:00Z"', 'created:>2026-01-05T10:00:00.000Z'],
    ['senderIP|cidr: [10.0.0.0/8, "2001:db8::/32"]', 'senderIP:(10.0.0.0/8, 2001:db8::/32)'],
    ['campaignID: null', 'NOT campaignID:*'],
    ['subject|exists: false', 'NOT subject:*'],
    ['unparsed: true', 'unparsed:true'],
  ])('%s', (line, query) => {
    expect(imported(line)).toBe(query);
  });
});

test('a rule that is written as Sigma and read back finds the same events', () => {
  let said = 0;
  fc.assert(
    fc.property(anyQuery, fc.array(anyEntry, { minLength: 1, maxLength: 6 }), (query, entries) => {
      const text = queryText(query) || '*';
      const asked = parseQuery(text, context);
      if (!asked.ok) return;
      const yaml = `id: own.rule\ntitle: T\nseverity: low\ndescription: D\nquery: ${JSON.stringify(text)}\n`;
      if (!readRule(yaml).ok) return;
      const exported = exportSigma(yaml);
      if (!exported.ok) {
        expect(exported.problems.map(({ line }) => line)).toEqual([5]);
        return;
      }
      said += 1;
      const read = importSigma(exported.text);
      if (!read.ok) throw new Error(`${exported.text}\n${JSON.stringify(read.problems)}`);
      expect(read.rule.id).toBe('own.rule');
      const again = queryOf(read.rule.query ?? '');
      for (const entry of entries) {
        const values = valuesOf(entry);
        expect(matchesValues(again, values)).toBe(matchesValues(asked.query, values));
      }
    }),
    { numRuns: 1500 },
  );
  expect(said).toBeGreaterThan(700);
});

describe('what Sigma cannot say is refused with its line', () => {
  const rule = (lines: string) => `id: a\ntitle: T\nseverity: low\ndescription: D\n${lines}`;
  test.each([
    ['query: threats(status:active)\n', 5],
    ['query: x\nunless: parts(filename:x)\n', 6],
    ['query: recipient:$board\nlists: { board: [] }\n', 5],
    ['query: x\nthreshold: { count: 2, window: 1h }\n', 6],
    ['query: x\nwas: y\n', 6],
    ['query: x\nwhere: [{ count: threats, atLeast: 2 }]\n', 6],
    ['query: anywhere:=x\n', 5],
  ])('%j', (lines, line) => {
    const exported = exportSigma(rule(lines));
    expect(exported.ok ? [] : exported.problems.map((problem) => problem.line)).toEqual([line]);
  });

  test('and what it has no place for is said', () => {
    const exported = exportSigma(rule('query: x\nunless: y\ndedup: { by: [GUID], period: 1d }\n'));
    expect(exported).toMatchObject({ ok: true, notes: ['Sigma has no place for dedup.'] });
  });
});
