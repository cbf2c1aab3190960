import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gathered, inChunks } from '../../test/files/read-all.ts';
import type { FileEntry } from './event-line.ts';
import { readEvents } from './read-events.ts';
import { type ReadableFile, readFile } from './read-file.ts';

const line = (guid: string) =>
  `${JSON.stringify({ GUID: guid, messageTime: '2026-11-01T10:00:00Z', subject: guid.repeat(9) })}\n`;
const linesOf = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => line(`${name}-${i}`));

async function entriesOf(bytes: Uint8Array): Promise<FileEntry[]> {
  const file = new Blob([Uint8Array.from(bytes)]);
  return (await gathered(readFile(file, () => undefined))).flat();
}

/** What is read of the same bytes without the platform's help. */
const carefully = (bytes: Uint8Array) => gathered(readEvents(inChunks(bytes)));

function shown(entries: readonly FileEntry[]): string[] {
  return entries.map((entry) => (entry.ok ? String(entry.raw?.GUID) : `${entry.line}: ${entry.reason}`));
}

describe("a gzip'd file", () => {
  const members = ['a', 'b', 'c'].map((name) => gzipSync(linesOf(name, 40).join('')));
  const whole = Buffer.concat(members);
  const names = ['a', 'b', 'c'].flatMap((name) => Array.from({ length: 40 }, (_, i) => `${name}-${i}`));

  it('of several members is read whole, whatever wrote them and whatever follows', async () => {
    expect(shown(await entriesOf(whole))).toEqual(names);
    const named = Buffer.from(members[1] as Buffer);
    // With a time, as gzip itself writes it, it is not told by how it begins.
    named.writeUInt32LE(1_700_000_000, 4);
    const odd = Buffer.concat([members[0] as Buffer, named, members[2] as Buffer, Buffer.alloc(512)]);
    expect(shown(await entriesOf(odd))).toEqual(names);
  });

  it('says the same with and without the help of the platform, wherever it is cut or changed', async () => {
    const anyPlace = fc.integer({ min: 0, max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(anyPlace, fc.boolean(), async (at, isCut) => {
        const bytes = isCut ? whole.subarray(0, at) : Buffer.from(whole);
        if (!isCut) bytes[at] = (bytes[at] as number) ^ 0x55;
        const [natively, otherwise] = [await entriesOf(bytes), await carefully(bytes)];
        if (isCut) {
          expect(shown(natively)).toEqual(shown(otherwise));
          return;
        }
        // Right before the damage one of the two may have unpacked some bytes more.
        const isFaulty = (entries: FileEntry[]) => entries.some(({ ok }) => !ok);
        expect(isFaulty(natively)).toBe(isFaulty(otherwise));
        const eventsOf = (entries: FileEntry[]) => shown(entries.filter(({ ok }) => ok));
        const more = eventsOf(natively);
        for (const name of eventsOf(otherwise))
          expect(more.splice(more.indexOf(name) >>> 0, 1)).toEqual([name]);
        expect(more.length).toBeLessThanOrEqual(40);
      }),
      { numRuns: 150 },
    );
  });
});

/** A file that is made while it is read: the same lines over and over. */
function endless(block: Uint8Array, times: number): ReadableFile {
  return {
    size: block.length * times,
    slice: (from = 0, to = block.length) => new Blob([Uint8Array.from(block.subarray(from, to))]),
    stream: () => {
      let given = 0;
      return new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull(controller) {
          if (given === times) controller.close();
          else controller.enqueue(Uint8Array.from(block));
          given += 1;
        },
      });
    },
  };
}

describe('a file of more than 2 GB', () => {
  it('is read to its end, and what is held of it does not grow with it', { timeout: 600_000 }, async () => {
    const perBlock = 160;
    const block = Buffer.from(
      Array.from({ length: perBlock }, (_, i) =>
        JSON.stringify({
          GUID: `g${i}`,
          messageTime: '2026-11-01T10:00:00Z',
          subject: 'x'.repeat(6000),
        }).concat('\n'),
      ).join(''),
    );
    const times = Math.ceil((2 ** 31 + 2 ** 27) / block.length);
    const file = endless(block, times);
    expect(file.size).toBeGreaterThan(2 ** 31);
    const held = () => {
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const before = held();
    let [events, read, most, last] = [0, 0, 0, 0];
    const onRead = (bytes: number) => {
      read = bytes;
    };
    for await (const entries of readFile(file, onRead)) {
      for (const entry of entries) {
        if (!entry.ok) throw new Error(entry.reason);
        last = entry.line;
      }
      events += entries.length;
      if (events % 5000 < entries.length) most = Math.max(most, held() - before);
    }
    expect({ events, read, last }).toEqual({
      events: perBlock * times,
      read: file.size,
      last: perBlock * times,
    });
    expect(most).toBeLessThan(file.size / 4);
  });
});
