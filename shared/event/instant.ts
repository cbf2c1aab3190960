/** ISO 8601 with a date, a time, optional fraction and a zone; a zone that is missing is read as UTC. */
const isoInstant = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** What nearly every time is: understood by `Date.parse` as it stands. */
const plainInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;

/**
 * Reads a time as the API sends it: ISO 8601 with or without milliseconds; also epoch seconds or milliseconds
 * as a number, which other tools that re-export these events write.
 * @returns milliseconds since the epoch, or undefined when it is no time
 */
export function parseInstant(value: unknown): number | undefined {
  if (typeof value === 'number') {
    // 8.64e15 ms is the farthest that a Date reaches (ECMA-262, "Time Values").
    if (!(value > 0 && value <= 8.64e15)) return undefined;
    return value < 1e11 ? value * 1000 : value;
  }
  if (typeof value !== 'string') return undefined;
  if (plainInstant.test(value)) {
    const ms = Date.parse(value);
    return Number.isNaN(ms) ? undefined : ms;
  }
  const match = isoInstant.exec(value.trim());
  if (!match) return undefined;
  const [, date, time, zone] = match;
  const ms = Date.parse(`${date}T${time?.replace(',', '.')}${zone?.toUpperCase() ?? 'Z'}`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** An instant as ISO 8601 UTC with milliseconds. */
export function formatInstant(ms: number): string {
  return new Date(ms).toISOString();
}
