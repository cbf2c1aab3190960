import { deflateSync, inflateSync } from 'node:zlib';
import { z } from 'zod';
import { eventKinds } from '../../shared/event/kinds.ts';

const entrySchema = z.object({
  kind: z.enum(eventKinds),
  rawText: z.string(),
  source: z.string(),
  fetched: z.number(),
  versions: z.number(),
  tags: z.array(z.string()),
  notes: z.array(z.object({ at: z.string().exactOptional(), text: z.string() })),
});

/** An event as it is kept until it is known whether it is printed. */
export type KeptEntry = z.infer<typeof entrySchema>;

const blockLength = 1024;
const mostUnpacked = 4;

/** Entries by number, packed block by block: about a sixth of what their texts take. */
export class KeptEntries {
  #packed: Buffer[] = [];
  #open: KeptEntry[] = [];
  readonly #unpacked = new Map<number, KeptEntry[]>();

  /** Keeps an entry; answers its number. */
  add(entry: KeptEntry): number {
    this.#open.push(entry);
    const number = this.#packed.length * blockLength + this.#open.length - 1;
    if (this.#open.length === blockLength) {
      this.#packed.push(deflateSync(JSON.stringify(this.#open), { level: 1 }));
      this.#open = [];
    }
    return number;
  }

  at(number: number): KeptEntry {
    const entry = this.#block(Math.floor(number / blockLength))[number % blockLength];
    if (!entry) throw new RangeError(`no entry ${number}`);
    return entry;
  }

  #block(index: number): KeptEntry[] {
    const packed = this.#packed[index];
    if (!packed) return this.#open;
    const known = this.#unpacked.get(index);
    if (known) return known;
    const block = z.array(entrySchema).parse(JSON.parse(inflateSync(packed).toString()));
    for (const [oldest] of this.#unpacked) {
      if (this.#unpacked.size < mostUnpacked) break;
      this.#unpacked.delete(oldest);
    }
    this.#unpacked.set(index, block);
    return block;
  }
}
