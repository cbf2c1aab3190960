/** One hour in milliseconds. */
export const hourMs = 3_600_000;
/** One day in milliseconds. */
export const dayMs = 24 * hourMs;

/** Share of a working day's mail in each local hour; the night is never empty, since spam does not sleep. */
const dayShape = [
  0.22, 0.2, 0.18, 0.18, 0.22, 0.34, 0.62, 1.15, 1.85, 2.2, 2.1, 1.9, 1.45, 1.75, 2.0, 1.85, 1.5, 1.05, 0.7,
  0.5, 0.42, 0.36, 0.3, 0.25,
] as const;

/** Monday to Sunday. */
const weekShape = [1.22, 1.28, 1.2, 1.14, 0.98, 0.42, 0.38] as const;

/** 1970-01-01 was a Thursday: epoch day 0 is weekday 3, counted from Monday. */
function weekdayOf(localDay: number): number {
  return (((localDay + 3) % 7) + 7) % 7;
}

const meanWeight = (() => {
  const day = dayShape.reduce((sum, weight) => sum + weight, 0) / dayShape.length;
  const week = weekShape.reduce((sum, weight) => sum + weight, 0) / weekShape.length;
  return day * week;
})();

/**
 * How busy an hour is, where 1 is the average hour of a week.
 * @param hour epoch hour index (UTC)
 * @param utcOffset the company's hours ahead of UTC, a whole number
 */
export function rhythmAt(hour: number, utcOffset: number): number {
  const local = hour + utcOffset;
  const hourOfDay = ((local % 24) + 24) % 24;
  const weekday = weekdayOf(Math.floor(local / 24));
  return ((dayShape[hourOfDay] ?? 1) * (weekShape[weekday] ?? 1)) / meanWeight;
}

/** Whether the company is at work: Monday to Friday, 7 to 19 local time. */
export function isWorkingTime(ms: number, utcOffset: number): boolean {
  const local = Math.floor(ms / hourMs) + utcOffset;
  const hourOfDay = ((local % 24) + 24) % 24;
  return weekdayOf(Math.floor(local / 24)) < 5 && hourOfDay >= 7 && hourOfDay < 19;
}

/** The first instant at or after `ms` at which the company is at work. */
export function nextWorkingTime(ms: number, utcOffset: number): number {
  let at = ms;
  while (!isWorkingTime(at, utcOffset)) at = (Math.floor(at / hourMs) + 1) * hourMs;
  return at;
}
