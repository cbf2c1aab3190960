import { type Field, fields } from '../../../shared/event/fields.ts';
import type { ColumnChunk, GroupRun } from './chunk.ts';
import { CodeColumn } from './code-column.ts';
import { groupNames, layout, layoutOf } from './field-layout.ts';
import { HashDictionary } from './hash-dictionary.ts';
import { LaterOf, LevelColumn, type MeasureColumn, NearMeasures, PlainMeasures } from './measure-column.ts';
import { codesOfEntries, codesOfLists, codesOfStrings, TextColumn } from './text-column.ts';
import { TextDictionary } from './text-dictionary.ts';
import { UniqueColumn } from './unique-column.ts';
import { type ValueHash, valueHash } from './value-hash.ts';

/** A column as what it can be asked depends on it. */
export type FieldColumn =
  | { is: 'text'; column: TextColumn }
  | { is: 'level'; column: LevelColumn }
  | { is: 'measure'; column: MeasureColumn }
  | { is: 'unique'; column: UniqueColumn };

/** Takes the values of a run's event to its place; `isNew` says that the place is one behind the last. */
export type Writer = (index: number, place: number, isNew: boolean) => void;

/** Fields that are looked for as a whole, or not at all, and are long and many: the ids of things. */
const ofIds: ReadonlySet<string> = new Set(['threatID', 'threatUrl', 'sha256', 'md5']);

/** Digits of the SHA-256 that a threat is, where it is no address. */
const digitsOfThreat = 64;

/** Fields that analysts fill. */
const analystFields = (fields as readonly Field[]).flatMap(({ name, by }) => (by ? [name] : []));

const noHash: ValueHash = { high: 0, low: 0 };

function textColumn(name: string): FieldColumn {
  if (ofIds.has(name)) return { is: 'text', column: new TextColumn(new HashDictionary()) };
  return { is: 'text', column: new TextColumn(new TextDictionary(name === 'threat' ? digitsOfThreat : 0)) };
}

function put(codes: CodeColumn, place: number, code: number, isNew: boolean): void {
  if (isNew) codes.push(code);
  else codes.set(place, code);
}

/** The columns of every field, each of the form that suits the field. */
export class FieldColumns {
  readonly time: MeasureColumn = new PlainMeasures();
  /** How many entries of each group an event has. */
  readonly entries: Record<(typeof groupNames)[number], CodeColumn> = {
    threats: new CodeColumn(),
    parts: new CodeColumn(),
  };
  readonly #columns: Map<string, FieldColumn>;

  constructor() {
    const recognised = new PlainMeasures();
    const measures: Record<string, MeasureColumn> = {
      time: this.time,
      recognised,
      messageTime: new NearMeasures(this.time),
      clickTime: new NearMeasures(this.time),
      created: new NearMeasures(new LaterOf(this.time, recognised)),
      threatTime: new NearMeasures(recognised, true),
    };
    const columnOf = ({ name, type }: Field): FieldColumn => {
      if (type === 'unique') return { is: 'unique', column: new UniqueColumn() };
      if (type === 'time' || name === 'messageSize') {
        return { is: 'measure', column: measures[name] ?? new PlainMeasures() };
      }
      if (type === 'score' || type === 'flag' || type === 'number') {
        return { is: 'level', column: new LevelColumn() };
      }
      return textColumn(name);
    };
    this.#columns = new Map((fields as readonly Field[]).map((field) => [field.name, columnOf(field)]));
  }

