import { describe, expect, it } from 'vitest';
import { type BatchNotice, batchPath } from '../../shared/journal-batch.ts';
import type { Incoming } from './event-row.ts';
import type { Fate } from './event-store.ts';
import { Intake, type IntakeOptions } from './intake.ts';

async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

function noticeOf(seq: number, events = 1): BatchNotice {
  return { source: 'a', seq, lane: 'main', events };
}

function linesOf(seq: number, events: number): string {
  const head = { v: 1, source: 'a', lane: 'main', from: 0, to: 60_000, fetchedAt: seq };
  const entries = Array.from(
    { length: events },
    (_, i) => `{"k":"messageDelivered","r":{"GUID":"${seq}-${i}"}}`,
  );
  return `${[JSON.stringify(head), ...entries, JSON.stringify({ end: true, events, queryEndTime: null })].join('\n')}\n`;
}

/** A store that can be told to refuse, batches by their path, and a log of all that happens. */
class Bench {
  readonly log: string[] = [];
  readonly stored: Incoming[] = [];
  readonly batches = new Map<string, () => Response>();
  readonly waits: number[] = [];
  /** Thrown by the next appends, one each. */
  refusals: unknown[] = [];
  /** Runs while the intake waits. */
  onWait: () => void = () => {};
  readonly intake: Intake;
  readonly #seen = new Set<string>();

  constructor(options: Partial<IntakeOptions> = {}) {
    this.intake = new Intake({
      store: { append: (entries) => this.#append(entries) },
      fetchBatch: async (path) => {
        this.log.push(`fetch ${path}`);
        return this.batches.get(path)?.() ?? new Response(null, { status: 404 });
      },
      wait: async (ms) => {
        this.waits.push(ms);
        this.onWait();
      },
      acknowledge: (notice, outcome) => this.log.push(`acknowledge ${notice.seq} ${JSON.stringify(outcome)}`),
      damaged: (notice, reason) => this.log.push(`damaged ${notice.seq} ${reason}`),
      trouble: (reason) => this.log.push(`trouble ${reason}`),
      changed: () => this.log.push('changed'),
      ...options,
    });
  }

  async put(seq: number, events = 1): Promise<void> {
    const bytes = await gzip(linesOf(seq, events));
    this.batches.set(batchPath('a', seq), () => new Response(bytes));
  }

  async #append(entries: readonly Incoming[]): Promise<Fate[]> {
    await Promise.resolve();
    if (this.refusals.length > 0) throw this.refusals.shift();
    this.log.push(`commit ${entries.length}`);
    return entries.map((entry) => {
      const known = this.#seen.has(entry.rawText);
      this.#seen.add(entry.rawText);
      this.stored.push(entry);
      return known ? 'duplicates' : 'stored';
    });
  }

  said(what: string): string[] {
    return this.log.filter((line) => line.startsWith(what));
  }

  async until(happened: () => boolean): Promise<void> {
    for (let turns = 0; !happened(); turns++) {
      if (turns > 30_000) throw new Error(`it never happened; what did: ${this.log.join(', ')}`);
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          resolve(undefined);
        };
        port2.postMessage(null);
      });
    }
  }
}

const outcome = (stored: number, duplicates = 0) =>
  JSON.stringify({ stored, duplicates, versions: 0, unparsed: 0 });

