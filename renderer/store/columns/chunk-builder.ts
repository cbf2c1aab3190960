import { type EventFacts, type FieldValues, fieldValues } from '../../../shared/event/field-values.ts';
import type { FieldGroup } from '../../../shared/event/fields.ts';
import type { ThreatEvent, UnparsedEvent } from '../../../shared/event/threat-event.ts';
import { wordsOf } from '../hex-columns.ts';
import type { ColumnChunk, GroupRun, ListRun, StringRun } from './chunk.ts';
import { layout } from './field-layout.ts';

/** An event, or an entry that is none, with what is known of it beside. */
export interface ChunkEntry {
  event: ThreatEvent | UnparsedEvent;
  facts: EventFacts;
}

/** Gives the distinct strings of a run their codes. */
class RunDictionary {
  readonly values: string[] = [''];
  readonly #codes = new Map<string, number>([['', 0]]);

  codeOf(value: string): number {
    const known = this.#codes.get(value);
    if (known !== undefined) return known;
    this.#codes.set(value, this.values.length);
    return this.values.push(value) - 1;
  }
}

class StringBuilder {
  readonly #field: string;
  readonly #dictionary = new RunDictionary();
  readonly #codes: number[] = [];

  constructor(field: string) {
    this.#field = field;
  }

  add(item: FieldValues): void {
    this.#codes.push(this.#dictionary.codeOf(item.texts(this.#field)[0] ?? ''));
  }

  get run(): StringRun {
    return { dictionary: this.#dictionary.values, codes: Uint32Array.from(this.#codes) };
  }
}

class ListBuilder {
  readonly #field: string;
  readonly #dictionary = new RunDictionary();
  readonly #codes: number[] = [];
  readonly #offsets: number[] = [0];

  constructor(field: string) {
    this.#field = field;
  }

  add(item: FieldValues): void {
    for (const value of item.texts(this.#field)) this.#codes.push(this.#dictionary.codeOf(value));
    this.#offsets.push(this.#codes.length);
  }

  get run(): ListRun {
    return {
      dictionary: this.#dictionary.values,
      codes: Uint32Array.from(this.#codes),
      offsets: Uint32Array.from(this.#offsets),
    };
  }
}

class NumberBuilder {
  readonly #field: string;
  readonly #values: number[] = [];

  constructor(field: string) {
    this.#field = field;
  }

  add(item: FieldValues): void {
    this.#values.push(item.numbers(this.#field)[0] ?? Number.NaN);
  }

  get run(): Float64Array {
    return Float64Array.from(this.#values);
  }
}

interface Builder<Run> {
  add(item: FieldValues): void;
  readonly run: Run;
}

type Builders<Run> = ReadonlyMap<string, Builder<Run>>;

function buildersOf<Run>(names: readonly string[], create: (name: string) => Builder<Run>): Builders<Run> {
  return new Map(names.map((name) => [name, create(name)]));
}

function runsOf<Run>(builders: Builders<Run>): Record<string, Run> {
  return Object.fromEntries(Array.from(builders, ([name, { run }]) => [name, run]));
}

/** Builders of the fields of events, or of the entries of a group. */
class FieldBuilders {
  readonly #strings: Builders<StringRun>;
  readonly #numbers: Builders<Float64Array>;
  readonly #lists: Builders<ListRun>;
  readonly #all: readonly { add(item: FieldValues): void }[];

  constructor(names: { strings: readonly string[]; numbers: readonly string[]; lists: readonly string[] }) {
    this.#strings = buildersOf(names.strings, (name) => new StringBuilder(name));
    this.#numbers = buildersOf(names.numbers, (name) => new NumberBuilder(name));
    this.#lists = buildersOf(names.lists, (name) => new ListBuilder(name));
    this.#all = [...this.#strings.values(), ...this.#numbers.values(), ...this.#lists.values()];
  }

  add(item: FieldValues): void {
    for (const builder of this.#all) builder.add(item);
  }

  get runs(): Pick<ColumnChunk, 'strings' | 'numbers' | 'lists'> {
    return { strings: runsOf(this.#strings), numbers: runsOf(this.#numbers), lists: runsOf(this.#lists) };
  }
}

class GroupBuilder {
  readonly #group: FieldGroup;
  readonly #fields: FieldBuilders;
  readonly #offsets: number[] = [0];
  #length = 0;

  constructor(group: FieldGroup) {
    this.#group = group;
    this.#fields = new FieldBuilders(layout.groups[group]);
  }

  add(item: FieldValues): void {
    for (const entry of item.entries(this.#group)) {
      this.#fields.add(entry);
      this.#length += 1;
    }
    this.#offsets.push(this.#length);
  }

  get run(): GroupRun {
    return { offsets: Uint32Array.from(this.#offsets), ...this.#fields.runs };
  }
}

/**
 * The columns of a run of events, in the order given. An entry that could not be read says its own text and nothing
 * else, so its identity is its content hash too.
 */
export function chunkOf(entries: readonly ChunkEntry[]): ColumnChunk {
  const identity = new Uint32Array(entries.length * 4);
  const contentHash = new Uint32Array(entries.length * 4);
  const fields = new FieldBuilders(layout);
  const threats = new GroupBuilder('threats');
  const parts = new GroupBuilder('parts');
  // Event by event rather than field by field: an event is then in the processor's cache for all of its fields.
  entries.forEach(({ event, facts }, i) => {
    wordsOf(event.identity, identity.subarray(i * 4, i * 4 + 4));
    wordsOf(
      'contentHash' in event ? event.contentHash : event.identity,
      contentHash.subarray(i * 4, i * 4 + 4),
    );
    const item = fieldValues(event, facts);
    fields.add(item);
    threats.add(item);
    parts.add(item);
  });
  return {
    length: entries.length,
    identity,
    contentHash,
    ...fields.runs,
    groups: { threats: threats.run, parts: parts.run },
  };
}
