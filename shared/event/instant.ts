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

const msOfDay = 86_400_000;
const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
/** The day that was written last, with the letter behind it: many instants that are written together are of one. */
let lastDay = { day: 0, text: '1970-01-01T' };

/** An instant as ISO 8601 UTC with milliseconds. */
export function formatInstant(ms: number): string {
  // 8.64e15 ms is the farthest that a Date reaches; other numbers than whole ones are rare, and left to it.
  if (!Number.isInteger(ms) || Math.abs(ms) > 8.64e15) return new Date(ms).toISOString();
  const day = Math.floor(ms / msOfDay);
  if (day !== lastDay.day) {
    lastDay = { day, text: new Date(day * msOfDay).toISOString().slice(0, -'00:00:00.000Z'.length) };
  }
  const rest = ms - day * msOfDay;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  const time = `${two[Math.floor(minutes / 60)]}:${two[minutes % 60]}:${two[seconds % 60]}`;
  return `${lastDay.text}${time}.${String(rest % 1000).padStart(3, '0')}Z`;
}