describe('a batch', () => {
  it('is acknowledged only after its events are committed', async () => {
    const bench = new Bench();
    await bench.put(1, 3);
    bench.intake.take(noticeOf(1, 3));
    await bench.until(() => bench.said('acknowledge').length === 1);
    expect(bench.log).toEqual(['fetch /journal/a/1', 'commit 3', 'changed', `acknowledge 1 ${outcome(3)}`]);
    expect(bench.stored[0]).toMatchObject({
      source: 'a',
      kind: 'messageDelivered',
      rawText: '{"GUID":"1-0"}',
      fetchedAt: 1,
    });
  });

  it('is not acknowledged while the commit is under way', async () => {
    let release = (_fates: Fate[]) => {};
    let asked = false;
    const append = () =>
      new Promise<Fate[]>((resolve) => {
        asked = true;
        release = resolve;
      });
    const bench = new Bench({ store: { append } });
    await bench.put(1);
    bench.intake.take(noticeOf(1));
    await bench.until(() => asked);
    expect(bench.said('acknowledge')).toEqual([]);
    release(['versions']);
    await bench.until(() => bench.said('acknowledge').length === 1);
  });

  it('shares a commit with its small neighbours, and each is acknowledged with its own outcome', async () => {
    const bench = new Bench();
    for (const seq of [1, 2, 3]) await bench.put(seq, seq);
    for (const seq of [1, 2, 3]) bench.intake.take(noticeOf(seq, seq));
    await bench.until(() => bench.said('acknowledge').length === 3);
    expect(bench.said('commit')).toEqual(['commit 6']);
    expect(bench.said('acknowledge')).toEqual([1, 2, 3].map((seq) => `acknowledge ${seq} ${outcome(seq)}`));
  });

  it('that is large is committed in groups and acknowledged after the last', async () => {
    const bench = new Bench();
    await bench.put(1, 2500);
    bench.intake.take(noticeOf(1, 2500));
    await bench.until(() => bench.said('acknowledge').length === 1);
    expect(bench.said('commit')).toEqual(['commit 1000', 'commit 1000', 'commit 500']);
    expect(bench.log.at(-1)).toBe(`acknowledge 1 ${outcome(2500)}`);
  });

  it('that comes twice is stored once, and changes nothing', async () => {
    const bench = new Bench();
    await bench.put(1);
    bench.intake.take(noticeOf(1));
    await bench.until(() => bench.said('acknowledge').length === 1);
    bench.intake.take(noticeOf(1));
    await bench.until(() => bench.said('acknowledge').length === 2);
    expect(bench.said('acknowledge')[1]).toBe(`acknowledge 1 ${outcome(0, 1)}`);
    expect(bench.said('changed')).toHaveLength(1);
  });

  it('that waits already is not fetched twice', async () => {
    const bench = new Bench();
    await bench.put(1);
    await bench.put(2);
    for (const seq of [1, 2, 2, 2]) bench.intake.take(noticeOf(seq));
    await bench.until(() => bench.said('acknowledge').length === 2);
    expect(bench.said('fetch')).toHaveLength(2);
  });

  it('that is gone was acknowledged before, and is passed over', async () => {
    const bench = new Bench();
    await bench.put(2);
    bench.intake.take(noticeOf(1));
    bench.intake.take(noticeOf(2));
    await bench.until(() => bench.said('acknowledge').length === 1);
    expect(bench.said('acknowledge')).toEqual([`acknowledge 2 ${outcome(1)}`]);
    expect(bench.said('damaged')).toEqual([]);
    expect(bench.said('trouble')).toEqual([]);
  });
});

