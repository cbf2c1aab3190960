import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, describe, expect, it } from 'vitest';
import { duckdbRows } from '../../../test/duckdb-rows.ts';
import { anyOutgoing, outgoing, streamOf } from '../../../test/files/outgoing-events.ts';
import { gathered, readAll } from '../../../test/files/read-all.ts';
import { createTenant, takeEvents } from '../../sample-tenant/tenant.ts';
import { normalised } from '../normalised.ts';
import { csvCell, csvOf } from './csv.ts';
import { exportLine } from './export-line.ts';
import { indicatorCsvOf, indicatorTextOf } from './indicators.ts';
import { exportColumnNamed, exportColumns, type OutgoingEvent, schemaColumns } from './outgoing-event.ts';
import { parquetOf } from './parquet.ts';
import { type ReportFacts, reportOf } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'lurescope-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function parquetBytes(events: readonly OutgoingEvent[]): Promise<ArrayBuffer> {
  const whole = Buffer.concat(await gathered(parquetOf(streamOf(events))));
  return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.length) as ArrayBuffer;
}

async function csvText(events: readonly OutgoingEvent[], columns = schemaColumns): Promise<string> {
  return (await gathered(csvOf(streamOf(events), columns))).join('');
}

function sample(count: number): OutgoingEvent[] {
  const tenant = createTenant({ seed: 3, rate: 200, people: 500 });
  return takeEvents(tenant, count, Date.UTC(2026, 10, 20)).map(({ kind, raw }) =>
    outgoing(kind, JSON.stringify(raw)),
  );
}

/** A text as it comes back: line breaks between values say what a space says. */
function oneLine({ event, rawText }: OutgoingEvent): string {
  return 'raw' in event ? rawText.replaceAll(/[\r\n]+/g, ' ') : rawText;
}

describe('NDJSON', () => {
  it('comes back with the same identities, texts, tags and notes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyOutgoing, { maxLength: 5 }), async (events) => {
        const entries = await readAll(events.map((event) => `${exportLine(event)}\n`).join(''), {
          chunk: 17,
        });
        const back = entries.map((entry) => {
          if (!entry.ok) throw new Error(entry.reason);
          const event = normalised(entry, 0);
          return [event.identity, entry.rawText, entry.source, entry.fetched, entry.tags, entry.notes];
        });
        expect(back).toEqual(
          events.map((one) => [
            one.event.identity,
            oneLine(one),
            one.facts.source,
            one.facts.fetched,
            one.tags,
            one.notes,
          ]),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('is read after another tool has written it anew', async () => {
    const line = exportLine(outgoing('messageBlocked', '{"GUID":"x"}', { tags: ['a'] }));
    const [entry] = await readAll(JSON.stringify(JSON.parse(line), null, 2));
    expect(entry).toMatchObject({ ok: true, kind: 'messageBlocked', raw: { GUID: 'x' }, tags: ['a'] });
  });

  it('of a newer version, or with a field missing, says so', async () => {
    const newer = '{"lurescope":2,"raw":{}}';
    const without = '{"lurescope":1,"kind":"messageBlocked","raw":{}}';
    expect(await readAll(`${newer}\n${without}\n`)).toMatchObject([
      { ok: false, line: 1, reason: 'it was exported by a newer Lurescope: update this one to read it' },
      { ok: false, line: 2, reason: 'no line of an export: one of its fields is missing or wrong' },
    ]);
  });
});

describe('Parquet', () => {
  it('has the same identities and texts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyOutgoing, { minLength: 1, maxLength: 5 }), async (events) => {
        const rows = await parquetReadObjects({ file: await parquetBytes(events) });
        expect(rows.map(({ identity, raw, subject }) => [identity, raw, subject ?? null])).toEqual(
          events.map(({ event, rawText }) => [
            event.identity,
            rawText.toWellFormed(),
            'raw' in event ? event.subject?.toWellFormed() || null : null,
          ]),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('is written where there is nothing to write', async () => {
    expect(await parquetReadObjects({ file: await parquetBytes([]) })).toEqual([]);
  });
});

describe('DuckDB', () => {
  const events = sample(3000);
  const delivered = events.filter(({ event }) => event.kind === 'messageDelivered').length;
  const ids = new Set(events.map(({ event }) => event.identity)).size;
  const recipients = events.reduce(
    (sum, { event }) => sum + ('raw' in event ? event.recipient.length : 0),
    0,
  );
  const phish = events.filter(({ event }) => 'raw' in event && (event.phishScore ?? 0) >= 80).length;

  it('reads exported Parquet and counts the same', async () => {
    const path = join(folder, 'events.parquet');
    writeFileSync(path, Buffer.from(await parquetBytes(events)));
    const [row] = await duckdbRows(
      `select count(*)::int n, count(distinct identity)::int ids, (sum((kind = 'messageDelivered')::int))::int delivered,
      sum(len(recipient))::int recipients, (sum((phishScore >= 80)::int))::int phish,
      count(*) filter (json_valid(raw))::int readable, strftime(min(time), '%Y-%m-%d') as first from '${path}'`,
    );
    expect(row).toEqual({
      n: events.length,
      ids,
      delivered,
      recipients,
      phish,
      readable: events.length,
      first: events
        .map(({ event }) => event.time)
        .toSorted()[0]
        ?.slice(0, 10),
    });
  });

  it('reads exported CSV and counts the same', async () => {
    const path = join(folder, 'events.csv');
    writeFileSync(path, await csvText(events, exportColumns));
    const [row] = await duckdbRows(
      `select count(*)::int n, count(distinct identity)::int ids, (sum((kind = 'messageDelivered')::int))::int delivered,
      (sum((phishScore >= 80)::int))::int phish from read_csv('${path}', header = true)`,
    );
    expect(row).toEqual({ n: events.length, ids, delivered, phish });
  });
});

describe('CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+49 30 1234', "'+49 30 1234"],
    ['-x', "'-x"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', '"\'\t\'=1"'],
    ['\r=1', '"\'\r\'=1"'],
    ['＝1+1', "'＝1+1"],
    ['x;=1+1', '"x;\'=1+1"'],
    ['x; =1+1', '"x; \'=1+1"'],
    ['x\n=1+1', '"x\n\'=1+1"'],
    ['=HYPERLINK("https://evil.example";"x")', '"\'=HYPERLINK(""https://evil.example"";""x"")"'],
    ['a=b', 'a=b'],
    ['a, "b"', '"a, ""b"""'],
    ['', ''],
  ])('writes %j as %j', (text, cell) => expect(csvCell(text)).toBe(cell));

  it('has the chosen columns, lists in one cell, times as they are read by people', async () => {
    const raw = {
      subject: '=cmd',
      recipient: ['a@b.example', 'c@d.example'],
      messageTime: '2026-11-01T10:00:00Z',
    };
    const columns = ['time', 'SUBJECT', 'to', 'unparsed', 'tags'].map((name) => exportColumnNamed(name));
    const event = outgoing('messageBlocked', JSON.stringify(raw), { tags: ['x', 'y'] });
    expect(
      await csvText(
        [event],
        columns.flatMap((column) => column ?? []),
      ),
    ).toBe(
      'time,subject,recipient,unparsed,tags\r\n' +
        `2026-11-01T10:00:00.000Z,'=cmd,"a@b.example; c@d.example",false,"x; y"\r\n`,
    );
    expect(exportColumnNamed('nonsense')).toBeUndefined();
  });

  it('never has a cell that begins a formula, and every row has all cells', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyOutgoing, { maxLength: 4 }), async (events) => {
        const text = await csvText(events, exportColumns);
        const cells = text.match(/(?:^|,|\r\n)(?:"(?:[^"]|"")*"|[^",\r\n]*)/g) ?? [];
        expect(cells.length).toBeGreaterThanOrEqual((events.length + 1) * exportColumns.length);
        for (const cell of cells) expect(cell.replace(/^(?:,|\r\n)/, '')).not.toMatch(/^"?[=+\-@\t\r]/);
      }),
      { numRuns: 100 },
    );
  });
});

