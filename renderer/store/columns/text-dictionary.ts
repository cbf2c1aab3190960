import { CodeLists } from './code-lists.ts';
import type { Dictionary, ValueSearch } from './dictionary.ts';
import { GrowingNumbers } from './growing-numbers.ts';
import { HashSlots } from './hash-slots.ts';
import { HexTexts } from './hex-texts.ts';
import { codesHash, textHash } from './text-hash.ts';
import { TextRun } from './text-run.ts';

/** Codes in a page. */
const pageShift = 10;
const pageSize = 1 << pageShift;

const isBeyondLatin = /[\u0100-\uffff]/;

/** Values of a page that Latin-1 cannot hold stand in a run of their own, so that the others stay narrow. */
interface Page {
  narrow: TextRun;
  wide: { indices: number[]; run: TextRun } | null;
}

function pageOf(texts: readonly string[]): Page {
  const indices = texts.flatMap((text, i) => (isBeyondLatin.test(text) ? [i] : []));
  if (indices.length === 0) return { narrow: new TextRun(texts), wide: null };
  return {
    narrow: new TextRun(texts.map((text) => (isBeyondLatin.test(text) ? '' : text))),
    wide: { indices, run: new TextRun(indices.map((i) => texts[i] as string)) },
  };
}

function textIn({ narrow, wide }: Page, index: number): string {
  const at = wide?.indices.indexOf(index) ?? -1;
  return at === -1 || !wide ? narrow.textAt(index) : wide.run.textAt(at);
}

function lowerIn({ narrow, wide }: Page, index: number): string {
  const at = wide?.indices.indexOf(index) ?? -1;
  return at === -1 || !wide ? narrow.lowerAt(index) : wide.run.lowerAt(at);
}

