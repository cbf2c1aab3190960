import { type Field, fields } from '../../../shared/event/fields.ts';
import type { ColumnChunk } from '../columns/chunk.ts';
import { DamagedBytes } from './bytes.ts';
import {
  chunkSections,
  listSections,
  readChunk,
  readLists,
  readStrings,
  stringSections,
} from './chunk-codec.ts';
import { readPart, type Section, writePart } from './part-file.ts';
import type { RawRun } from './raw-codec.ts';
import { SectionReader } from './section-reader.ts';

/**
 * The parts of a run of events, each a record of its own: `core` the numbers and keywords that histogram, facets and
 * scores are counted from; `text` all other columns; `ids` what tells events and versions apart; `raw` what the
 * columns do not say of the exact texts.
 */
export const partNames = ['core', 'text', 'ids', 'raw'] as const;
export type PartName = (typeof partNames)[number];

/** A run of events on disk: the bytes of each part. */
export type PackedParts = Record<PartName, Uint8Array<ArrayBuffer>>;

/** A run of events in memory: their columns, and what those do not say of the exact texts. */
export interface EventRun {
  chunk: ColumnChunk;
  raws: RawRun;
}

const coreTypes: ReadonlySet<string> = new Set(['keyword', 'number', 'score', 'time', 'flag']);
const coreFields: ReadonlySet<string> = new Set(
  (fields as readonly Field[]).filter(({ type }) => coreTypes.has(type)).map(({ name }) => name),
);

/** The field a section is of, or the group whose lengths it holds. */
export function fieldOfSection(name: string): string {
  const [first = '', second = ''] = name.split('.');
  return first === 'threats' || first === 'parts' ? (second.length > 1 ? second : first) : first;
}

function partOf(section: Section): PartName {
  const field = fieldOfSection(section.name);
  if (field === 'identity' || field === 'contentHash') return 'ids';
  return coreFields.has(field) || field === 'threats' || field === 'parts' ? 'core' : 'text';
}

function rawSections({ templates, literals }: RawRun): Section[] {
  return [...stringSections('template', templates), ...listSections('literal', literals)];
}

/**
 * A run of events as the bytes of its parts.
 * @param packing false is quicker and takes about twice the room: for what will be written again soon
 */
export async function packRun({ chunk, raws }: EventRun, packing: boolean): Promise<PackedParts> {
  const sections: Record<PartName, Section[]> = { core: [], text: [], ids: [], raw: rawSections(raws) };
  for (const section of chunkSections(chunk)) sections[partOf(section)].push(section);
  return {
    core: await writePart(sections.core, packing),
    text: await writePart(sections.text, packing),
    ids: await writePart(sections.ids, packing),
    raw: await writePart(sections.raw, packing),
  };
}

/** Reads the sections of a run's columns. @throws DamagedBytes where not even their tables can be read */
export async function readColumnSections(parts: Omit<PackedParts, 'raw'>): Promise<SectionReader> {
  return new SectionReader(await Promise.all([parts.core, parts.text, parts.ids].map(readPart)));
}

/** Reads the columns of so many events. @throws DamagedBytes */
export async function readColumns(parts: Omit<PackedParts, 'raw'>, length: number): Promise<ColumnChunk> {
  return readChunk(await readColumnSections(parts), length);
}

/** Reads what the columns of so many events do not say of their exact texts. @throws DamagedBytes */
export async function readRaws(bytes: Uint8Array<ArrayBuffer>, length: number): Promise<RawRun> {
  const sections = new SectionReader([await readPart(bytes)]);
  const run = { templates: readStrings(sections, 'template'), literals: readLists(sections, 'literal') };
  if (run.templates.codes.length !== length || run.literals.offsets.length !== length + 1) {
    throw new DamagedBytes('There are not as many raw texts as events.');
  }
  return run;
}
