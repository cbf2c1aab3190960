import type { ColumnChunk } from '../columns/chunk.ts';

/** Fields whose least and greatest value is kept beside a run of events. */
export const zoneFields = [
  'time',
  'created',
  'phishScore',
  'malwareScore',
  'impostorScore',
  'spamScore',
] as const;
export type ZoneField = (typeof zoneFields)[number];

/** What is known of a run of events without reading it. */
export interface RunHead {
  length: number;
  /** The least and the greatest value of a field; null where no event has one. */
  zones: Record<ZoneField, [least: number, greatest: number] | null>;
  /** How many events each source has in it. */
  sources: Record<string, number>;
}

function zoneOf(values: Float64Array | undefined): [number, number] | null {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const value of values ?? []) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least > greatest ? null : [least, greatest];
}

/** The zone map and the sources of a run of events. */
export function headOf({ length, numbers, strings }: ColumnChunk): RunHead {
  const zones = Object.fromEntries(zoneFields.map((field) => [field, zoneOf(numbers[field])]));
  const sources: Record<string, number> = {};
  const { dictionary, codes } = strings.source ?? { dictionary: [''], codes: new Uint32Array(length) };
  for (const code of codes) {
    const source = dictionary[code] ?? '';
    sources[source] = (sources[source] ?? 0) + 1;
  }
  return { length, zones: zones as RunHead['zones'], sources };
}
