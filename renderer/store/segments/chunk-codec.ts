import type { ColumnChunk, GroupRun, ListRun, StringRun } from '../columns/chunk.ts';
import { groupNames, layout } from '../columns/field-layout.ts';
import { ByteWriter, DamagedBytes } from './bytes.ts';
import { readCodes, writeCodes, writeCounts } from './code-codec.ts';
import { readNumbers, writeNumbers } from './number-codec.ts';
import type { Section } from './part-file.ts';
import type { SectionReader } from './section-reader.ts';
import { readTexts, writeTexts } from './text-codec.ts';

const doesNotPack = Symbol('as good as chance');

/** A section of what is written; one that nothing is said of packs. */
function section(name: string, write: (writer: ByteWriter) => unknown, capacity = 1024): Section {
  const writer = new ByteWriter(capacity);
  const packs = write(writer) !== doesNotPack;
  return { name, bytes: writer.done(), packs };
}

/** Sections of texts with a dictionary: `NAME.d` the dictionary but its place 0, `NAME.c` the codes. */
export function stringSections(name: string, { dictionary, codes }: StringRun): Section[] {
  return [
    section(
      `${name}.d`,
      (writer) => (writeTexts(writer, dictionary.slice(1)) ? undefined : doesNotPack),
      16_384,
    ),
    section(`${name}.c`, (writer) => {
      writer.varint(codes.length);
      writeCodes(writer, codes);
    }),
  ];
}

function lengthsOf(offsets: Uint32Array): Uint32Array {
  const lengths = new Uint32Array(offsets.length - 1);
  for (let i = 0; i < lengths.length; i++) lengths[i] = (offsets[i + 1] as number) - (offsets[i] as number);
  return lengths;
}

function offsetSection(name: string, offsets: Uint32Array): Section {
  return section(`${name}.o`, (writer) => {
    writer.varint(offsets.length - 1);
    writeCounts(writer, lengthsOf(offsets));
  });
}

/** Sections of lists of texts: those of their texts, and `NAME.o` how many each has. */
export function listSections(name: string, run: ListRun): Section[] {
  return [offsetSection(name, run.offsets), ...stringSections(name, run)];
}

function numberSection(name: string, values: Float64Array): Section {
  return section(`${name}.n`, (writer) => {
    writer.varint(values.length);
    writeNumbers(writer, values);
  });
}

function groupSections(name: string, group: GroupRun): Section[] {
  return [
    offsetSection(name, group.offsets),
    ...Object.entries(group.strings).flatMap(([field, run]) => stringSections(`${name}.${field}`, run)),
    ...Object.entries(group.numbers).map(([field, values]) => numberSection(`${name}.${field}`, values)),
    ...Object.entries(group.lists).flatMap(([field, run]) => listSections(`${name}.${field}`, run)),
  ];
}

/** 128 bits an event are as good as chance and are not packed. */
function wordSection(name: string, words: Uint32Array): Section {
  return section(
    name,
    (writer) => {
      writer.words(words);
      return doesNotPack;
    },
    words.byteLength,
  );
}

/** The sections of a chunk. Their names begin with the field's, or with the group's and the field's. */
export function chunkSections(chunk: ColumnChunk): Section[] {
  return [
    wordSection('identity', chunk.identity),
    wordSection('contentHash', chunk.contentHash),
    ...Object.entries(chunk.numbers).map(([field, values]) => numberSection(field, values)),
    ...Object.entries(chunk.strings).flatMap(([field, run]) => stringSections(field, run)),
    ...Object.entries(chunk.lists).flatMap(([field, run]) => listSections(field, run)),
    ...groupNames.flatMap((name) => groupSections(name, chunk.groups[name])),
  ];
}

export function readStrings(sections: SectionReader, name: string): StringRun {
  const dictionary = ['', ...readTexts(sections.reader(`${name}.d`))];
  const reader = sections.reader(`${name}.c`);
  const codes = readCodes(reader, reader.varint());
  for (let i = 0; i < codes.length; i++) {
    if ((codes[i] as number) >= dictionary.length)
      throw new DamagedBytes(`"${name}" has a code without a text.`);
  }
  return { dictionary, codes };
}

