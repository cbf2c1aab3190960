import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import { normalised } from '../../shared/files/normalised.ts';
import { matches } from '../../shared/query/matches.ts';
import { parseQuery } from '../../shared/query/parse.ts';
import { createTenant, takeEvents } from '../../shared/sample-tenant/tenant.ts';
import { readAll } from '../../test/files/read-all.ts';
import { root } from '../root.ts';
import { runQuery } from './run-query.ts';

const folder = mkdtempSync(join(tmpdir(), 'lurescope-query-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const now = Date.UTC(2026, 10, 20, 12);

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Result {
  code: number;
  out: string;
  said: string;
}

/** The command within this process. */
async function query(args: readonly string[], stdin = ''): Promise<Result> {
  const stdout = new PassThrough();
  const out = text(stdout);
  let said = '';
  const code = await runQuery(args, {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout,
    say: (words) => {
      said += words;
    },
    now,
    timeZone: 'UTC',
  });
  stdout.end();
  return { code, out: await out, said };
}

/** The command as it is called, in a process of its own. */
async function command(args: readonly string[], stdin = ''): Promise<Result> {
  const child = spawn(process.execPath, [join(root, 'scripts/query.ts'), ...args], {
    env: { ...process.env, TZ: 'UTC', NODE_NO_WARNINGS: '1' },
  });
  child.stdin.end(stdin);
  const [out, said, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((resolve) => child.on('close', (exit) => resolve(exit ?? -1))),
  ]);
  return { code, out, said };
}

function namesOf(out: string): string[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { GUID: string }).GUID);
}

const message = (guid: string, more: object = {}) => ({
  GUID: guid,
  messageTime: '2026-11-19T10:00:00Z',
  subject: `Invoice ${guid}`,
  sender: `${guid}@evil.example`,
  recipient: ['ben@harbour.example'],
  messageID: `<${guid}.42@mail.evil.example>`,
  ...more,
});
const threat = (status: string, threatTime: string) => ({
  threatsInfoMap: [{ threat: 'evil.example', threatID: 'aa', threatStatus: status, threatTime }],
});
const first = message('a', threat('active', '2026-11-19T11:00:00Z'));
const later = message('a', threat('cleared', '2026-11-19T13:00:00Z'));
const events = file(
  'events.ndjson',
  [message('old', { messageTime: '2026-10-01T10:00:00Z' }), first, message('b', { phishScore: 90 }), first]
    .map((event) => `${JSON.stringify(event)}\n`)
    .join(''),
);
const answer = file(
  'answer.json.gz',
  gzipSync(
    JSON.stringify(
      { queryEndTime: 'x', messagesDelivered: [later, message('c', { phishScore: 10 })] },
      null,
      2,
    ),
  ),
);
const bad = file('bad.ndjson', `${JSON.stringify(message('d'))}\n{"GUID":\n`);

