import type { FieldGroup } from '../event/fields.ts';

/** A piece of a pattern: text as it stands, anything (or nothing), or a single character (a code point). */
export type PatternPart = 'any' | 'one' | { text: string };

/** A pattern for text, in lower case: what a value has to be, or to hold. */
export type TextPattern =
  /** The value is this. */
  | { how: 'is'; text: string }
  /** The value has this somewhere in it. */
  | { how: 'has'; text: string }
  /** The value is made of these parts, one after another; `source` is the same with wildcards, to tell patterns apart. */
  | { how: 'like'; parts: readonly PatternPart[]; source: string };

/** What is asked of one value of a field. */
export type Test =
  | { is: 'present' }
  | { is: 'text'; pattern: TextPattern }
  /** A number, score or time (ms); null is no bound. */
  | { is: 'within'; from: number | null; fromOpen: boolean; to: number | null; toOpen: boolean }
  /** An address in a block: IPv4 as IPv4-mapped IPv6, 16 bytes in hexadecimal, and how many of 128 bits count. */
  | { is: 'address'; address: string; bits: number }
  | { is: 'flag'; value: boolean };

/** A query, parsed: what an event has to be. A field with several values passes when one of them does. */
export type Query =
  | { is: 'everything' }
  | { is: 'and'; of: readonly Query[] }
  | { is: 'or'; of: readonly Query[] }
  | { is: 'not'; of: Query }
  /** `field` is a name of `shared/event/fields.ts`. */
  | { is: 'field'; field: string; test: Test }
  /** One entry of a group passes all of it; only fields of the group stand in it. */
  | { is: 'entry'; group: FieldGroup; of: Query }
  /** Any text of the event has this in it. */
  | { is: 'anywhere'; pattern: TextPattern };
