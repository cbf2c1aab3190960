import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { root } from './root.ts';

const folder = mkdtempSync(join(tmpdir(), 'lurescope-detect-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function script(name: string, args: string[], input?: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts', name), ...args], {
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
  });
  return { status, lines: stdout.split('\n').filter(Boolean), stderr };
}

const impostor = {
  GUID: 'g1',
  impostorScore: 81,
  recipient: ['ceo@y.example'],
  messageTime: '2026-01-05T10:00:00Z',
};
const packs = join(root, 'shared', 'rules', 'packs');
const rule = (query: string) => `id: own\ntitle: T\nseverity: low\ndescription: D\nquery: ${query}\n`;

describe('npm run detect', () => {
  test('prints an alert a line, of raw events, answers and several versions', () => {
    const events = file(
      'events.ndjson',
      [
        JSON.stringify(impostor),
        JSON.stringify(impostor),
        JSON.stringify({
          queryEndTime: '2026-01-05T11:00:00Z',
          messagesDelivered: [{ ...impostor, recipient: ['ben@y.example'] }],
          clicksPermitted: [
            { id: 'c1', classification: 'phish', threatStatus: 'active', clickTime: '2026-01-05T10:00:00Z' },
          ],
        }),
      ].join('\n'),
    );
    const { status, lines, stderr } = script('detect.ts', ['--rules', packs, '--input', events]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const alerts = lines.map((line) => JSON.parse(line));
    expect(alerts.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['essentials.impostor', 'critical'],
      ['clicks.permitted', 'high'],
    ]);
    expect(Object.keys(alerts[0])).toEqual(['rule', 'severity', 'title', 'dedup', 'identities']);
    expect(alerts[0].identities).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}$/),
      expect.stringMatching(/^[0-9a-f]{32}$/),
    ]);
  });

  test('reads standard input, and lists', () => {
    const lists = file('lists.yaml', 'executives: [CEO@y.example]\n');
    const args = ['--rules', join(packs, 'targets'), '--input', '-'];
    expect(script('detect.ts', args, JSON.stringify(impostor)).lines).toEqual([]);
    const { lines, status } = script('detect.ts', [...args, '--lists', lists], JSON.stringify(impostor));
    expect(status).toBe(0);
    expect(lines.map((line) => JSON.parse(line).rule)).toEqual(['targets.executive-impostor']);
  });

  test('runs Sigma rules too', () => {
    const sigma = join(root, 'shared', 'rules', 'sigma', 'fixtures', 'executives.yml');
    const event = { ...impostor, policyRoutes: ['high_risk_users'] };
    const { lines, status } = script('detect.ts', ['--rules', sigma, '--input', '-'], JSON.stringify(event));
    expect(status).toBe(0);
    expect(lines.map((line) => JSON.parse(line).title)).toEqual([
      'Threat To Executives Over A High Risk Route',
    ]);
  });

  test('says where something is wrong, and goes on with the rest', () => {
    const good = file('good.yaml', rule('impostorScore:>=50'));
    const bad = file('bad.yaml', rule('impostorScore:>=50 x:('));
    const events = file('bad.ndjson', `${JSON.stringify(impostor)}\nno JSON\n7\n`);
    const { status, lines, stderr } = script('detect.ts', [
      '--rules',
      good,
      '--rules',
      bad,
      '--input',
      events,
    ]);
    expect(status).toBe(1);
    expect(lines).toHaveLength(1);
    expect(stderr).toContain(`${bad}:5:`);
    expect(stderr).toContain(`${events}:2: `);
    expect(stderr).toContain(`${events}:3: `);
    const twice = file('twice.yaml', rule('a'));
    const again = script('detect.ts', ['--rules', good, '--rules', twice, '--input', events]);
    expect(again.stderr).toContain(`${twice}:1:5: ${good} has a rule of the same id.`);
    const lists = file('bad-lists.yaml', 'executives: 7\n');
    const wrong = script('detect.ts', ['--rules', good, '--input', events, '--lists', lists]);
    expect(wrong.stderr).toContain(`${lists}:1:13: `);
  });

  test.each([
    ['nothing', []],
    ['no events', ['--rules', packs]],
    ['an unknown switch', ['--rule', packs, '--input', '-']],
    ['a folder that there is none of', ['--rules', join(folder, 'none'), '--input', '-']],
    ['a file that there is none of', ['--rules', packs, '--input', join(folder, 'none')]],
  ])('with %s there is nothing to run', (_, args) => {
    const { status, lines, stderr } = script('detect.ts', args, '');
    expect([status, lines]).toEqual([2, []]);
    expect(stderr).toContain('--help');
  });

  test('explains itself', () => {
    const { status, lines } = script('detect.ts', ['--help']);
    expect(status).toBe(0);
    expect(lines.join('\n')).toContain('--lists FILE');
  });
});

describe('npm run test:rules', () => {
  test('runs the tests of all packs', () => {
    const { status, lines } = script('test-rules.ts', []);
    expect(lines.at(-1)).toMatch(/^\d{2,3} passed, 0 failed$/);
    expect(status).toBe(0);
  });

  test('fails, with words, where a rule does not do what its test says', () => {
    const failing = `${rule('phish:>5')}tests:\n  - { name: low, events: [{ messageDelivered: { phishScore: 5 } }], expect: [{ severity: low }] }\n`;
    const { status, lines, stderr } = script('test-rules.ts', [file('failing.yaml', failing)]);
    expect(status).toBe(1);
    expect(lines).toEqual(['0 passed, 1 failed']);
    expect(stderr).toBe('own: low: expected low "*", found no alert\n');
  });
});
