import { expose } from 'comlink';
import { Dexie, type Table } from 'dexie';
import type { EventKind } from '../../../shared/event/kinds.ts';
import type { RawEvent } from '../../../shared/event/raw-event.ts';

/** A row as one would write it: what is filtered by beside the event itself. */
interface IndexedRow {
  key: string;
  at: number;
  kind: EventKind;
  phishScore: unknown;
  malwareScore: unknown;
  impostorScore: unknown;
  spamScore: unknown;
  raw: RawEvent;
}

class IndexedStore extends Dexie {
  declare readonly events: Table<IndexedRow, string>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ events: 'key, at, kind, phishScore, malwareScore, impostorScore, spamScore' });
  }
}

/** What the first screen needs of an event, and no more. */
type ScreenRow = Omit<IndexedRow, 'raw'> & {
  from: unknown;
  to: unknown;
  headline: unknown;
  threats: unknown;
};

class ScreenStore extends Dexie {
  declare readonly rows: Table<ScreenRow, string>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'relaxed' });
    this.version(1).stores({ rows: 'key' });
  }
}

const filling = 10_000;

let store: IndexedStore | undefined;

function rowOf(kind: EventKind, text: string): IndexedRow {
  const raw = JSON.parse(text) as RawEvent;
  const { GUID, messageTime, clickTime, phishScore, malwareScore, impostorScore, spamScore } = raw;
  return {
    key: String(GUID),
    at: Date.parse(String(messageTime ?? clickTime)),
    kind,
    phishScore,
    malwareScore,
    impostorScore,
    spamScore,
    raw,
  };
}

/** One Dexie table with an index for each thing that is filtered by, in a worker like ours. */
const worker = {
  async open(name: string): Promise<void> {
    store = new IndexedStore(name);
    await store.open();
  },
  async append(texts: { kind: EventKind; text: string }[]): Promise<number> {
    await store?.events.bulkPut(texts.map(({ kind, text }) => rowOf(kind, text)));
    return texts.length;
  },
  async settled(): Promise<number> {
    return (await store?.events.count()) ?? 0;
  },
  /** Fills a table with so many rows of what a first screen needs, copies of those given. */
  async fill(name: string, texts: { kind: EventKind; text: string }[], count: number): Promise<void> {
    const screen = new ScreenStore(name);
    for (let at = 0; at < count; at += filling) {
      const rows = Array.from({ length: Math.min(filling, count - at) }, (_, i): ScreenRow => {
        const { kind, text } = texts[(at + i) % texts.length] ?? { kind: 'messageDelivered', text: '{}' };
        const { raw, ...row } = rowOf(kind, text);
        const { fromAddress, recipient, subject, url, threatsInfoMap } = raw;
        const shown = { from: fromAddress, to: recipient, headline: subject ?? url, threats: threatsInfoMap };
        return { ...row, ...shown, key: `${at + i}` };
      });
      await screen.rows.bulkAdd(rows);
    }
    screen.close();
  },
  /** Reads all of it, as a start would; answers how long it took, ms. */
  async start(name: string): Promise<number> {
    const startedAt = performance.now();
    const screen = new ScreenStore(name);
    const rows = await screen.rows.toArray();
    rows.sort((a, b) => b.at - a.at);
    const ms = performance.now() - startedAt;
    screen.close();
    return ms;
  },
  close(): void {
    store?.close();
  },
};

export type IndexedWorker = typeof worker;

expose(worker);