function readOffsets(sections: SectionReader, name: string): Uint32Array {
  const reader = sections.reader(`${name}.o`);
  const lengths = readCodes(reader, reader.varint());
  const offsets = new Uint32Array(lengths.length + 1);
  for (let i = 0; i < lengths.length; i++) offsets[i + 1] = (offsets[i] as number) + (lengths[i] as number);
  return offsets;
}

export function readLists(sections: SectionReader, name: string): ListRun {
  return { offsets: readOffsets(sections, name), ...readStrings(sections, name) };
}

function readWords(sections: SectionReader, name: string, length: number): Uint32Array {
  const reader = sections.reader(name);
  if (reader.left !== length * 16) throw new DamagedBytes(`"${name}" is not as long as there are events.`);
  const words = new Uint32Array(length * 4);
  for (let i = 0; i < words.length; i++) words[i] = reader.u32();
  return words;
}

function each<T>(names: readonly string[], read: (name: string) => T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, read(name)]));
}

/**
 * Reads runs of so many events or entries. A field that the segment was written without, since the app did not know
 * it then, is one that no event has a value of; one that is damaged is an error.
 */
function runsOf(sections: SectionReader, length: number) {
  const checked = <T extends { length: number }>(name: string, values: T): T => {
    if (values.length !== length) throw new DamagedBytes(`"${name}" is not as long as there are events.`);
    return values;
  };
  const isAbsent = (name: string, ...pieces: string[]) =>
    pieces.some((piece) => sections.isAbsent(`${name}.${piece}`));
  return {
    numbers(name: string): Float64Array {
      if (isAbsent(name, 'n')) return new Float64Array(length).fill(Number.NaN);
      const reader = sections.reader(`${name}.n`);
      return checked(name, readNumbers(reader, reader.varint()));
    },
    strings(name: string): StringRun {
      if (isAbsent(name, 'd', 'c')) return { dictionary: [''], codes: new Uint32Array(length) };
      const run = readStrings(sections, name);
      checked(name, run.codes);
      return run;
    },
    lists(name: string): ListRun {
      if (isAbsent(name, 'd', 'c', 'o')) {
        return { dictionary: [''], codes: new Uint32Array(0), offsets: new Uint32Array(length + 1) };
      }
      const run = readLists(sections, name);
      checked(name, run.offsets.subarray(1));
      if (run.offsets[length] !== run.codes.length)
        throw new DamagedBytes(`"${name}" has values of no event.`);
      return run;
    },
  };
}

function readGroup(sections: SectionReader, name: (typeof groupNames)[number], length: number): GroupRun {
  const offsets = readOffsets(sections, name);
  if (offsets.length !== length + 1) throw new DamagedBytes(`"${name}" is not as long as there are events.`);
  const { strings, numbers, lists } = layout.groups[name];
  const runs = runsOf(sections, offsets[length] as number);
  return {
    offsets,
    strings: each(strings, (field) => runs.strings(`${name}.${field}`)),
    numbers: each(numbers, (field) => runs.numbers(`${name}.${field}`)),
    lists: each(lists, (field) => runs.lists(`${name}.${field}`)),
  };
}

/**
 * Reads a chunk of so many events from its sections.
 * @throws DamagedBytes where one is damaged or does not fit
 */
export function readChunk(sections: SectionReader, length: number): ColumnChunk {
  const runs = runsOf(sections, length);
  return {
    length,
    identity: readWords(sections, 'identity', length),
    contentHash: readWords(sections, 'contentHash', length),
    numbers: each(layout.numbers, runs.numbers),
    strings: each(layout.strings, runs.strings),
    lists: each(layout.lists, runs.lists),
    groups: { threats: readGroup(sections, 'threats', length), parts: readGroup(sections, 'parts', length) },
  };
}
