import type { Trouble } from '../../shared/proofpoint/trouble.ts';
import type { Failure } from '../../shared/source.ts';
import type { SourceState } from './source-state.ts';

const hour = 3_600_000;

/** Hours that are remembered: a day to look at, and one to compare it with. */
const rememberedHours = 48;

const rememberedFailures = 10;

/** Counts events that were processed now. */
export function countHourly(
  hourly: SourceState['hourly'],
  events: number,
  now: number,
): SourceState['hourly'] {
  const from = Math.floor(now / hour) * hour;
  const oldest = from - (rememberedHours - 1) * hour;
  // A clock that went back leaves hours that lie ahead: they say nothing any more.
  const recent = hourly.filter((one) => one.from >= oldest && one.from <= from);
  const last = recent.at(-1);
  if (last?.from === from) return [...recent.slice(0, -1), { from, events: last.events + events }];
  return [...recent, { from, events }];
}

/** Notes a failure, the latest first; what happens again in a row is counted and not listed again. */
export function noteFailure(
  failures: readonly Failure[],
  { kind, sentence }: Trouble,
  now: number,
): Failure[] {
  const [latest, ...earlier] = failures;
  if (latest?.kind === kind) return [{ ...latest, sentence, to: now, times: latest.times + 1 }, ...earlier];
  return [{ kind, sentence, from: now, to: now, times: 1 }, ...failures].slice(0, rememberedFailures);
}
