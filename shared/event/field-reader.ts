import { normalInstant } from './instant.ts';
import type { RawEvent } from './raw-event.ts';
import type { FieldProblem } from './threat-event.ts';

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value !== null && typeof value === 'object' ? 'an object' : JSON.stringify(value);
}

function areStrings(items: readonly unknown[]): items is string[] {
  for (const item of items) if (typeof item !== 'string') return false;
  return true;
}

const none: readonly unknown[] = [];

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

/** The names that a way of reading an object asks for, in all their spellings: it asks for the same of any object. */
export function namesRead(read: (reader: FieldReader) => unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const noting = new Proxy<RawEvent>(
    {},
    {
      get(_, name) {
        names.add(String(name));
        return undefined;
      },
    },
  );
  read(new FieldReader(noting, '', []));
  return names;
}

/**
 * Reads the fields of one JSON object leniently: any shape the API has been seen to send becomes the schema's,
 * anything else is noted as a problem and never thrown.
 */
export class FieldReader {
  readonly #raw: RawEvent;
  readonly #path: string;
  readonly #problems: FieldProblem[];

  constructor(raw: RawEvent, path: string, problems: FieldProblem[]) {
    this.#raw = raw;
    this.#path = path;
    this.#problems = problems;
  }

  /** The value under the first spelling that has one. */
  value(name: string, otherSpelling?: string): unknown {
    const value = this.#raw[name];
    if (value !== undefined && value !== null) return value;
    const other = otherSpelling === undefined ? undefined : this.#raw[otherSpelling];
    return other === null ? undefined : other;
  }

  /** A string; a list of strings is joined, since a list has been seen where a string is documented. */
  string(name: string, otherSpelling?: string): string | null {
    const value = this.value(name, otherSpelling);
    if (typeof value === 'string') return value;
    return value === undefined ? null : this.#asString(value, name);
  }

  /** A list of strings; a lone string is a list of one, null an empty list. */
  strings(name: string): string[] {
    const items = this.items(name);
    if (areStrings(items)) return items.slice();
    return items
      .filter((item) => item !== null && item !== undefined)
      .map((item) => this.#asString(item, name));
  }

  /** The items of a list; a lone item is a list of one. */
  items(name: string): readonly unknown[] {
    const value = this.value(name);
    if (value === undefined) return none;
    if (Array.isArray(value)) return value;
    return (typeof value === 'string' ? listFromJsonText(value) : undefined) ?? [value];
  }

  /** Objects of a list, each with a reader of its own; an item that is no object is noted and skipped. */
  objects<T>(read: (reader: FieldReader) => T, name: string): T[] {
    const found: T[] = [];
    for (const [index, item] of this.items(name).entries()) {
      if (item !== null && typeof item === 'object' && !Array.isArray(item)) {
        const path = `${this.#path}${name}[${index}].`;
        found.push(read(new FieldReader(item as RawEvent, path, this.#problems)));
      } else if (item !== null)
        this.#note(`${name}[${index}]`, `${describe(item)} where an object is expected`);
    }
    return found;
  }

  /** An instant as ISO 8601 UTC with milliseconds. */
  instant(name: string): string | null {
    const value = this.value(name);
    if (value === undefined || value === '') return null;
    const instant = normalInstant(value);
    if (instant !== undefined) return instant;
    this.#note(name, `${describe(value)} is no ISO 8601 time`);
    return null;
  }

  number(name: string): number | null {
    const value = this.value(name);
    if (value === undefined || value === '') return null;
    const number = typeof value === 'string' ? Number(value.trim() || Number.NaN) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) {
      this.#note(name, `${describe(value)} is no number`);
      return null;
    }
    return number;
  }

  /** A score from 0 to 100; -1, which the API sends where the module did not run, is null. */
  score(name: string): number | null {
    const score = this.number(name);
    if (score === null || score === -1) return null;
    if (score >= 0 && score <= 100) return score;
    this.#note(name, `${score} lies outside 0 to 100`);
    return Math.min(100, Math.max(0, score));
  }

  /** `completelyRewritten`: true, false, or `na` where rewriting does not apply. */
  rewritten(name: string): boolean | 'na' | null {
    const value = this.value(name);
    if (value === undefined || value === '') return null;
    if (typeof value === 'boolean') return value;
    const word = String(value).toLowerCase();
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word !== 'na' && word !== 'n/a') this.#note(name, `${describe(value)} is none of true, false, na`);
    return 'na';
  }

  /** A word of a known set in its documented spelling, whatever its case; another word in lower case. */
  word(documented: readonly string[], name: string): string | null {
    const value = this.string(name);
    if (value === null || value === '') return null;
    if (documented.includes(value)) return value;
    const lower = value.trim().toLowerCase();
    return documented.find((word) => word.toLowerCase() === lower) ?? lower;
  }

  /** Every field that is not among those with these names. */
  extra(names: ReadonlySet<string>): Record<string, unknown> {
    const others: [string, unknown][] = [];
    for (const key of Object.keys(this.#raw)) {
      if (!names.has(key)) others.push([key, this.#raw[key]]);
    }
    return others.length === 0 ? {} : Object.fromEntries(others);
  }

  #asString(value: unknown, name: string): string {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (Array.isArray(value) && areStrings(value)) return value.join(', ');
    this.#note(name, `${describe(value)} where a text is expected`);
    return JSON.stringify(value);
  }

  #note(name: string, problem: string): void {
    this.#problems.push({ field: `${this.#path}${name}`, problem });
  }
}
