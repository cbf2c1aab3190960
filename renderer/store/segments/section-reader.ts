import { ByteReader, DamagedBytes } from './bytes.ts';
import type { ReadPart } from './part-file.ts';

/** Gives the sections of a segment's parts by their names. */
export class SectionReader {
  readonly #sections: ReadPart['sections'] = new Map();
  readonly #damaged = new Set<string>();

  constructor(parts: Iterable<ReadPart>) {
    for (const { sections, damaged } of parts) {
      for (const [name, bytes] of sections) this.#sections.set(name, bytes);
      for (const name of damaged) this.#damaged.add(name);
    }
  }

  /** Names of sections that are not what was written. */
  get damaged(): ReadonlySet<string> {
    return this.#damaged;
  }

  /** The same with damaged sections as if they had never been written. */
  withoutDamage(): SectionReader {
    return new SectionReader([{ sections: this.#sections, damaged: [] }]);
  }

  /** Whether nothing of this name was ever written. */
  isAbsent(name: string): boolean {
    return !this.#sections.has(name) && !this.#damaged.has(name);
  }

  /** @throws DamagedBytes where the section is missing or damaged */
  reader(name: string): ByteReader {
    const bytes = this.#sections.get(name);
    if (!bytes) {
      const state = this.#damaged.has(name) ? 'damaged' : 'missing';
      throw new DamagedBytes(`The section "${name}" is ${state}.`);
    }
    return new ByteReader(bytes);
  }
}
