import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventKinds } from '../../../shared/event/kinds.ts';
import { createTenant, takeEvents } from '../../../shared/sample-tenant/tenant.ts';
import type { ColumnChunk } from '../columns/chunk.ts';
import type { Incoming } from '../event-row.ts';
import { DamagedBytes } from './bytes.ts';
import { gatherChunk, gatherRaws, type Picks } from './gather.ts';
import { readEntry, runOf } from './preparing.ts';
import { RawReader, type RawRun } from './raw-codec.ts';
import { type EventRun, packRun, partNames, readColumns, readRaws } from './segment-file.ts';

const names = [
  'messageTime',
  'messageParts',
  'fromAddress',
  'recipient',
  'threatsInfoMap',
  'completelyRewritten',
  'id',
  'GUID',
  'QID',
  'messageID',
  'sender',
  'subject',
  'spamScore',
  'impostorScore',
  'messageSize',
  'cluster',
  'clusterId',
  'modulesRun',
  'clickTime',
  'threatTime',
  'threatURL',
  'threatID',
  'threatId',
  'classification',
  'actors',
  'sha256',
  'md5',
  'filename',
  'somethingNew',
  '__proto__',
];

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const time = fc
  .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
  .map((date) => date.toISOString());
/** Texts such as fields have, and texts that no field should have: lone surrogates, controls, marks of our own. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('\0', '\x01', '\x02', '\x03', '\ud800', '\udc00', '\ufeff', '"', '\\', 'é', '😀'),
  }),
  fc.constantFrom('PHISH', 'phish', 'active', 'a@x.example', '', 'na', 'null', '1.50'),
  fc.uuid(),
  digits(64),
  digits(32).map((hex) => hex.toUpperCase()),
  time,
  time.map((iso) => iso.replace(/\.\d+Z/, 'Z')),
);
const number = fc.oneof(
  fc.double(),
  fc.integer({ min: -2, max: 100 }),
  fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10),
  fc.maxSafeInteger(),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(text, { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names, 'name'), tie('value'), { maxKeys: 6 }),
  ),
}));
const event = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 14 });

/** Texts of events: as JSON.stringify writes them, with space and odd escapes, and no JSON at all. */
const rawText = fc.oneof(
  { weight: 4, arbitrary: event.map((fields) => JSON.stringify(fields)) },
  { weight: 2, arbitrary: event.map((fields) => JSON.stringify(fields, null, 2)) },
  {
    weight: 2,
    arbitrary: event.map((fields) =>
      JSON.stringify(fields).replaceAll('e', '\\u0065').replaceAll(':', ' : '),
    ),
  },
  { weight: 1, arbitrary: value.map((any) => JSON.stringify(any)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: text },
);
const incoming: fc.Arbitrary<Incoming> = fc.record({
  source: fc.constantFrom('a', 'b:c'),
  kind: fc.constantFrom(...eventKinds),
  rawText,
  fetchedAt: fc.integer({ min: 0, max: 4e12 }),
});

async function packedAndRead(run: EventRun, packing: boolean): Promise<EventRun> {
  const parts = await packRun(run, packing);
  const { length } = run.chunk;
  return { chunk: await readColumns(parts, length), raws: await readRaws(parts.raw, length) };
}

/** Every bit of a chunk's numbers, NaN as the one NaN there is. */
function bitsOf(chunk: ColumnChunk): unknown {
  return JSON.parse(
    JSON.stringify(chunk, (_, held: unknown) => {
      if (!(held instanceof Float64Array))
        return ArrayBuffer.isView(held) ? Array.from(held as Uint32Array) : held;
      return Array.from(held, (one) => (Object.is(one, -0) ? '-0' : String(one)));
    }),
  );
}

function textsOf({ chunk, raws }: EventRun): string[] {
  const reader = new RawReader(chunk);
  return Array.from({ length: chunk.length }, (_, index) => reader.text(raws, index));
}

describe('a run of any events', () => {
  it('comes back bit for bit, columns and exact texts, packed or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(incoming, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (entries, packing) => {
          const run = runOf(entries.map(readEntry));
          const back = await packedAndRead(run, packing);
          expect(textsOf(back)).toEqual(entries.map((entry) => entry.rawText));
          expect(bitsOf(back.chunk)).toEqual(bitsOf(run.chunk));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('says the same after any of them were picked, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(incoming, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 }),
        fc.infiniteStream(fc.nat()),
        async (groups, chance) => {
          const runs = groups.map((entries) => runOf(entries.map(readEntry)));
          const all = groups.flatMap((entries, from) => entries.map((entry, at) => ({ entry, from, at })));
          const weighed = all.map((one) => ({ ...one, weight: chance.next().value as number }));
          const chosen = weighed.filter(({ weight }) => weight % 4 > 0).sort((a, b) => a.weight - b.weight);
          const picks: Picks = {
            from: Uint32Array.from(chosen, ({ from }) => from),
            at: Uint32Array.from(chosen, ({ at }) => at),
          };
          const gathered: EventRun = {
            chunk: gatherChunk(
              picks,
              runs.map(({ chunk }) => chunk),
            ),
            raws: gatherRaws(
              picks,
              runs.map(({ raws }) => raws),
            ),
          };
          expect(textsOf(gathered)).toEqual(chosen.map(({ entry }) => entry.rawText));
          // The same as if they had been built together: dictionaries too are in the order of first use.
          const together = runOf(chosen.map(({ entry }) => readEntry(entry)));
          expect(bitsOf(gathered.chunk)).toEqual(bitsOf(together.chunk));
          expect(textsOf(await packedAndRead(gathered, true))).toEqual(textsOf(gathered));
        },
      ),
      { numRuns: 300 },
    );
  });
});

