import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { holes } from '../../electron/ingest/coverage.ts';
import type { SourceView } from '../../shared/source.ts';
import type { MovableSimulator } from '../e2e/fixtures.ts';
import { compare } from '../e2e/ledger-comparison.ts';
import type { LurescopeApp } from '../e2e/lurescope-app.ts';
import type { Random } from './random.ts';

const minute = 60_000;

/** What a fault did at the end: `lost` and `doubled` have to be 0. */
export interface FaultResult {
  name: string;
  /** How often the fault happened. */
  times: number;
  available: number;
  lost: number;
  doubled: number;
}

/** The app against the simulator on one movable time, while faults happen. */
export class FaultRun {
  readonly lurescope: LurescopeApp;
  readonly simulator: MovableSimulator;
  readonly random: Random;

  constructor(lurescope: LurescopeApp, simulator: MovableSimulator, random: Random) {
    this.lurescope = lurescope;
    this.simulator = simulator;
    this.random = random;
  }

  /** Starts the app at the time it is in the simulator. */
  start(args: string[] = []): Promise<Page> {
    return this.lurescope.launch({ clockOffset: this.simulator.offset, args });
  }

  /** Sets the source up without going through the screens. */
  async createSource(): Promise<void> {
    const { origin: domain, principal, secret } = this.simulator;
    const given = { name: 'Faults', domain, principal, secret, memoryOnly: false };
    await this.lurescope.page.evaluate((source) => window.lurescope.calls['sources.create'](source), given);
  }

  async pollNow(): Promise<void> {
    const { id } = await this.lurescope.source();
    await this.lurescope.page.evaluate((source) => window.lurescope.calls['sources.pollNow'](source), id);
  }

  /** Lets time pass, for both sides. */
  async pass(ms: number): Promise<void> {
    this.simulator.advance(ms);
    await this.lurescope.advance(ms);
  }

  /**
   * Waits for something while time passes in steps.
   * @param step simulated ms for each look, 0 to wait in real time only
   */
  async until(what: string, isSo: () => Promise<boolean>, step = minute, looks = 1200): Promise<void> {
    for (let look = 0; look < looks; look++) {
      if (await isSo()) return;
      if (step > 0) await this.pass(step);
      await delay(100);
    }
    const source = await this.lurescope.source();
    throw new Error(
      `Waited in vain for ${what}: ${JSON.stringify({ ...source, coverage: source.coverage.length })}`,
    );
  }

  async isFilled(): Promise<boolean> {
    const [source] = await this.lurescope.sources();
    if (!source || source.lastSuccessAt === null || source.trouble) return false;
    return source.backfill.remainingWindows === 0 && source.journal.batches === 0;
  }

  /** Waits until all that is due has been read and stored, time passing as little as it takes. */
  untilFilled(step = minute): Promise<void> {
    return this.until('everything to be read and stored', () => this.isFilled(), step);
  }

  /** Waits until a database that was lost has been filled again from the archive. */
  async untilRebuilt(): Promise<void> {
    const { counts } = await this.lurescope.source();
    const distinct = counts.stored + counts.unparsed + counts.versions;
    await this.until(
      'the archive to be put back',
      async () => (await this.lurescope.storedTexts().catch(() => [])).length >= distinct,
      0,
    );
    await this.untilFilled();
  }

  /** The last sweep that was served, when it was asked for (ms). */
  #sweptAt(): number {
    const sweep = this.simulator.ledger.requests.findLast(
      ({ endpoint, status, window, fault }) =>
        endpoint === 'all' &&
        status === 200 &&
        !fault &&
        window &&
        window.endMs - window.startMs >= 59 * minute,
    );
    return sweep?.at ?? 0;
  }

  /** Lets everything that was indexed late be swept up, and compares the simulator's ledger with the store. */
  async result(name: string, times: number): Promise<FaultResult> {
    await this.untilFilled();
    const quiet = Date.now() + this.simulator.offset + 45 * minute;
    await this.until('a last sweep', async () => this.#sweptAt() >= quiet, minute);
    await this.until('what was swept to be stored', () => this.isFilled(), 0);
    const source = await this.lurescope.source();
    const compared = await this.#compare(source, quiet);
    return {
      name,
      times,
      available: compared.available,
      lost: compared.lost.length,
      doubled: compared.doubled.length,
    };
  }

  /** Compares what is held; what is neither held nor written down as lost would be a silent gap. */
  async #compare(source: SourceView, by: number) {
    const accounted = [...source.coverage, ...source.lost].sort((a, b) => a.from - b.from);
    const gaps = holes(accounted, { from: source.historyFrom, to: by });
    if (gaps.length > 0) throw new Error(`Neither held nor said to be lost: ${JSON.stringify(gaps)}`);
    return compare(this.simulator, source, await this.lurescope.storedTexts(), by);
  }
}