describe('indicators', () => {
  const events = [
    outgoing('messageBlocked', '{"sender":"a@evil.example","senderIP":"198.51.100.7"}'),
    outgoing('messageBlocked', '{broken'),
  ];

  it('are a list, defanged or not', async () => {
    const text = async (isDefanged: boolean) =>
      (await gathered(indicatorTextOf(streamOf(events), isDefanged))).join('');
    expect(await text(true)).toBe('a[@]evil[.]example\n198[.]51[.]100[.]7\n');
    expect(await text(false)).toBe('a@evil.example\n198.51.100.7\n');
  });

  it('are a table', async () => {
    const rows = (await gathered(indicatorCsvOf(streamOf(events), false))).map((row) =>
      row.split(',').slice(0, 3),
    );
    expect(rows).toEqual([
      ['kind', 'value', 'events'],
      ['email', 'a@evil.example', '1'],
      ['ip', '198.51.100.7', '1'],
    ]);
  });
});

describe('a report', () => {
  const facts: ReportFacts = {
    title: 'Report <on> "it"',
    query: 'subject:"<script>"',
    range: null,
    made: 0,
    counts: { messageDelivered: 2, messageBlocked: 0, clickPermitted: 1, clickBlocked: 0 },
    histogram: {
      from: 0,
      step: 3_600_000,
      counts: {
        messageDelivered: [1, 1],
        messageBlocked: [0, 0],
        clickPermitted: [0, 1],
        clickBlocked: [0, 0],
      },
    },
    columns: exportColumns,
    mostRows: 2,
  };

  it('is one page that loads nothing, with everything as text', async () => {
    const nasty = {
      subject: '<script>alert(1)</script>\u202e',
      url: 'https://evil.example/?a=1&b="x"',
      id: "'><img src=x>",
    };
    const events = Array.from({ length: 3 }, () => outgoing('clickPermitted', JSON.stringify(nasty)));
    const html = (await gathered(reportOf(streamOf(events), facts))).join('');
    expect(html).not.toMatch(/<(?:script|img|link|iframe|object|a)\b|https?:\/\/|\u202e|\son\w+=/i);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;⟨RLO⟩');
    expect(html).toContain('hxxps://evil[.]example/?a=1&amp;b=&quot;x&quot;');
    expect(html).toMatch(
      /http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[\w+/]{43}='/,
    );
    expect(html).toContain('<title>Report &lt;on&gt; &quot;it&quot;</title>');
    expect(html.match(/<rect /g)).toHaveLength(3);
    expect(html.match(/<tr>/g)).toHaveLength(3);
    expect(html).toContain('1 more events are not shown.');
  });
});
