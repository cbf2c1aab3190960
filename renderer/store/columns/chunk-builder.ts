import {
  type EventFacts,
  entryReads,
  eventNumbersRead,
  eventTextsRead,
} from '../../../shared/event/field-values.ts';
import type { MessagePart, Threat, ThreatEvent, UnparsedEvent } from '../../../shared/event/threat-event.ts';
import { wordsOf } from '../hex-columns.ts';
import type { ColumnChunk, GroupRun, ListRun, StringRun } from './chunk.ts';
import { layout } from './field-layout.ts';
import { GrowingNumbers } from './growing-numbers.ts';

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

/** Reads the values of one field of an item. */
type Read<T, V> = (item: T) => readonly V[];

interface Builder<T, Run> {
  add(item: T): void;
  readonly run: Run;
}

class StringBuilder<T> implements Builder<T, StringRun> {
  readonly #read: Read<T, string>;
  readonly #dictionary = new RunDictionary();
  readonly #codes: number[] = [];

  constructor(read: Read<T, string>) {
    this.#read = read;
  }

  add(item: T): void {
    const values = this.#read(item);
    this.#codes.push(values.length === 0 ? 0 : this.#dictionary.codeOf(values[0] as string));
  }

  get run(): StringRun {
    return { dictionary: this.#dictionary.values, codes: new Uint32Array(this.#codes) };
  }
}

class ListBuilder<T> implements Builder<T, ListRun> {
  readonly #read: Read<T, string>;
  readonly #dictionary = new RunDictionary();
  readonly #codes: number[] = [];
  readonly #offsets: number[] = [0];

  constructor(read: Read<T, string>) {
    this.#read = read;
  }

  add(item: T): void {
    for (const value of this.#read(item)) this.#codes.push(this.#dictionary.codeOf(value));
    this.#offsets.push(this.#codes.length);
  }

  get run(): ListRun {
    return {
      dictionary: this.#dictionary.values,
      codes: new Uint32Array(this.#codes),
      offsets: new Uint32Array(this.#offsets),
    };
  }
}

class NumberBuilder<T> implements Builder<T, Float64Array> {
  readonly #read: Read<T, number>;
  readonly #values: number[] = [];

  constructor(read: Read<T, number>) {
    this.#read = read;
  }

  add(item: T): void {
    const values = this.#read(item);
    this.#values.push(values.length === 0 ? Number.NaN : (values[0] as number));
  }

  get run(): Float64Array {
    return new Float64Array(this.#values);
  }
}

type Builders<T, Run> = ReadonlyMap<string, Builder<T, Run>>;

/** How each field is read that items of a kind have; one that is not there has no values. */
interface Reads<T> {
  texts(field: string): Read<T, string> | undefined;
  numbers(field: string): Read<T, number> | undefined;
}

function runsOf<T, Run>(builders: Builders<T, Run>): Record<string, Run> {
  return Object.fromEntries(Array.from(builders, ([name, { run }]) => [name, run]));
}

const nothing = (): readonly never[] => [];

/** Builders of the fields of events, or of the entries of a group. */
class FieldBuilders<T> {
  readonly #strings: Builders<T, StringRun>;
  readonly #numbers: Builders<T, Float64Array>;
  readonly #lists: Builders<T, ListRun>;
  readonly #all: readonly Builder<T, unknown>[];

  constructor(
    names: { strings: readonly string[]; numbers: readonly string[]; lists: readonly string[] },
    { texts, numbers }: Reads<T>,
  ) {
    this.#strings = new Map(names.strings.map((name) => [name, new StringBuilder(texts(name) ?? nothing)]));
    this.#numbers = new Map(names.numbers.map((name) => [name, new NumberBuilder(numbers(name) ?? nothing)]));
    this.#lists = new Map(names.lists.map((name) => [name, new ListBuilder(texts(name) ?? nothing)]));
    this.#all = [...this.#strings.values(), ...this.#numbers.values(), ...this.#lists.values()];
  }

  add(item: T): void {
    for (const builder of this.#all) builder.add(item);
  }

  get runs(): Pick<ColumnChunk, 'strings' | 'numbers' | 'lists'> {
    return { strings: runsOf(this.#strings), numbers: runsOf(this.#numbers), lists: runsOf(this.#lists) };
  }
}

class GroupBuilder<T> {
  readonly #fields: FieldBuilders<T>;
  readonly #offsets: number[] = [0];
  #length = 0;

  constructor(names: ConstructorParameters<typeof FieldBuilders>[0], reads: Reads<T>) {
    this.#fields = new FieldBuilders(names, reads);
  }

  add(items: readonly T[]): void {
    for (const item of items) this.#fields.add(item);
    this.#length += items.length;
    this.#offsets.push(this.#length);
  }

  get run(): GroupRun {
    return { offsets: new Uint32Array(this.#offsets), ...this.#fields.runs };
  }
}

const eventReads: Reads<ChunkEntry> = {
  texts(field) {
    const read = eventTextsRead(field);
    return read && (({ event, facts }) => read(event, facts));
  },
  numbers(field) {
    const read = eventNumbersRead(field);
    return read && (({ event, facts }) => read(event, facts));
  },
};

const threatReads: Reads<Threat> = {
  texts: (field) => entryReads.threats.texts.get(field),
  numbers: (field) => entryReads.threats.numbers.get(field),
};

const partReads: Reads<MessagePart> = {
  texts: (field) => entryReads.parts.texts.get(field),
  numbers: (field) => entryReads.parts.numbers.get(field),
};

const none: readonly never[] = [];

/**
 * Builds the columns of a run of events, in the order they are added; an event may be let go of once it was. An entry
 * that could not be read says its own text and nothing else, so its identity is its content hash too.
 */
export class ChunkBuilder {
  readonly #identity = new GrowingNumbers(4096);
  readonly #contentHash = new GrowingNumbers(4096);
  readonly #fields = new FieldBuilders(layout, eventReads);
  readonly #threats = new GroupBuilder(layout.groups.threats, threatReads);
  readonly #parts = new GroupBuilder(layout.groups.parts, partReads);
  readonly #words = new Uint32Array(4);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(entry: ChunkEntry): void {
    const { event } = entry;
    const isParsed = 'contentHash' in event;
    this.#pushWords(this.#identity, event.identity);
    this.#pushWords(this.#contentHash, isParsed ? event.contentHash : event.identity);
    this.#fields.add(entry);
    this.#threats.add(isParsed ? event.threatsInfoMap : none);
    this.#parts.add(isParsed ? event.messageParts : none);
    this.#length += 1;
  }

  done(): ColumnChunk {
    return {
      length: this.#length,
      identity: this.#identity.view.slice(),
      contentHash: this.#contentHash.view.slice(),
      ...this.#fields.runs,
      groups: { threats: this.#threats.run, parts: this.#parts.run },
    };
  }

  #pushWords(into: GrowingNumbers, hex: string): void {
    wordsOf(hex, this.#words);
    for (let word = 0; word < 4; word++) into.push(this.#words[word] as number);
  }
}

/** The columns of a run of events, in the order given. */
export function chunkOf(entries: readonly ChunkEntry[]): ColumnChunk {
  const builder = new ChunkBuilder();
  for (const entry of entries) builder.add(entry);
  return builder.done();
}