describe('npm run query', () => {
  it('prints each event once, in its newest version, whichever comes first', async () => {
    for (const files of [
      [events, answer],
      [answer, events],
    ]) {
      const { code, out, said } = await query(['subject:"Invoice a"', ...files]);
      expect({ code, said }).toEqual({ code: 0, said: '' });
      expect(out.split('\n').filter((line) => line !== '')).toHaveLength(1);
      expect(JSON.parse(out)).toMatchObject({ GUID: 'a', threatsInfoMap: [{ threatStatus: 'cleared' }] });
      expect(namesOf((await query(['status:active', ...files])).out)).toEqual([]);
      expect(namesOf((await query(['versions:2', ...files])).out)).toEqual(['a']);
    }
  });

  it('searches fields that are in memory as hashes only', async () => {
    const found = await query(['messageID:*42@mail* OR GUID:o?d', events, answer]);
    expect(namesOf(found.out).toSorted()).toEqual(['a', 'b', 'c', 'old']);
    expect(namesOf((await query(['messageID:*b.42*', events])).out)).toEqual(['b']);
  });

  it('reads relative times against the time it is, or the time that is given', async () => {
    expect(namesOf((await query(['time:>now-3d', events])).out)).toEqual(['a', 'b']);
    expect(namesOf((await query(['time:>now-3d', events, '--now', '2026-10-02T00:00:00Z'])).out)).toEqual([
      'old',
      'a',
      'b',
    ]);
    expect((await query(['time:<now-3d', events, '--count'])).out).toBe('1\n');
  });

  it('finds what a plain reading finds, over many events and versions of them', async () => {
    const tenant = createTenant({ seed: 5, rate: 500, people: 2000 });
    const raws = takeEvents(tenant, 5000, now).map(({ kind, raw }) => ({ kind, raw }));
    const lines = raws
      .map(({ kind, raw }) => `{"k":"${kind}","f":${now},"r":${JSON.stringify(raw)}}\n`)
      .join('');
    const path = file('tenant.ndjson.gz', gzipSync(lines));
    const newest = new Map<string, ReturnType<typeof normalised>>();
    for (const entry of await readAll(lines)) {
      if (!entry.ok) throw new Error(entry.reason);
      const event = normalised(entry, now);
      const known = newest.get(event.identity);
      const isNewer = !known || ('created' in event && 'created' in known && event.created > known.created);
      if (isNewer) newest.set(event.identity, event);
    }
    for (const asked of ['kind:click', 'messageID:*7* status:active', '-sender:*a* time:>now-1d invoice']) {
      const parsed = parseQuery(asked, { now, timeZone: 'UTC' });
      if (!parsed.ok) throw new Error(asked);
      const expected = [...newest.values()].filter((event) =>
        matches(parsed.query, event, { source: '', fetched: now, versions: 1 }),
      );
      const { out } = await query([asked, path, '--columns', 'identity']);
      const identities = out
        .split('\n')
        .flatMap((line) => (line ? [JSON.parse(line).identity as string] : []));
      expect(identities.toSorted()).toEqual(expected.map(({ identity }) => identity).toSorted());
      expect(identities.length).toBeGreaterThan(0);
    }
  });
});

