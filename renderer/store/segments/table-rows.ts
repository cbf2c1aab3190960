import { isNumeric } from '../../../shared/event/field-values.ts';
import { type Field, fieldNamed } from '../../../shared/event/fields.ts';
import { type ScoreField, scoreFields } from '../../../shared/event/threat-event.ts';
import type { ColumnChunk } from '../columns/chunk.ts';
import { hashedFields } from '../columns/field-columns.ts';
import { type CellValue, rowFields, type TableRow } from '../table-row.ts';
import type { Memory } from './memory.ts';
import { isParsedAt, kindAt, numberOrNullAt, shownValues, textsAt } from './memory-values.ts';

/** A cell shows no more of a text; the event's detail has all of it. */
const shownLength = 400;

/** An event in the columns of its run as they lie on disk. */
export interface RunEvent {
  chunk: ColumnChunk;
  index: number;
}

/** Fields of rows whose values memory has only hashes of: those of them that are asked for. */
export function fieldsOnDisk(columns: readonly string[]): string[] {
  return columns.filter((name) => hashedFields.has(name));
}

/** The texts a field has on disk. */
export function textsIn({ chunk, index }: RunEvent, field: string): string[] {
  const one = chunk.strings[field];
  if (one) return [one.dictionary[one.codes[index] ?? 0] ?? ''].filter((text) => text !== '');
  const texts: string[] = [];
  for (const { offsets, strings } of Object.values(chunk.groups)) {
    const run = strings[field];
    if (!run) continue;
    for (let entry = offsets[index] ?? 0; entry < (offsets[index + 1] ?? 0); entry++) {
      texts.push(run.dictionary[run.codes[entry] ?? 0] ?? '');
    }
  }
  return texts.filter((text) => text !== '');
}

function cellOf(memory: Memory, place: number, field: Field, onDisk: RunEvent | undefined): CellValue {
  const { name, type, shape } = field;
  if (isNumeric(field)) {
    const value = numberOrNullAt(memory, name, place);
    if (type === 'flag') return value === 1;
    return value === null || shape === 'one' ? value : [value];
  }
  const found = hashedFields.has(name)
    ? onDisk
      ? textsIn(onDisk, name).slice(0, shownValues)
      : []
    : textsAt(memory, name, place);
  const texts = found.map((text) => text.slice(0, shownLength));
  return shape === 'one' ? (texts[0] ?? null) : texts;
}

/**
 * The row of the event at a place.
 * @param columns fields that are wanted beyond those every row brings along
 * @param onDisk where its run was read, since memory has only hashes of some of them
 */
export function tableRowAt(
  memory: Memory,
  place: number,
  columns: readonly string[],
  onDisk?: RunEvent,
): TableRow {
  const parsed = isParsedAt(memory, place);
  const cells: Record<string, CellValue> = {};
  for (const name of [...rowFields, ...columns]) {
    const field = fieldNamed(name);
    if (field) cells[name] = cellOf(memory, place, field, onDisk);
  }
  // An entry that could not be read has its text where others have what they are about.
  if (!parsed) {
    const text = textsAt(memory, 'rest', place)[0]?.slice(0, shownLength) ?? null;
    Object.assign(cells, { subject: text, url: text });
  }
  const scores = scoreFields.map((field) => [field, numberOrNullAt(memory, field, place)]);
  return {
    key: memory.columns.keyAt(place),
    kind: kindAt(memory, place),
    time: memory.columns.timeAt(place),
    scores: Object.fromEntries(scores) as Record<ScoreField, number | null>,
    parsed,
    cells,
  };
}