function sameCodes(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Texts as they came, searched without regard to case. */
export class TextDictionary implements Dictionary {
  readonly lists = new CodeLists();
  readonly hasTexts = true;
  readonly variants = new GrowingNumbers();
  readonly #pages: Page[] = [];
  /** The values of the page that is being filled. */
  #open: string[] = [''];
  #openLower: string[] = [''];
  /** Of the value in lower case, or of the list. */
  readonly #hashes = new GrowingNumbers();
  readonly #slots = new HashSlots();
  /** Values that are kept as numbers; their texts in the pages are empty. */
  readonly #numbers: HexTexts | null;

  /** @param digits how many digits those hexadecimal numbers have that many of the values are, if they are */
  constructor(digits = 0) {
    this.#numbers = digits > 0 ? new HexTexts(digits) : null;
    this.#hashes.push(0);
  }

  get size(): number {
    return this.#pages.length * pageSize + this.#open.length;
  }

  get bytes(): number {
    const pages = this.#pages.reduce(
      (sum, { narrow, wide }) => sum + narrow.bytes + (wide?.run.bytes ?? 0),
      0,
    );
    const open = this.#open.reduce((sum, text) => sum + text.length * 2, 0);
    const numbers = this.#numbers?.bytes ?? 0;
    return (
      numbers + pages + open + this.#hashes.bytes + this.#slots.bytes + this.lists.bytes + this.variants.bytes
    );
  }

  add(value: string): number {
    if (value === '') return 0;
    const lower = value.toLowerCase();
    const hash = textHash(lower);
    let first = 0;
    const known = this.#slots.find(hash, (code) => {
      if (this.#hashes.at(code) !== hash || !this.#isLower(code, lower)) return false;
      if (this.#isSpelled(code, value, lower)) return true;
      first ||= code;
      return false;
    });
    if (known !== undefined) return known;
    const code = this.#put(value, lower, hash);
    if (first !== 0) {
      this.variants.push(code);
      this.variants.push(first);
    }
    return code;
  }

  addList(codes: readonly number[]): number {
    if (codes.length < 2) return codes[0] ?? 0;
    const hash = codesHash(codes);
    const known = this.#slots.find(hash, (code) => {
      if (this.#hashes.at(code) !== hash) return false;
      const members = this.lists.membersOf(code);
      return members !== undefined && sameCodes(members, codes);
    });
    if (known !== undefined) return known;
    const code = this.#put('', '', hash);
    this.lists.add(code, codes);
    return code;
  }

  textAt(code: number): string {
    const page = this.#pages[code >> pageShift];
    const index = code & (pageSize - 1);
    return (page ? textIn(page, index) : this.#open[index]) || this.#numbers?.textAt(code) || '';
  }

  /** A code's own value in lower case. */
  lowerAt(code: number): string {
    const page = this.#pages[code >> pageShift];
    const index = code & (pageSize - 1);
    const lower = page ? lowerIn(page, index) : this.#openLower[index];
    return lower || this.#numbers?.textAt(code).toLowerCase() || '';
  }

  /** Whether a code's own value is this one in lower case. */
  #isLower(code: number, lower: string): boolean {
    const page = this.#pages[code >> pageShift];
    if (!page || this.#numbers || page.wide) return this.lowerAt(code) === lower;
    return page.narrow.isLower(code & (pageSize - 1), lower);
  }

  /** Whether a code's value is this one, given that both are the same in lower case. */
  #isSpelled(code: number, value: string, lower: string): boolean {
    const page = this.#pages[code >> pageShift];
    const index = code & (pageSize - 1);
    if (!page || this.#numbers) return this.textAt(code) === value;
    const wide = page.wide?.indices.indexOf(index) ?? -1;
    return wide === -1
      ? page.narrow.isSpelled(index, value, lower)
      : page.wide?.run.isSpelled(wide, value, lower) === true;
  }

  mark(search: ValueSearch, from: number, marks: Uint8Array): void {
    if (search.how === 'is') this.#markSame(search.text, marks);
    else if (search.how === 'has') this.#markWith(search.text, from, marks);
    else {
      const { size } = this;
      const { needle, test } = search;
      const likely = needle === '' ? undefined : new Uint8Array(size);
      if (likely) this.#markWith(needle, from, likely);
      for (let code = Math.max(1, from); code < size; code++) {
        if (likely && likely[code] === 0) continue;
        const lower = this.lowerAt(code);
        if (lower !== '' && test(lower)) marks[code] = 1;
      }
    }
  }

  #markSame(lower: string, marks: Uint8Array): void {
    if (lower === '') return;
    const hash = textHash(lower);
    this.#slots.find(hash, (code) => {
      if (this.#hashes.at(code) === hash && this.#isLower(code, lower)) marks[code] = 1;
      return false;
    });
  }

  #markWith(needle: string, from: number, marks: Uint8Array): void {
    const { size } = this;
    this.#numbers?.mark(needle, from, marks);
    for (let page = from >> pageShift; page < this.#pages.length; page++) {
      const base = page << pageShift;
      const { narrow, wide } = this.#pages[page] as Page;
      narrow.eachWith(needle, (index) => {
        marks[base + index] = 1;
      });
      wide?.run.eachWith(needle, (index) => {
        marks[base + (wide.indices[index] as number)] = 1;
      });
    }
    for (let code = Math.max(from, this.#pages.length << pageShift); code < size; code++) {
      if (this.#openLower[code & (pageSize - 1)]?.includes(needle)) marks[code] = 1;
    }
  }

  #put(value: string, lower: string, hash: number): number {
    if (this.#open.length === pageSize) {
      this.#pages.push(pageOf(this.#open));
      this.#open = [];
      this.#openLower = [];
    }
    const code = this.size;
    const isNumber = this.#numbers?.take(code, value) ?? false;
    this.#open.push(isNumber ? '' : value);
    this.#openLower.push(isNumber ? '' : lower);
    this.#hashes.push(hash);
    this.#slots.add(hash, code, (held) => this.#hashes.at(held));
    return code;
  }
}
