import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holes } from '../../electron/ingest/coverage.ts';
import { createRandom } from '../faults/random.ts';
import { Chaos } from './chaos.ts';
import { planFaults } from './fault-schedule.ts';
import type { Available } from './hourly-source.ts';
import { type Comparison, compare, mostInADay } from './report.ts';
import { World } from './world.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A Monday morning: the busy days of a week come first. */
const monday = Date.UTC(2025, 5, 9, 6);

/** A million events in a week of fifty thousand mailboxes. */
const eventsPerMailboxAndHour = 1_000_000 / 50_000 / 168;

/** Requests that the API allows in any 24 hours in each pool. */
const requestLimit = 1800;

/** A drain that takes longer than this will not end, ms. */
const longestDrain = 3 * 24 * hour;

export interface SoakOptions {
  hours: number;
  mailboxes: number;
  seed: number;
  /** Faults an hour on average. */
  faultRate: number;
  /** Simulated seconds for each real one, at most; undefined for as fast as it goes. */
  speed: number | undefined;
  /** Holds the app's files while the soak runs. */
  parent?: string;
  say(line: string): void;
}

/** What a soak writes down; `lost` and `doubled` have to be 0. */
export interface SoakReport {
  available: number;
  stored: number;
  lost: number;
  doubled: number;
  maxRequestsPerDay: { shared: number; clicks: number };
  maxDelaySeconds: number;
  /** The same, of events that no fault touched from an hour before to an hour after. */
  maxCalmDelaySeconds: number;
  maxCalmClickDelaySeconds: number;
  calm: number;
  unknown: number;
  /** Batches that were found damaged, which nothing damaged. */
  damaged: number;
  seed: number;
  hours: number;
  mailboxes: number;
  requests: number;
  refused: number;
  served: number;
  faults: Chaos['counts'];
  tookSeconds: number;
  /** Of all threads together: what it takes on a machine that has nothing else to do is about half of it. */
  cpuSeconds: number;
  examples: string[];
}

/** Whether nothing was lost or doubled, and no budget overdrawn. */
export function isSound(report: SoakReport): boolean {
  const { available, lost, doubled, unknown, damaged, maxRequestsPerDay } = report;
  const { shared, clicks } = maxRequestsPerDay;
  const isWithin = shared <= requestLimit && clicks <= requestLimit;
  return available > 0 && lost + doubled + unknown + damaged === 0 && isWithin;
}

/** Lets time pass until everything that was available at an instant has been read and stored. */
async function drain(world: World, historyFrom: number, by: number): Promise<void> {
  for (let until = by; until < by + longestDrain; ) {
    until += 10 * minute;
    await world.run(until);
    await world.startApp();
    const { settledThrough, coverage } = await world.rememberedState();
    const { remainingWindows, journalBatches } = await world.app.status();
    const isRead = holes(coverage, { from: historyFrom, to: by }).length === 0;
    if (isRead && remainingWindows + journalBatches === 0 && (settledThrough ?? 0) >= by) return;
  }
  throw new Error(
    `What was available was not read within ${longestDrain / hour} hours: ${JSON.stringify(await world.app.status())}`,
  );
}

async function* ledgerOf(world: World, from: number, to: number): AsyncGenerator<Available[]> {
  for (let at = Math.floor(from / hour); at * hour < to; at++) yield await world.service.ledgerOf(at);
}

async function finish(
  world: World,
  chaos: Chaos,
  from: number,
  by: number,
  start: number,
): Promise<Comparison> {
  return compare({
    // A window of at least thirty seconds may begin before what was wanted.
    ledger: ledgerOf(world, from - hour, world.time.now + 1),
    held: world.store.held,
    from,
    watchedFrom: start,
    by,
    troubled: chaos.troubled,
  });
}

/** Runs the app for some simulated time while things go wrong, and compares what it holds with what there was. */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const { hours, mailboxes, seed, say } = options;
  const startedAt = performance.now();
  const usedBefore = process.cpuUsage();
  const folder = await mkdtemp(join(options.parent ?? tmpdir(), 'lurescope-soak-'));
  const random = createRandom(seed);
  const historyFrom = monday - Math.min(24, hours) * hour;
  const end = monday + hours * hour;
  const world = await World.create({
    folder,
    seed,
    startAt: monday,
    historyFrom,
    mailboxes,
    rate: mailboxes * eventsPerMailboxAndHour,
    random,
    speed: options.speed,
    onHour(now) {
      const past = now - Math.floor(monday / hour);
      if (past === 0 || past % 12 !== 0) return;
      const seconds = Math.round((performance.now() - startedAt) / 1000);
      say(
        `${past} h simulated in ${seconds} s: ${world.store.held.size.toLocaleString('en-US')} versions stored`,
      );
    },
  });
  try {
    const chaos = new Chaos(world);
    chaos.plan(planFaults(random, monday, end, options.faultRate));
    await world.startApp();
    await world.run(end);
    await world.service.calm();
    await drain(world, historyFrom, end);
    const { maxDelayMs, maxCalmDelayMs, maxCalmClickDelayMs, ...compared } = await finish(
      world,
      chaos,
      historyFrom,
      end,
      monday,
    );
    const asked = await world.service.asked();
    const used = process.cpuUsage(usedBefore);
    const { available, stored, lost, doubled, unknown, calm, examples } = compared;
    return {
      available,
      stored,
      lost,
      doubled,
      maxRequestsPerDay: { shared: mostInADay(asked, 'shared'), clicks: mostInADay(asked, 'clicks') },
      maxDelaySeconds: Math.round(maxDelayMs / 1000),
      maxCalmDelaySeconds: Math.round(maxCalmDelayMs / 1000),
      maxCalmClickDelaySeconds: Math.round(maxCalmClickDelayMs / 1000),
      calm,
      unknown,
      damaged: world.damaged.length,
      seed,
      hours,
      mailboxes,
      requests: asked.length,
      refused: asked.filter(({ status }) => status !== 200).length,
      served: asked.reduce((sum, { events }) => sum + events, 0),
      faults: chaos.counts,
      tookSeconds: Math.round((performance.now() - startedAt) / 1000),
      cpuSeconds: Math.round((used.user + used.system) / 1e6),
      examples,
    };
  } finally {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  }
}
