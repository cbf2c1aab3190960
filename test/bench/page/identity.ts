import { Dexie, type Table } from 'dexie';
import { IdentityIndex } from '../../../renderer/store/identity-index.ts';

interface SmallRow {
  key: string;
  at: number;
}

class SmallTable extends Dexie {
  declare readonly rows: Table<SmallRow, string>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'relaxed' });
    this.version(1).stores({ rows: 'key' });
  }
}

const filling = 20_000;

/** 128 bits by chance, as 32 hexadecimal digits. */
function identities(count: number): string[] {
  const words = new Uint32Array(4);
  return Array.from({ length: count }, () => {
    crypto.getRandomValues(words);
    return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
  });
}

/** Half of them known and half not, in no order. */
function batchOf(known: readonly string[], size: number): string[] {
  const any = () => known[Math.floor(Math.random() * known.length)] ?? '';
  return [...Array.from({ length: size / 2 }, any), ...identities(size / 2)].sort();
}

/** Times a look-up of a batch's identities, ms each, turn by turn in the index and in a table of as many rows. */
export async function benchIdentity(count: number, size: number, batches: number) {
  const known = identities(count);
  const salt = new Uint32Array([1, 2, 3, 4]);
  const index = new IdentityIndex();
  for (const [place, identity] of known.entries()) index.add(identity, salt, place);
  const table = new SmallTable('bench-identity');
  for (let at = 0; at < count; at += filling) {
    await table.rows.bulkAdd(known.slice(at, at + filling).map((key, i) => ({ key, at: at + i })));
  }
  const times = { ours: [] as number[], peer: [] as number[] };
  const inIndex = async (keys: readonly string[]) => keys.map((key) => index.find(key, salt));
  const inTable = async (keys: string[]) => (await table.rows.bulkGet(keys)).map((row) => row?.at);
  // The first few warm both up.
  for (let batch = -4; batch < batches; batch++) {
    const keys = batchOf(known, size);
    const found: (number | undefined)[][] = [];
    const sides = [
      ['ours', inIndex],
      ['peer', inTable],
    ] as const;
    for (const [name, find] of batch % 2 === 0 ? sides : sides.toReversed()) {
      const startedAt = performance.now();
      found.push(await find(keys));
      if (batch >= 0) times[name].push(performance.now() - startedAt);
    }
    if (JSON.stringify(found[0]) !== JSON.stringify(found[1])) throw new Error('Both sides found others.');
  }
  await table.delete();
  return { ...times, bytesEach: index.bytes / index.size };
}
