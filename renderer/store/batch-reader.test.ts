import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BatchEntry, DamagedBatch, readBatch } from './batch-reader.ts';

const head = JSON.stringify({ v: 1, source: 'a', lane: 'main', from: 0, to: 60_000, fetchedAt: 42 });
const tailOf = (events: number) => JSON.stringify({ end: true, events, queryEndTime: null });
const entry = (guid: string) => `{"k":"messageDelivered","r":{"GUID":"${guid}"}}`;

function batchOf(entries: readonly string[], tail = tailOf(entries.length)): string {
  return `${[head, ...entries, tail].join('\n')}\n`;
}

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** A text as the journal keeps it. */
async function packedText(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return gzip(new TextEncoder().encode(text));
}

async function groupsOf(packed: Uint8Array<ArrayBuffer>, size = 1000): Promise<BatchEntry[][]> {
  const groups: BatchEntry[][] = [];
  for await (const { entries } of readBatch(new Blob([packed]), size)) groups.push(entries);
  return groups;
}

interface Damage {
  at: number;
  flip: number;
}

/** Damage behind the head of the gzip format: one byte changed, or with nothing to change, the end cut off. */
function damageTo(bytes: Uint8Array): fc.Arbitrary<Damage> {
  return fc.record({
    at: fc.integer({ min: 10, max: bytes.length - 1 }),
    flip: fc.integer({ min: 0, max: 255 }),
  });
}

function spoil(bytes: Uint8Array<ArrayBuffer>, { at, flip }: Damage): Uint8Array<ArrayBuffer> {
  return flip === 0 ? bytes.slice(0, at) : bytes.map((byte, i) => (i === at ? byte ^ flip : byte));
}

async function read(text: string): Promise<BatchEntry[]> {
  return (await groupsOf(await packedText(text))).flat();
}

describe('a batch', () => {
  it('gives the exact text of each raw event', async () => {
    const text = batchOf([
      '{"k":"messageDelivered","r":{"n":1.0e2, "t":"\\u00e4 漢👩🏽‍💻 }"}}',
      '{"k":"clickBlocked","f":1700000000000,"r":null}',
      '{"k":"messageBlocked","t":"{\\"GUID\\":oops\\n}"}',
    ]);
    const expected = [
      { kind: 'messageDelivered', fetched: null, rawText: '{"n":1.0e2, "t":"\\u00e4 漢👩🏽‍💻 }"}' },
      { kind: 'clickBlocked', fetched: 1_700_000_000_000, rawText: 'null' },
      { kind: 'messageBlocked', fetched: null, rawText: '{"GUID":oops\n}' },
    ];
    expect(await read(text)).toEqual(expected);
  });

  it('is handed on in groups, each with the head', async () => {
    const text = batchOf(Array.from({ length: 7 }, (_, i) => entry(String(i))));
    const packed = await packedText(text);
    const groups = await groupsOf(packed, 3);
    expect(groups.map(({ length }) => length)).toEqual([3, 3, 1]);
    for await (const { head: told } of readBatch(new Blob([packed]), 3))
      expect(told).toMatchObject({ source: 'a', lane: 'main', fetchedAt: 42 });
  });

  it('without entries gives none', async () => expect(await read(batchOf([]))).toEqual([]));
});

describe('a damaged batch', () => {
  it.each([
    ['nothing', ''],
    ['a head alone', `${head}\n`],
    ['no tail', `${head}\n${entry('x')}\n`],
    ['half a tail', batchOf([entry('x')]).slice(0, -2)],
    ['no line break at its end', batchOf([entry('x')]).slice(0, -1)],
    ['half an entry', `${head}\n${entry('x').slice(0, 20)}`],
    ['an entry too few', batchOf([entry('x')], tailOf(2))],
    ['an entry too many', batchOf([entry('x'), entry('y')], tailOf(1))],
    ['no head', `${entry('x')}\n${tailOf(1)}\n`],
    ['a head of another version', batchOf([]).replace('"v":1', '"v":2')],
    ['a head that is no JSON', `{"v":1,\n${tailOf(0)}\n`],
    ['something behind the tail', `${batchOf([])}${entry('x')}\n`],
    ['two batches in one', batchOf([]) + batchOf([])],
    ['an unknown kind', batchOf(['{"k":"other","r":{}}'])],
    ['an entry that does not close', batchOf(['{"k":"messageBlocked","r":'])],
    ['a text that is no JSON', batchOf(['{"k":"messageBlocked","t":"abc}'])],
    ['a line of something else', batchOf(['hello'])],
    ['an empty line', batchOf([''])],
  ])('with %s is found out', async (_, text) => {
    await expect(read(text)).rejects.toThrow(DamagedBatch);
  });

  it('cut anywhere is found out', async () => {
    const bytes = new TextEncoder().encode(batchOf([entry('x'), entry('ä'), entry('漢')]));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), async (length) => {
        await expect(groupsOf(await gzip(bytes.slice(0, length)))).rejects.toThrow(DamagedBatch);
      }),
    );
  });

  it('whose gzip is cut or altered anywhere is found out, or says what it said', async () => {
    const packed = await packedText(batchOf(Array.from({ length: 40 }, (_, i) => entry(`guid-${i * 7919}`))));
    const whole = await groupsOf(packed);
    let found = 0;
    await fc.assert(
      fc.asyncProperty(damageTo(packed), async (damage) => {
        // A few bits of a gzip file mean nothing: they fill up the last byte of the deflated data.
        const read = await groupsOf(spoil(packed, damage)).catch((error: unknown) => error);
        if (read instanceof DamagedBatch) found += 1;
        else expect(read).toEqual(whole);
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(280);
  });

  it('that is large has given nothing at all before it is found out', async () => {
    const guids = Array.from(
      { length: 3000 },
      (_, i) => `${(i * 7919 * 104_729) % 1_000_003}-${(i * 31) % 977}`,
    );
    const packed = await packedText(batchOf(guids.map(entry)));
    await fc.assert(
      fc.asyncProperty(damageTo(packed), async (damage) => {
        const given: string[] = [];
        const reading = (async () => {
          for await (const { entries } of readBatch(new Blob([spoil(packed, damage)]), 50))
            given.push(...entries.map(({ rawText }) => rawText));
        })();
        await expect(reading).rejects.toThrow(DamagedBatch);
        expect(given).toEqual([]);
      }),
      { numRuns: 60, seed: 1, endOnFailure: true },
    );
  });
});
