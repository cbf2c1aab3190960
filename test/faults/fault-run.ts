import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { holes } from '../../electron/ingest/coverage.ts';
import type { SourceView } from '../../shared/source.ts';
import type { MovableSimulator } from '../e2e/fixtures.ts';
import { type Comparison, compare } from '../e2e/ledger-comparison.ts';
import type { LurescopeApp } from '../e2e/lurescope-app.ts';
import type { ServedRequest } from '../tap-simulator/ledger.ts';
import type { Random } from './random.ts';

const minute = 60_000;

/** Real time between two looks, ms. */
const lookEvery = 50;

/** Looks before time passes: what is under way needs real time, not simulated. */
const patience = 4;

/** A page that is loading itself again cannot be asked just now. */
function reloaded(error: unknown): false {
  if (error instanceof Error && /context was destroyed|Cannot find context/.test(error.message)) return false;
  throw error;
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

  /** Now, as the simulator has it, ms. */
  now(): number {
    return Date.now() + this.simulator.offset;
  }

  /** Starts the app at the time it is in the simulator. */
  start(): Promise<Page> {
    return this.lurescope.launch({ clockOffset: this.simulator.offset });
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

  async pause(): Promise<void> {
    const { id } = await this.lurescope.source();
    await this.lurescope.page.evaluate((source) => window.lurescope.calls['sources.pause'](source), id);
  }

  async resume(): Promise<void> {
    const { id } = await this.lurescope.source();
    await this.lurescope.page.evaluate((source) => window.lurescope.calls['sources.resume'](source), id);
  }

  /** Lets time pass, for both sides. */
  async pass(ms: number): Promise<void> {
    this.simulator.advance(ms);
    await this.lurescope.advance(ms);
  }

  /**
   * Waits for something while time passes in steps, longer ones the longer it takes.
   * @param step simulated ms, 0 to wait in real time only
   */
  async until(what: string, isSo: () => Promise<boolean>, step = minute, looks = 3000): Promise<void> {
    for (let look = 1; look <= looks; look++) {
      if (await isSo().catch(reloaded)) return;
      if (step > 0 && look % patience === 0) await this.pass(step * Math.min(10, 1 + Math.floor(look / 40)));
      await delay(lookEvery);
    }
    const source = await this.lurescope.source();
    const shown = await this.lurescope.page
      .getByRole('alert')
      .or(this.lurescope.page.getByRole('status'))
      .allInnerTexts();
    throw new Error(
      `Waited in vain for ${what}: ${JSON.stringify({ ...source, coverage: source.coverage.length })}; on screen: ${shown.join(' | ')}`,
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

  /** What is stored, or undefined where the database cannot be read just now. */
  async stored(): Promise<{ key: string; raw: string }[] | undefined> {
    return this.lurescope.storedTexts().catch(() => undefined);
  }

  /** Waits until a database that was lost holds again as many texts as it held before, from the archive alone. */
  async untilRebuilt(before: number): Promise<void> {
    const isBack = async () => ((await this.stored())?.length ?? 0) >= before;
    await this.until('the archive to be put back', isBack, 0);
    await this.untilFilled();
  }

  /** Waits until a rebuild from the archive that has begun is done, be it that a fault or a later start began it. */
  async #untilNoRebuild(): Promise<void> {
    const told = (text: RegExp) => this.lurescope.log().findLastIndex(({ msg }) => text.test(String(msg)));
    await this.until(
      'the rebuild to end',
      async () => told(/rebuilding it from the archive/) <= told(/holds all of the archive again/),
      0,
    );
  }

  /** Whether what was asked of `/all` reads all that could have become available by `since`. */
  #isRead(asked: readonly ServedRequest[], since: number): boolean {
    const read = asked
      .filter(({ status, fault }) => status === 200 && !fault)
      .flatMap(({ window }) => (window ? [{ from: window.startMs, to: window.endMs }] : []))
      .sort((a, b) => a.from - b.from);
    return holes(read, { from: since - 50 * minute, to: since }).length === 0;
  }

  /** Waits until all that could have become available by now, to the second, has been read since. */
  async #untilSwept(now: number): Promise<number> {
    // The API counts in whole seconds.
    const quiet = Math.floor(now / 1000) * 1000;
    const asked = () =>
      this.simulator.ledger.requests.filter(({ at, endpoint }) => at >= now && endpoint === 'all');
    // Time stands still at first: the app gives up what is under way when it jumps, though that was answered, and
    // the answer would be taken for read.
    const standing = 200;
    await this.until('a sweep', async () => this.#isRead(asked(), quiet), 0, standing).catch(() => undefined);
    // One is asked after the other: what came before the last has been taken by the app, or was given up after all
    // and asked for again, which is the next but one at the latest.
    await this.until('a last sweep', async () => this.#isRead(asked().slice(0, -3), quiet));
    return quiet;
  }

  /** Lets everything that was indexed late be swept up, and compares the simulator's ledger with the store. */
  async compared(): Promise<Comparison> {
    await this.untilFilled();
    await this.pass(45 * minute);
    const quiet = await this.#untilSwept(this.now());
    await this.untilFilled();
    await this.#untilNoRebuild();
    const source = await this.lurescope.source();
    this.#checkAccounts(source, quiet);
    const compared = compare(this.simulator, source, await this.lurescope.storedTexts(), quiet);
    if (compared.unknown.length > 0) {
      throw new Error(`Stored, though the API never had it: ${compared.unknown.slice(0, 5).join(', ')}`);
    }
    if (compared.versions === 0) throw new Error('No event had a later version: nothing was shown of them.');
    return compared;
  }

  /** A stretch that is not held would be left out of the comparison: there must be none. */
  #checkAccounts(source: SourceView, by: number): void {
    const gaps = holes(source.coverage, { from: source.historyFrom, to: by });
    if (gaps.length > 0 || source.lost.length > 0) {
      throw new Error(`Not held: ${JSON.stringify(gaps)}, said to be lost: ${JSON.stringify(source.lost)}`);
    }
  }

  /** How often main's log says something: that a fault really did what it was meant to. */
  logged(isMeant: (line: Record<string, unknown>) => boolean): number {
    return this.lurescope.log().filter(isMeant).length;
  }
}
