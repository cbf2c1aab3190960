import { saidSchema } from '../../shared/said/said.ts';
import type { SaidRecord } from './said-record.ts';

function ndjson(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** Writes down what analysts said, NDJSON. @returns how far the record is then. @throws what the disk or zod says */
export async function takeSaid(record: SaidRecord, text: string): Promise<string> {
  const lines = text.split('\n').filter((line) => line !== '');
  return ndjson([await record.append(lines.map((line) => saidSchema.parse(JSON.parse(line))))]);
}

/** How far the record is, NDJSON. */
export function saidMark(record: SaidRecord): string {
  return ndjson([record.mark]);
}

/** How far the record is, and all that was said, NDJSON. */
export async function allSaid(record: SaidRecord): Promise<string> {
  const { mark, said } = await record.all();
  return ndjson([mark, ...said]);
}
