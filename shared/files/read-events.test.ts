import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAll } from '../../test/files/read-all.ts';
import click from '../event/fixtures/click.json' with { type: 'json' };
import full from '../event/fixtures/message-full.json' with { type: 'json' };
import otherSpellings from '../event/fixtures/message-other-spellings.json' with { type: 'json' };
import { type FileEntry, guessKind } from './event-line.ts';

function shown(entries: readonly FileEntry[]): string[] {
  return entries.map((entry) =>
    entry.ok ? `${entry.line} ${entry.kind}` : `${entry.line}: ${entry.reason}`,
  );
}

async function read(content: Uint8Array | string, options = {}): Promise<string[]> {
  return shown(await readAll(content, options));
}

const answer = {
  queryEndTime: '2025-03-05T09:00:00Z',
  messagesBlocked: [full],
  messagesDelivered: [otherSpellings],
  clicksPermitted: [],
  clicksBlocked: [click],
};
const answerKinds = ['messageBlocked', 'messageDelivered', 'clickBlocked'];
const line = (guid: string) => JSON.stringify({ GUID: guid, messageTime: '2025-03-05T09:00:00Z' });

describe('a file', () => {
  it('may be a SIEM answer, with a byte order mark in front', async () => {
    const entries = await readAll(`\uFEFF${JSON.stringify(answer, null, 2)}`);
    expect(entries.map((entry) => entry.ok && entry.kind)).toEqual(answerKinds);
    expect(await read(JSON.stringify(answer))).toEqual(answerKinds.map((kind) => `1 ${kind}`));
  });

  it('may be an empty answer, which is no event', async () => {
    expect(await read('{"queryEndTime":"2025-03-05T09:00:00Z"}')).toEqual([]);
    expect(await read('{"queryEndTime":"2025-03-05T09:00:00Z","messagesBlocked":[]}')).toEqual([]);
    expect(await read('{"queryEndTime":"2025-03-05T09:00:00Z","messagesBlocked":null}')).toEqual([]);
    expect(await read('')).toEqual([]);
    expect(await read('[]')).toEqual([]);
  });

  it('may be a list of events, one event, or several answers', async () => {
    expect(await read(JSON.stringify([full, otherSpellings]))).toEqual([
      '1 messageBlocked',
      '1 messageDelivered',
    ]);
    expect(await read(JSON.stringify(click))).toEqual(['1 clickPermitted']);
    expect(await read(JSON.stringify(click, null, 2))).toEqual(['1 clickPermitted']);
    const answers = [answer, answer];
    const kinds = [...answerKinds, ...answerKinds];
    for (const text of [
      JSON.stringify(answers),
      JSON.stringify(answers, null, 1),
      answers.map((one) => JSON.stringify(one)).join('\n'),
      answers.map((one) => JSON.stringify(one, null, 2)).join('\n'),
    ]) {
      const entries = await readAll(text);
      expect(entries.map((entry) => entry.ok && entry.kind)).toEqual(kinds);
    }
  });

  it('may be NDJSON, of which a bad line costs that line alone', async () => {
    const text = `${line('a')}\n{"GUID":\r\n\n${line('b')}\r\n42\n{"GUID":"c\n${line('d')}\nno JSON { at all\n${line('e')}`;
    expect(await read(text)).toEqual([
      '1 messageDelivered',
      '2: no valid JSON: the line ends in the middle',
      '4 messageDelivered',
      '5: not an event: a JSON object is expected',
      '6: no valid JSON: the line ends in the middle',
      '7 messageDelivered',
      expect.stringMatching(/^8: no valid JSON: /),
      '9 messageDelivered',
    ]);
  });

  it('may have its bad line first', async () => {
    for (const bad of [
      '{"GUID":"x',
      '{"GUID":',
      '{"GUID":"x",',
      '{"GUID":"x","recipient":["a@b.example"',
      '{"GUID":"x"',
    ])
      expect(await read(`${bad}\n${line('a')}\n${line('b')}\n`)).toEqual([
        '1: no valid JSON: the line ends in the middle',
        '2 messageDelivered',
        '3 messageDelivered',
      ]);
  });

  it('says which entry of an answer is none', async () => {
    expect(await read('{"messagesDelivered":[7,{"GUID":"x"},{bad},"text",{"GUID":"y"}]}')).toEqual([
      '1: an entry of messageDelivered that is no object: 7',
      '1 messageDelivered',
      expect.stringMatching(/^1: no valid JSON: .* \(delivered\)$/),
      '1: an entry of messageDelivered that is no object: "text"',
      '1 messageDelivered',
    ]);
  });

  it('goes on behind a text that is not ended, in a file that goes over several lines', async () => {
    const text = `[\n  ${line('a')},\n  {"GUID": "b,\n   "id": "1"},\n  ${line('c')}\n]`;
    expect(await read(text)).toEqual([
      '2 messageDelivered',
      expect.stringMatching(/^3: no valid JSON/),
      '5 messageDelivered',
    ]);
  });

  it('says where it was cut', async () => {
    const text = JSON.stringify([full, full], null, 1);
    expect(await read(text.slice(0, -40))).toEqual([
      '2 messageBlocked',
      expect.stringMatching(/^\d+: what begins here is cut short: the file ends in the middle of it$/),
    ]);
    expect(await read(`${line('a')}\n${line('b').slice(0, -5)}`)).toEqual([
      '1 messageDelivered',
      '2: what begins here is cut short: the file ends in the middle of it',
    ]);
  });

  it('keeps the text of an event as it stands there', async () => {
    const texts = ['{ "GUID" : "a",  "spamScore":1.0,"x":"\\u0041" }', '{"GUID":"b","GUID":"b"}'];
    for (const text of [texts.join('\n'), `[${texts}]`, `{"messagesDelivered": [ ${texts.join(' , ')} ]}`]) {
      const entries = await readAll(text, { chunk: 3 });
      expect(entries.map((entry) => entry.ok && entry.rawText)).toEqual(texts);
    }
  });

  it('may come in chunks of any length', async () => {
    const value = fc.dictionary(
      fc.string({ unit: 'binary' }),
      fc.jsonValue({ maxDepth: 2, stringUnit: 'binary' }),
    );
    const events = fc.array(value, { minLength: 1, maxLength: 5 });
    const printed = fc.constantFrom(
      (list: unknown[]) => list.map((one) => JSON.stringify(one)).join('\n'),
      (list: unknown[]) => list.map((one) => JSON.stringify(one, null, 1)).join('\n'),
      (list: unknown[]) => JSON.stringify(list),
      (list: unknown[]) => JSON.stringify(list, null, '\t'),
      (list: unknown[]) => JSON.stringify({ messagesBlocked: list }, null, 2),
      (list: unknown[]) => JSON.stringify({ queryEndTime: 'x', other: { a: [1] }, clicksBlocked: list }),
    );
    await fc.assert(
      fc.asyncProperty(events, printed, fc.integer({ min: 1, max: 50 }), async (list, print, chunk) => {
        const entries = await readAll(print(list), { chunk });
        expect(entries.map((entry) => (entry.ok ? JSON.parse(entry.rawText) : entry))).toEqual(
          JSON.parse(JSON.stringify(list)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('never makes reading throw', async () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        '"',
        '\n',
        ',',
        ':',
        '\\',
        '"messagesDelivered":[',
        '{"k":"',
        '{"GUID":"x"}\n',
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        async (pieces, chunk) => {
          const text = pieces.join('');
          const whole = await read(text);
          expect(await read(text, { chunk })).toEqual(whole);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('limits', () => {
  it('leave a line out that is too long, and go on with the next', async () => {
    const long = JSON.stringify({ GUID: 'x'.repeat(50_000_000) });
    const text = `${line('a')}\n${long}\n${line('b')}\n`;
    const expected = [
      '1 messageDelivered',
      '2: it is longer than 32 MB and is left out',
      '3 messageDelivered',
    ];
    expect(await read(text)).toEqual(expected);
    expect(await read(gzipSync(text), { mostUnpacked: 1e9 })).toEqual(expected);
  });

  it('leave an entry of a list out, wherever it stands', async () => {
    const long = JSON.stringify({ GUID: 'x'.repeat(5000), list: [{ a: ['"'] }] });
    for (const text of [
      `[\n${line('a')},\n${long},\n${line('b')}]`,
      `{"messagesDelivered":[\n${line('a')},\n${long},\n${line('b')}\n]}`,
    ])
      expect(await read(text, { longestValue: 1000, chunk: 100 })).toEqual([
        '2 messageDelivered',
        '3: it is longer than 1.0 kB and is left out',
        '4 messageDelivered',
      ]);
    expect(await read(`${'x'.repeat(5000)}\n${line('a')}`, { longestValue: 1000, chunk: 100 })).toEqual([
      '1: it is longer than 1.0 kB and is left out',
      '2 messageDelivered',
    ]);
  });

  it('stop a file that unpacks to far more than events would', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, 0x20));
    expect(await read(bomb)).toEqual([expect.stringContaining('unpacks to more than 500 times its size')]);
  });

  it('stop a file that unpacks to more than there is room for', async () => {
    const text = Array.from({ length: 5000 }, (_, i) => line(`event ${i}`)).join('\n');
    const found = await read(gzipSync(text), { mostUnpacked: 100_000, chunk: 1000 });
    expect(found.at(-1)).toMatch(/^\d+: more than 100 kB come out of it/);
    expect(found.length).toBeGreaterThan(100);
  });
});

describe('a gzip file', () => {
  const text = `${line('a')}\n${line('b')}\n`;

  it('is told by its bytes, and may have several members', async () => {
    const members = Buffer.concat([gzipSync(text), gzipSync(`${line('c')}\n`)]);
    const expected = [1, 2, 3].map((at) => `${at} messageDelivered`);
    expect(await read(members)).toEqual(expected);
    expect(await read(members, { chunk: 1 })).toEqual(expected);
    expect(await read(gzipSync(members))).toEqual(expected);
  });

  it('that is cut short gives what came, and says so', async () => {
    const lines = Array.from({ length: 200 }, (_, i) => line(`${i * 7919} and ${Math.sin(i)}`));
    const packed = gzipSync(lines.join('\n'));
    const found = await read(packed.subarray(0, packed.length / 2));
    const read0 = found.length - 1;
    expect(read0).toBeGreaterThan(20);
    expect(found.at(-1)).toBe(
      `${read0 + 1}: the gzip file ends in the middle; what came before this line was read`,
    );
    expect(await read(packed.subarray(0, 30))).toEqual([expect.stringContaining('ends in the middle')]);
  });

  it('that has a damaged member loses that one', async () => {
    const damaged = Buffer.from(gzipSync(`${line('x')}\n`));
    damaged[20] = (damaged[20] ?? 0) ^ 0xff;
    const found = await read(Buffer.concat([gzipSync(text), damaged, gzipSync(text)]));
    expect(found.filter((one) => one.endsWith('messageDelivered'))).toHaveLength(4);
    expect(found.filter((one) => one.includes('damaged'))).toHaveLength(1);
  });
});

describe('bytes', () => {
  it('that are no UTF-8 are told of by line', async () => {
    const bad = Buffer.concat([
      Buffer.from(`${line('a')}\n{"GUID":"`),
      Buffer.of(0xff),
      Buffer.from(`"}\n${line('b')}`),
    ]);
    expect(await read(bad)).toEqual([
      '1 messageDelivered',
      '2: it is no valid UTF-8: some of its characters cannot be read',
      '3 messageDelivered',
    ]);
  });

  it.each([
    ['a workbook', 'PK\u0003\u0004\u0014\u0000[Content_Types].xml', 'Excel workbook'],
    ['a zip', 'PK\u0003\u0004\u0014\u0000events.json', 'zip file. Unpack it'],
    ['a capture', '\u000a\u000d\u000d\u000a', 'network traffic (pcap)'],
    ['a web page', '<!DOCTYPE html><html>', 'web page'],
    ['a mail', 'Received: from x.example', 'This is a mail'],
    ['syslog', '<14>1 2025-03-05T09:00:00Z', 'format=json'],
    ['a table', 'time,subject,sender\n2025-03-05,x,y', 'table (CSV)'],
    ['a table with semicolons', '"time";"subject";"sender"', 'table (CSV)'],
    ['Parquet', 'PAR1', 'Parquet file'],
    ['xz', '\u00fd7zXZ\u0000', 'xz file'],
    ['UTF-16', '\u00ff\u00fe{', 'Save it as UTF-8'],
    ['a backup', 'LSBACKUP', 'backup of Lurescope'],
  ])('of another format are told by name: %s', async (_, text, words) => {
    const bytes = Buffer.from(text, 'latin1');
    expect(await read(bytes)).toEqual([expect.stringContaining(words)]);
    expect(await read(gzipSync(bytes))).toEqual([expect.stringContaining(words)]);
  });
});

describe('a day of the archive', () => {
  const head = { v: 1, source: 'source-1', lane: 'main', from: 0, to: 1, fetchedAt: 5 };
  const batch = (entries: string[], events = entries.length) =>
    [JSON.stringify(head), ...entries, JSON.stringify({ end: true, events, queryEndTime: null }), ''].join(
      '\n',
    );
  const raw = '{"GUID": "x", "spamScore":1.0}';
  const entry = `{"k":"messageBlocked","f":1234,"r":${raw}}`;
  const unreadable = '{"k":"clickBlocked","f":1235,"t":"{broken"}';

  it('gives kind, source, time fetched and the exact text of each event', async () => {
    const bytes = Buffer.concat([gzipSync(batch([entry, unreadable])), gzipSync(batch([entry]))]);
    const entries = await readAll(bytes);
    expect(entries).toMatchObject([
      {
        line: 2,
        kind: 'messageBlocked',
        source: 'source-1',
        fetched: 1234,
        rawText: raw,
        raw: { GUID: 'x' },
      },
      { line: 3, kind: 'clickBlocked', fetched: 1235, rawText: '{broken', raw: undefined },
      { line: 6, kind: 'messageBlocked' },
    ]);
  });

  it('says where entries are missing', async () => {
    expect(await read(batch([entry], 3))).toEqual([
      '2 messageBlocked',
      '3: 2 entries of the batch that ends here are missing',
    ]);
  });

  it('goes on with the next batch where one was cut short', async () => {
    const packed = gzipSync(batch([entry, entry]));
    const found = await read(
      Buffer.concat([packed.subarray(0, packed.length - 12), gzipSync(batch([entry]))]),
    );
    expect(found.filter((one) => one.endsWith('messageBlocked')).length).toBeGreaterThanOrEqual(1);
    expect(found.at(-1)).toMatch(/messageBlocked$/);
    expect(found.filter((one) => one.includes('cut short'))).toHaveLength(1);
  });
});

describe('the kind of an event that stands alone', () => {
  it('is told by its fields', () => {
    expect(guessKind({ clickTime: 'x' })).toBe('clickPermitted');
    expect(guessKind({ clickIP: 'x' })).toBe('clickPermitted');
    expect(guessKind({ quarantineFolder: 'Malware' })).toBe('messageBlocked');
    expect(guessKind({ quarantineFolder: '', quarantineRule: null })).toBe('messageDelivered');
  });
});
