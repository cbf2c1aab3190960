import { formatInstant, parseInstant } from './instant.ts';
import { fieldOf, type RawEvent } from './raw-event.ts';
import type { FieldProblem } from './threat-event.ts';

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value !== null && typeof value === 'object' ? 'an object' : JSON.stringify(value);
}

/** Lists that other tools re-export as JSON text are read as the lists they were. */
function listFromJsonText(value: string): unknown[] | undefined {
  if (!value.startsWith('[')) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads the fields of one JSON object leniently: any shape the API has been seen to send becomes the schema's,
 * anything else is noted as a problem and never thrown. It remembers which keys were asked for, so that the rest
 * can be kept as extra fields.
 */
export class FieldReader {
  readonly #raw: RawEvent;
  readonly #path: string;
  readonly #problems: FieldProblem[];
  readonly #known = new Set<string>();

  constructor(raw: RawEvent, path: string, problems: FieldProblem[]) {
    this.#raw = raw;
    this.#path = path;
    this.#problems = problems;
  }

  /** The value under the first spelling that has one. */
  value(...spellings: string[]): unknown {
    for (const spelling of spellings) this.#known.add(spelling);
    return fieldOf(this.#raw, ...spellings);
  }

  /** A string; a list of strings is joined, since a list has been seen where a string is documented. */
  string(...spellings: string[]): string | null {
    const value = this.value(...spellings);
    if (value === undefined) return null;
    return this.#asString(value, spellings[0]);
  }

  /** A list of strings; a lone string is a list of one, null an empty list. */
  strings(...spellings: string[]): string[] {
    return this.items(...spellings)
      .filter((item) => item !== null && item !== undefined)
      .map((item) => this.#asString(item, spellings[0]));
  }

  /** The items of a list; a lone item is a list of one. */
  items(...spellings: string[]): unknown[] {
    const value = this.value(...spellings);
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    return (typeof value === 'string' ? listFromJsonText(value) : undefined) ?? [value];
  }

  /** Objects of a list, each with a reader of its own; an item that is no object is noted and skipped. */
  objects<T>(read: (reader: FieldReader) => T, ...spellings: string[]): T[] {
    const name = this.#pathOf(spellings[0]);
    return this.items(...spellings).flatMap((item, index) => {
      if (item !== null && typeof item === 'object' && !Array.isArray(item)) {
        return [read(new FieldReader(item as RawEvent, `${name}[${index}].`, this.#problems))];
      }
      if (item !== null)
        this.#note(`${spellings[0]}[${index}]`, `${describe(item)} where an object is expected`);
      return [];
    });
  }

  /** An instant as ISO 8601 UTC with milliseconds. */
  instant(...spellings: string[]): string | null {
    const value = this.value(...spellings);
    if (value === undefined || value === '') return null;
    const ms = parseInstant(value);
    if (ms === undefined) {
      this.#note(spellings[0], `${describe(value)} is no ISO 8601 time`);
      return null;
    }
    return formatInstant(ms);
  }

  number(...spellings: string[]): number | null {
    const value = this.value(...spellings);
    if (value === undefined || value === '') return null;
    const number = typeof value === 'string' ? Number(value.trim() || Number.NaN) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) {
      this.#note(spellings[0], `${describe(value)} is no number`);
      return null;
    }
    return number;
  }

  /** A score from 0 to 100; -1, which the API sends where the module did not run, is null. */
  score(...spellings: string[]): number | null {
    const score = this.number(...spellings);
    if (score === null || score === -1) return null;
    if (score >= 0 && score <= 100) return score;
    this.#note(spellings[0], `${score} lies outside 0 to 100`);
    return Math.min(100, Math.max(0, score));
  }

  /** `completelyRewritten`: true, false, or `na` where rewriting does not apply. */
  rewritten(...spellings: string[]): boolean | 'na' | null {
    const value = this.value(...spellings);
    if (value === undefined || value === '') return null;
    if (typeof value === 'boolean') return value;
    const word = String(value).toLowerCase();
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word !== 'na' && word !== 'n/a')
      this.#note(spellings[0], `${describe(value)} is none of true, false, na`);
    return 'na';
  }

  /** A word of a known set in its documented spelling, whatever its case; another word in lower case. */
  word(documented: readonly string[], ...spellings: string[]): string | null {
    const value = this.string(...spellings);
    if (value === null || value === '') return null;
    const lower = value.trim().toLowerCase();
    return documented.find((word) => word.toLowerCase() === lower) ?? lower;
  }

  /** Every field that was not asked for. */
  extra(): Record<string, unknown> {
    return Object.fromEntries(Object.entries(this.#raw).filter(([key]) => !this.#known.has(key)));
  }

  #asString(value: unknown, name: string | undefined): string {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ');
    this.#note(name, `${describe(value)} where a text is expected`);
    return JSON.stringify(value);
  }

  #pathOf(name: string | undefined): string {
    return `${this.#path}${name ?? ''}`;
  }

  #note(name: string | undefined, problem: string): void {
    this.#problems.push({ field: this.#pathOf(name), problem });
  }
}