describe('a damaged batch', () => {
  const spoilt: [string, (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>][] = [
    ['cut', (bytes) => bytes.slice(0, -10)],
    ['altered', (bytes) => bytes.map((byte, i) => (i === bytes.length - 6 ? byte ^ 0xff : byte))],
    ['no gzip', () => new TextEncoder().encode('hello')],
    ['empty', () => new Uint8Array(0)],
  ];

  it.each(spoilt)('that is %s is told and not acknowledged, its neighbours are stored', async (_, spoil) => {
    const bench = new Bench();
    for (const seq of [1, 2, 3]) await bench.put(seq, 5);
    const bytes = spoil(await gzip(linesOf(2, 5)));
    bench.batches.set('/journal/a/2', () => new Response(bytes));
    for (const seq of [1, 2, 3]) bench.intake.take(noticeOf(seq, 5));
    await bench.until(() => bench.said('acknowledge').length === 2);
    expect(bench.said('damaged')).toHaveLength(1);
    expect(bench.said('damaged')[0]).toMatch(/^damaged 2 ./);
    expect(bench.said('acknowledge').map((line) => line.slice(0, 13))).toEqual([
      'acknowledge 1',
      'acknowledge 3',
    ]);
    expect(bench.waits).toEqual([]);
  });

  it('with an entry that cannot be read is told, not tried for ever', async () => {
    const bench = new Bench();
    const bytes = await gzip(linesOf(1, 1).replace('"r":{"GUID":"1-0"}', '"t":"abc'));
    bench.batches.set('/journal/a/1', () => new Response(bytes));
    bench.onWait = () => bench.batches.clear();
    bench.intake.take(noticeOf(1));
    await bench.until(() => bench.said('damaged').length === 1 || bench.waits.length > 0);
    expect(bench.said('damaged')).toHaveLength(1);
  });
});

describe('a store that refuses', () => {
  it('is tried again until it takes what waits; then the batch is acknowledged and the trouble over', async () => {
    const bench = new Bench();
    bench.refusals = ['full', 'still full'];
    await bench.put(1, 2);
    bench.intake.take(noticeOf(1, 2));
    await bench.until(() => bench.said('acknowledge').length === 1);
    expect(bench.log).toEqual([
      'fetch /journal/a/1',
      'trouble full',
      'trouble still full',
      'commit 2',
      'changed',
      'trouble null',
      `acknowledge 1 ${outcome(2)}`,
    ]);
    expect(bench.waits).toEqual([15_000, 15_000]);
  });

  it('gets what came meanwhile in its order', async () => {
    const bench = new Bench();
    bench.refusals = ['full'];
    for (const seq of [1, 2]) await bench.put(seq);
    bench.onWait = () => bench.intake.take(noticeOf(2));
    bench.intake.take(noticeOf(1));
    await bench.until(() => bench.said('acknowledge').length === 2);
    expect(bench.stored.map(({ rawText }) => rawText)).toEqual(['{"GUID":"1-0"}', '{"GUID":"2-0"}']);
  });
});

describe('a journal that cannot be read', () => {
  const broken = () => new Response('', { status: 500 });

  it('is tried again after a while, and nothing is skipped', async () => {
    const bench = new Bench();
    await bench.put(2);
    bench.batches.set('/journal/a/1', broken);
    const mended = await gzip(linesOf(1, 1));
    bench.onWait = () => bench.batches.set('/journal/a/1', () => new Response(mended));
    for (const seq of [1, 2]) bench.intake.take(noticeOf(seq));
    await bench.until(() => bench.said('acknowledge').length === 2);
    expect(bench.said('trouble')).toEqual(['trouble Error: The journal answered 500.', 'trouble null']);
    expect(bench.stored).toHaveLength(2);
  });

  it('does not keep back what was read of it before', async () => {
    const bench = new Bench();
    await bench.put(1);
    bench.batches.set('/journal/a/2', broken);
    const stored: number[] = [];
    bench.onWait = () => {
      stored.push(bench.said('acknowledge').length);
      if (stored.length === 3) bench.batches.delete('/journal/a/2');
    };
    for (const seq of [1, 2]) bench.intake.take(noticeOf(seq));
    await bench.until(() => bench.said('acknowledge').length === 1);
    expect(stored[0]).toBe(1);
  });

  it('and then turns out to have let go of the batch is no trouble any more', async () => {
    const bench = new Bench();
    bench.batches.set('/journal/a/1', broken);
    bench.onWait = () => bench.batches.delete('/journal/a/1');
    bench.intake.take(noticeOf(1));
    await bench.until(() => bench.said('fetch').length === 2);
    await bench.put(2);
    await bench.until(() => bench.said('trouble null').length === 1);
  });
});
