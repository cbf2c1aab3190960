import { z } from 'zod';
import type { About, PageFacts } from '../../shared/ipc.ts';
import type { Settings } from '../../shared/settings.ts';
import type { SourceView } from '../../shared/source.ts';
import type { StorageStatus } from '../../shared/storage.ts';
import { createMask, plainFacts } from './masking.ts';

/** Lines of the log that are taken along, the last ones. */
const loggedLines = 400;

export interface DiagnosticsInput {
  now: number;
  about: About;
  settings: Settings;
  sources: readonly SourceView[];
  storage: StorageStatus;
  /** What only the page knows; null where it was not asked. */
  page: PageFacts | null;
  /** The log as it lies on disk. */
  log: string;
}

function time(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function stretches(intervals: readonly { from: number; to: number }[]): string[] {
  return intervals.map(({ from, to }) => `${time(from)}/${time(to)}`);
}

type Mask = (text: string) => string;

/** How a source does, without its name, its domain and its id. */
function sourceFacts(source: SourceView, index: number, mask: Mask): unknown {
  const { trouble } = source;
  return {
    source: index + 1,
    kind: source.kind,
    state: source.state,
    paused: source.paused,
    trouble: trouble && {
      kind: trouble.kind,
      status: trouble.status ?? null,
      sentence: mask(trouble.sentence),
    },
    troubleSince: time(source.troubleSince),
    stalledSince: time(source.stalledSince),
    createdAt: time(source.createdAt),
    lastPollAt: time(source.lastPollAt),
    lastSuccessAt: time(source.lastSuccessAt),
    lastEventAt: time(source.lastEventAt),
    nextPollAt: time(source.nextPollAt),
    readThrough: time(source.readThrough),
    clicksReadThrough: time(source.clicksReadThrough),
    coverage: stretches(source.coverage),
    lost: stretches(source.lost),
    backfill: source.backfill,
    budget: source.budget,
    journal: source.journal,
    counts: source.counts,
    stall: source.stall,
    cadence: source.cadence,
    clockSkewMs: source.clockSkew,
  };
}

const lineSchema = z.looseObject({ level: z.number(), time: z.string(), msg: z.string() });

/** A line of the log with its message masked and of its facts the numbers and our own words. */
function logLine(line: string, mask: Mask): unknown {
  try {
    const { level, time: at, msg, ...facts } = lineSchema.parse(JSON.parse(line));
    return { time: at, level, msg: mask(msg), ...(plainFacts(facts) as object) };
  } catch {
    return { unreadable: line.length };
  }
}

/**
 * What helps to find out what is wrong, fit to be sent to somebody: versions, settings, how each source does and
 * the last lines of the log. Nothing of an event is in it, no secret, no address, no domain and no name.
 */
export function diagnosticsOf(input: DiagnosticsInput): string {
  const { about, log, now, page, sources } = input;
  const names = sources.flatMap(({ id, name, domain }, index) => [
    [id, `source ${index + 1}`] as const,
    [name, `source ${index + 1}`] as const,
    [domain.replace(/^https?:\/\//, ''), '[address]'] as const,
  ]);
  const mask = createMask(names);
  const lines = log.split('\n').filter((line) => line !== '');
  const { version, host, node, system, packaged } = about;
  return `${JSON.stringify(
    {
      app: 'Lurescope diagnostics',
      madeAt: time(now),
      versions: { version, host, node, system, packaged },
      settings: plainFacts(input.settings),
      sources: sources.map((source, index) => sourceFacts(source, index, mask)),
      storage: plainFacts({ ...input.storage, removals: input.storage.removals.length }),
      page: plainFacts(page),
      log: lines.slice(-loggedLines).map((line) => logLine(line, mask)),
    },
    null,
    2,
  )}\n`;
}