describe('the command itself', () => {
  it('prints NDJSON, reads standard input, and says what it could not read', async () => {
    const { code, out, said } = await command(['*', '-', bad], `${JSON.stringify(message('in'))}\n`);
    expect(namesOf(out)).toEqual(['in', 'd']);
    expect(said).toBe(`${bad}:2: no valid JSON: the line ends in the middle\n`);
    expect(code).toBe(1);
  });

  it('says that a file is not there, and goes on', async () => {
    const { code, out, said } = await command(['*', join(folder, 'none.json'), answer, '--count']);
    expect({ code, out }).toEqual({ code: 1, out: '2\n' });
    expect(said).toContain('none.json: cannot be read: ENOENT');
  });

  it('shows where a query is wrong', async () => {
    const { code, out, said } = await command(['subject:x phsh:>80', events]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(said).toBe(
      'The query cannot be read:\n' +
        '  subject:x phsh:>80\n' +
        '            ^^^^\n' +
        '  No field is called "phsh". Did you mean phish? To look for the text itself, put it in quotes.\n' +
        '  Perhaps subject:x phish:>80\n',
    );
  });

  it.each([
    [['*'], 'Write a query and at least one file'],
    [['*', events, '--format', 'xml'], 'There is no format "xml"'],
    [
      ['*', events, '--format', 'csv', '--columns', 'subjct'],
      'There is no field "subjct". Did you mean subject?',
    ],
    [['*', events, '--now', 'noon'], '"noon" is no ISO 8601 time.'],
    [['*', events, '--nonsense'], '--nonsense'],
  ])('says how it is called: %j', async (args, words) => {
    const { code, said } = await query(args);
    expect(code).toBe(2);
    expect(said).toContain(words);
  });

  it('has help', async () => {
    const { code, out } = await command(['--help']);
    expect(code).toBe(0);
    expect(out).toContain("npm run query -- 'QUERY' FILE...");
  });

  it('writes CSV with the chosen columns', async () => {
    const { out } = await command([
      'phish:*',
      events,
      answer,
      '--format',
      'csv',
      '--columns',
      'GUID,phish,time',
    ]);
    expect(out).toBe(
      'GUID,phishScore,time\r\nb,90,2026-11-19T10:00:00.000Z\r\nc,10,2026-11-19T10:00:00.000Z\r\n',
    );
  });

  it('writes NDJSON with the chosen columns', async () => {
    const { out } = await command(['phish:>50', events, '--columns', 'GUID,to,phish,unparsed,threat']);
    expect(JSON.parse(out)).toEqual({
      GUID: 'b',
      recipient: ['ben@harbour.example'],
      phishScore: 90,
      unparsed: false,
    });
  });

  it('writes indicators', async () => {
    const { out } = await command(['GUID:(b, old)', events, '--format', 'indicators']);
    expect(out).toBe('b@evil.example\nold@evil.example\n');
  });

  it('writes what it reads again', async () => {
    const { out } = await command(['*', events, answer, '--format', 'export']);
    const again = await query(['status:cleared', '-', '--count'], out);
    expect(again).toEqual({ code: 0, out: '1\n', said: '' });
    expect(out).toContain('"versions":2');
  });

  it('writes Parquet to a file, which DuckDB reads', async () => {
    const path = join(folder, 'out.parquet');
    expect(await command(['*', events, answer, '--format', 'parquet', '--output', path])).toMatchObject({
      code: 0,
      out: '',
    });
    const connection = await (await DuckDBInstance.create()).connect();
    const rows = (
      await connection.runAndReadAll(`select GUID, phishScore from '${path}' order by GUID`)
    ).getRowObjectsJson();
    connection.closeSync();
    expect(rows.map(({ GUID, phishScore }) => [GUID, phishScore])).toEqual([
      ['a', null],
      ['b', 90],
      ['c', 10],
      ['old', null],
    ]);
  });

  it('leaves no file where it cannot write one', async () => {
    const { code, said } = await query(['*', events, '--output', join(folder, 'none', 'x.ndjson')]);
    expect(code).toBe(1);
    expect(said).toContain('cannot be written');
  });

  it('is quiet when whoever reads has had enough', async () => {
    const many = file(
      'many.ndjson',
      Array.from({ length: 20_000 }, (_, i) => `${JSON.stringify(message(`m${i}`))}\n`).join(''),
    );
    const child = spawn(process.execPath, [join(root, 'scripts/query.ts'), '*', many], {
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const said = text(child.stderr);
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, said: await said }).toEqual({ code: 0, said: '' });
  });
});

const samples = join(root, '../shared/samples');
const sampleFiles = ['siem-all-legacy-spelling.json', 'messages-delivered.ndjson', 'clicks-permitted.ndjson'];

/** The days of the events, which name each of the samples. */
function daysOf(out: string): string[] {
  return out
    .split('\n')
    .flatMap((line) => (line ? [(JSON.parse(line) as { time: string }).time.slice(0, 10)] : []));
}

const areThere = sampleFiles.every((name) => existsSync(join(samples, name)));
if (!areThere)
  process.stderr.write('The samples are not beside this project: queries on them are left out.\n');

describe.skipIf(!areThere)('on real events', () => {
  it.each([
    ['kind:click', ['2010-01-11', '2010-01-22', '2016-06-24', '2022-03-30']],
    ['kind:"click permitted" status:active', ['2016-06-24', '2022-03-30']],
    ['phish:>=40', ['2010-01-30']],
    ['threats(classification:malware threatType:attachment)', ['2010-01-30']],
    ['to:*@pharmtech.zz', ['2010-01-30', '2010-01-11', '2010-01-22']],
    ['senderIP:192.0.2.0/24 -kind:"click blocked"', ['2010-01-30', '2010-01-11']],
    ['campaignID:46e01b8a-c899-404d-bcd9-189bb393d1a7 kind:message', ['2010-01-30']],
    ['time:2022 classification:phish', ['2022-01-05', '2022-03-15', '2022-03-30']],
    ['filename:=*.html OR url:badguy', ['2010-01-11', '2010-01-22', '2022-03-15']],
    ['invoice "totally safe"', ['2010-01-30']],
    ['senderDomain:(example.com, evil.zz) time:<2020', ['2010-01-30', '2016-06-24']],
    ['NOT campaignID:*', ['2022-01-05', '2022-03-15']],
  ])('%s finds those of %j', async (asked, days) => {
    const { code, out } = await query([asked, ...sampleFiles.map((name) => join(samples, name))]);
    expect(code).toBe(0);
    expect(daysOf(out)).toEqual(days);
  });
});