  get bytes(): number {
    let bytes = this.entries.threats.bytes + this.entries.parts.bytes;
    for (const { column } of this.#columns.values()) bytes += column.bytes;
    return bytes;
  }

  /** Each field's name and column. */
  get all(): ReadonlyMap<string, FieldColumn> {
    return this.#columns;
  }

  /** The column of a field; undefined for a name that is none. */
  of(field: string): FieldColumn | undefined {
    return this.#columns.get(field);
  }

  /** What takes the events of a run to their places. Columns that others are measured from come first. */
  writersOf(chunk: ColumnChunk): Writer[] {
    return [
      ...['time', 'recognised'].map((name) => this.#numberWriter(name, chunk.numbers[name])),
      ...layout.numbers
        .filter((name) => name !== 'time' && name !== 'recognised')
        .map((name) => this.#numberWriter(name, chunk.numbers[name])),
      ...layout.strings.map((name) => this.#stringWriter(name, chunk)),
      ...layout.lists.map((name) => this.#listWriter(name, chunk)),
      ...groupNames.flatMap((group) => this.#groupWriters(group, chunk.groups[group])),
      ...analystFields.map((name) => this.#emptyWriter(name)),
    ];
  }

  /** Keeps a place free for what analysts say, which no run holds; what is there already stays. */
  #emptyWriter(name: string): Writer {
    const field = this.#columns.get(name);
    if (field?.is !== 'text') return () => undefined;
    const { codes } = field.column;
    return (_, place, isNew) => {
      if (isNew) put(codes, place, 0, true);
    };
  }

  #numberWriter(name: string, run: Float64Array | undefined): Writer {
    const field = this.#columns.get(name);
    const valueAt = (index: number) => run?.[index] ?? Number.NaN;
    if (field?.is === 'level') {
      const { codes, dictionary } = field.column;
      return (index, place, isNew) => put(codes, place, dictionary.add(valueAt(index)), isNew);
    }
    if (field?.is !== 'measure') return () => undefined;
    const { column } = field;
    return (index, place, isNew) => {
      if (isNew) column.push(place, valueAt(index));
      else column.set(place, valueAt(index));
    };
  }

  #stringWriter(name: string, chunk: ColumnChunk): Writer {
    const run = chunk.strings[name] ?? { dictionary: [''], codes: new Uint32Array(0) };
    const field = this.#columns.get(name);
    if (field?.is === 'unique') {
      const hashes = run.dictionary.map((value) => (value === '' ? noHash : valueHash(value)));
      return (index, place) => field.column.set(place, hashes[run.codes[index] ?? 0] ?? noHash);
    }
    if (field?.is !== 'text') return () => undefined;
    const { column } = field;
    const codeOf = codesOfStrings(column, run);
    return (index, place, isNew) => put(column.codes, place, codeOf(index), isNew);
  }

  #listWriter(name: string, chunk: ColumnChunk): Writer {
    const field = this.#columns.get(name);
    const run = chunk.lists[name];
    if (field?.is !== 'text') return () => undefined;
    const { column } = field;
    const codeOf = run ? codesOfLists(column, run) : () => 0;
    return (index, place, isNew) => put(column.codes, place, codeOf(index), isNew);
  }

  #groupWriters(group: (typeof groupNames)[number], run: GroupRun): Writer[] {
    const { offsets } = run;
    const counts = this.entries[group];
    const countAt = (index: number) => (offsets[index + 1] ?? 0) - (offsets[index] ?? 0);
    const names = layout.groups[group];
    const texts = [...names.strings, ...names.lists].map((name): Writer => {
      const field = this.#columns.get(name);
      if (field?.is !== 'text') return () => undefined;
      const { column } = field;
      const list = run.lists[name];
      const string = run.strings[name];
      const ofEntry = list ? codesOfLists(column, list) : string ? codesOfStrings(column, string) : () => 0;
      const codeOf = codesOfEntries(column, offsets, ofEntry);
      return (index, place, isNew) => put(column.codes, place, codeOf(index), isNew);
    });
    const numbers = names.numbers.map((name): Writer => {
      const field = this.#columns.get(name);
      const values = run.numbers[name];
      if (field?.is !== 'measure' || !values) return () => undefined;
      const { column } = field;
      return (index, place, isNew) => {
        const from = offsets[index] ?? 0;
        const count = countAt(index);
        const own = values.subarray(from, from + count);
        const value = own.find((item) => !Number.isNaN(item)) ?? Number.NaN;
        if (isNew) column.push(place, value);
        else column.set(place, value);
        const several = count > 1 ? own : null;
        if (!isNew) column.several?.replace(place, several);
        else if (several) column.several?.push(place, several);
      };
    });
    return [(index, place, isNew) => put(counts, place, countAt(index), isNew), ...texts, ...numbers];
  }
}

/** Fields whose values are told apart by their hash alone: what they are, only the events themselves can tell. */
export const hashedFields: ReadonlySet<string> = new Set(
  (fields as readonly Field[])
    .filter(({ name, type }) => type === 'unique' || ofIds.has(name))
    .map(({ name }) => name),
);

/** The group of a field, undefined where an event has the field itself. */
export function groupOf(field: Field): (typeof groupNames)[number] | undefined {
  const found = layoutOf(field);
  return 'group' in found ? found.group : undefined;
}
