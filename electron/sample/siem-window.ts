/** The span of creation times a request asks for, in ms since the epoch: start inclusive, end exclusive. */
export interface SiemWindow {
  startMs: number;
  endMs: number;
}

/** Which answer a request gets that asks for what it may not. */
export interface SiemRefusal {
  status: number;
  message: string;
}

const shortestWindowMs = 30_000;
const longestWindowMs = 3_600_000;
const farthestBackMs = 7 * 24 * 3_600_000;

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2})?)?$/i;
const durationPattern = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;

/**
 * An ISO 8601 instant with a date, a time and an optional zone; without a zone it is UTC.
 * A plus sign that came unescaped in the query, and so as a space, is understood.
 */
function parseQueryInstant(text: string): number | undefined {
  const mended = text.replace(/ (\d{2}(:?\d{2})?)$/, '+$1');
  const match = instantPattern.exec(mended);
  if (!match) return undefined;
  const zone = match[3] ?? '';
  const local = zone === '' ? mended : mended.slice(0, -zone.length);
  const fullZone = /^[+-]\d{2}$/.test(zone) ? `${zone}:00` : zone === '' ? 'Z' : zone;
  const ms = Date.parse(`${local.replace(',', '.')}${fullZone}`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** An ISO 8601 duration of days, hours, minutes and seconds, in ms. */
function parseDuration(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (!match) return undefined;
  const [days, hours, minutes, seconds] = match
    .slice(1)
    .map((part) => (part === undefined ? 0 : Number(part)));
  const ms = ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
  return ms > 0 ? ms : undefined;
}

function parseInterval(text: string): SiemWindow | undefined {
  const [first, second, ...rest] = text.split('/');
  if (first === undefined || second === undefined || rest.length > 0) return undefined;
  const start = parseQueryInstant(first);
  const end = parseQueryInstant(second);
  if (start !== undefined && end !== undefined) return { startMs: start, endMs: end };
  const lasts = parseDuration(second);
  if (start !== undefined && lasts !== undefined) return { startMs: start, endMs: start + lasts };
  const before = parseDuration(first);
  if (before !== undefined && end !== undefined) return { startMs: end - before, endMs: end };
  return undefined;
}

const bad = (message: string): SiemRefusal => ({ status: 400, message });

const minuteBefore = (ms: number): number => Math.floor(ms / 60_000) * 60_000;

function requestedWindow(params: URLSearchParams, now: number): SiemWindow | SiemRefusal {
  const given = ['interval', 'sinceSeconds', 'sinceTime'].flatMap((name) =>
    params.getAll(name).map((value) => [name, value] as const),
  );
  const [only, ...others] = given;
  if (!only || others.length > 0) {
    return bad('Exactly one of the parameters interval, sinceSeconds and sinceTime must be given.');
  }
  const [name, value] = only;
  // Both end at the server's now, which the service rounds to the minute.
  const endMs = minuteBefore(now);
  if (name === 'sinceSeconds') {
    if (!/^\d{1,9}$/.test(value)) return bad('The parameter sinceSeconds must be a whole number of seconds.');
    return { startMs: endMs - Number(value) * 1000, endMs };
  }
  if (name === 'sinceTime') {
    const startMs = parseQueryInstant(value);
    return startMs === undefined
      ? bad('The parameter sinceTime must be an ISO 8601 instant.')
      : { startMs, endMs };
  }
  return parseInterval(value) ?? bad('The parameter interval must be an ISO 8601 interval.');
}

/**
 * The window a request asks for, or why it is refused. The length and the age are checked as they were asked for;
 * what lies in the future is then cut off, so that nobody takes a time that has not come for covered.
 */
export function windowOf(params: URLSearchParams, now: number): SiemWindow | SiemRefusal {
  const window = requestedWindow(params, now);
  if ('status' in window) return window;
  const length = window.endMs - window.startMs;
  if (length < 0) return bad('The requested interval ends before it starts.');
  if (length < shortestWindowMs) {
    return bad('The requested interval is too short. Requests must be for at least 30.00s of data');
  }
  if (length > longestWindowMs) {
    return bad('The requested interval is too long. Requests must be for at most 1.00h of data');
  }
  if (window.startMs < now - farthestBackMs) {
    return bad(
      'The requested start time is too far into the past. Requests for information up to 7.00d are accepted',
    );
  }
  if (window.startMs >= now) return bad('The requested start time is in the future.');
  return { startMs: window.startMs, endMs: Math.min(window.endMs, now) };
}