const sample = takeEvents(createTenant({ seed: 5, rate: 600 }), 1200, Date.UTC(2026, 10, 24)).map(
  ({ kind, raw }): Incoming => ({ source: 'a', kind, rawText: JSON.stringify(raw), fetchedAt: 1.79e12 }),
);

describe('a run of the sample tenant', () => {
  const run = runOf(sample.map(readEntry));

  it('comes back bit for bit', async () => {
    const back = await packedAndRead(run, true);
    expect(textsOf(back)).toEqual(sample.map((entry) => entry.rawText));
    expect(bitsOf(back.chunk)).toEqual(bitsOf(run.chunk));
  });

  it('keeps no text as a whole, since its columns say most of it', () => {
    const { templates, literals }: RawRun = run.raws;
    expect(templates.codes.every((code) => code > 0)).toBe(true);
    expect(literals.codes.length).toBeLessThan(sample.length * 2);
  });

  it('never says anything else when a byte of it was changed', async () => {
    const parts = await packRun(run, true);
    const bits = bitsOf(run.chunk);
    for (const name of partNames) {
      const { length } = parts[name];
      let unnoticed = 0;
      await fc.assert(
        fc.asyncProperty(fc.nat(length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
          const bytes = parts[name].slice();
          bytes[at] = (bytes[at] ?? 0) ^ change;
          const spoilt = { ...parts, [name]: bytes };
          try {
            const raws = await readRaws(spoilt.raw, sample.length);
            const chunk = await readColumns(spoilt, sample.length);
            // A few bits, such as those after the end of a DEFLATE stream, say nothing.
            unnoticed += 1;
            expect(bitsOf(chunk)).toEqual(bits);
            expect(raws).toEqual(run.raws);
          } catch (error) {
            expect(error).toBeInstanceOf(DamagedBytes);
          }
        }),
        { numRuns: 60 },
      );
      expect(unnoticed).toBeLessThan(5);
    }
  });

  it('says of a part that was cut short that it was', async () => {
    const parts = await packRun(run, true);
    for (const name of ['core', 'text', 'ids'] as const) {
      for (const length of [0, 3, 40, parts[name].length - 1]) {
        const spoilt = { ...parts, [name]: parts[name].slice(0, length) };
        await expect(readColumns(spoilt, sample.length)).rejects.toThrow(DamagedBytes);
      }
    }
  });
});
