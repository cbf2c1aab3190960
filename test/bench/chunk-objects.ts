import type { ColumnChunk, GroupRun, ListRun, StringRun } from '../../renderer/store/columns/chunk.ts';

type Values = Record<string, unknown>;

function text({ dictionary, codes }: StringRun, index: number): string | null {
  return dictionary[codes[index] ?? 0] || null;
}

function list(run: ListRun, index: number): (string | null)[] {
  const from = run.offsets[index] ?? 0;
  return Array.from({ length: (run.offsets[index + 1] ?? 0) - from }, (_, i) => text(run, from + i));
}

function entries(run: GroupRun, index: number): Values[] {
  const from = run.offsets[index] ?? 0;
  return Array.from({ length: (run.offsets[index + 1] ?? 0) - from }, (_, i) => valuesAt(run, from + i));
}

function valuesAt(run: Pick<ColumnChunk, 'numbers' | 'strings' | 'lists'>, index: number): Values {
  const values: Values = {};
  for (const [name, column] of Object.entries(run.numbers)) {
    const value = column[index] ?? Number.NaN;
    values[name] = Number.isNaN(value) ? null : value;
  }
  for (const [name, column] of Object.entries(run.strings)) values[name] = text(column, index);
  for (const [name, column] of Object.entries(run.lists)) values[name] = list(column, index);
  return values;
}

/** The events of a chunk as plain objects with every field; equal texts of a chunk are one string. */
export function runValuesOf(chunk: ColumnChunk): Values[] {
  return Array.from({ length: chunk.length }, (_, index) => ({
    ...valuesAt(chunk, index),
    threats: entries(chunk.groups.threats, index),
    parts: entries(chunk.groups.parts, index),
  }));
}
