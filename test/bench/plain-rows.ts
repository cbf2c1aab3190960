import type { ColumnChunk } from '../../renderer/store/columns/chunk.ts';

/** An event as the peers hold it: of lists the first value alone, and of threats the first, which is less work. */
export interface PlainRow {
  time: number;
  kind: string;
  phishScore: number | null;
  malwareScore: number | null;
  impostorScore: number | null;
  spamScore: number | null;
  classification: string;
  threatType: string;
  threatStatus: string;
  senderDomain: string;
  recipient: string;
  subject: string;
  sender: string;
  threat: string;
  url: string;
}

/** The names of a row's columns. */
export const textColumns = [
  'kind', 'classification', 'threatType', 'threatStatus', 'senderDomain', 'recipient', 'subject', 'sender', 'threat', 'url',
] as const satisfies readonly (keyof PlainRow)[]; // biome-ignore format: a list of names

function first(chunk: ColumnChunk, field: string, index: number): string {
  const { threats } = chunk.groups;
  const string = chunk.strings[field];
  if (string) return string.dictionary[string.codes[index] ?? 0] ?? '';
  const list = chunk.lists[field];
  const [run, offsets] = list ? [list, list.offsets] : [threats.strings[field], threats.offsets];
  const from = offsets[index] ?? 0;
  return from < (offsets[index + 1] ?? 0) ? (run?.dictionary[run.codes[from] ?? 0] ?? '') : '';
}

function score(chunk: ColumnChunk, field: string, index: number): number | null {
  const value = chunk.numbers[field]?.[index] ?? Number.NaN;
  return Number.isNaN(value) ? null : value;
}

/** The events of a chunk as rows. */
export function* plainRows(chunk: ColumnChunk): Generator<PlainRow> {
  for (let index = 0; index < chunk.length; index++) {
    yield {
      time: chunk.numbers.time?.[index] ?? 0,
      kind: first(chunk, 'kind', index),
      phishScore: score(chunk, 'phishScore', index),
      malwareScore: score(chunk, 'malwareScore', index),
      impostorScore: score(chunk, 'impostorScore', index),
      spamScore: score(chunk, 'spamScore', index),
      classification: first(chunk, 'classification', index),
      threatType: first(chunk, 'threatType', index),
      threatStatus: first(chunk, 'threatStatus', index),
      senderDomain: first(chunk, 'senderDomain', index),
      recipient: first(chunk, 'recipient', index),
      subject: first(chunk, 'subject', index),
      sender: first(chunk, 'sender', index),
      threat: first(chunk, 'threat', index),
      url: first(chunk, 'url', index),
    };
  }
}
