import { Worker } from 'node:worker_threads';
import { Intake } from '../../renderer/store/intake.ts';
import type { BatchNotice } from '../../shared/journal-batch.ts';
import type { AppStart, AppStatus, FromApp, ToApp } from './app-messages.ts';
import type { SharedTime } from './shared-time.ts';
import type { SoakStore } from './soak-store.ts';

interface Wait {
  due: number;
  done(): void;
}

/**
 * One run of the app, from its start to its end: main as a thread, and beside it the renderer's intake, which takes
 * what main announces into the store. Both end together.
 */
export class RunningApp {
  readonly #worker: Worker;
  readonly #time: SharedTime;
  readonly #durableAt: Map<number, number>;
  readonly #intake: Intake;
  readonly #answers = new Map<string, (message: FromApp) => void>();
  readonly #unstored = new Set<number>();
  readonly #waits = new Set<Wait>();
  readonly #failed = Promise.withResolvers<never>();
  /** Batches that could not be read: none, since nothing damages them. */
  readonly damaged: string[] = [];
  #stored = Promise.withResolvers<void>();
  #asked = 0;
  #ended = false;
  #nextDue = Number.NEGATIVE_INFINITY;

  /**
   * @param durableAt when each batch became durable, by its number; outlives the run
   * @param foundAt what is found at the start became durable at this instant or before
   */
  constructor(
    start: AppStart,
    time: SharedTime,
    store: SoakStore,
    durableAt: Map<number, number>,
    foundAt: number,
  ) {
    this.#time = time;
    this.#durableAt = durableAt;
    this.#worker = new Worker(new URL('./app-worker.ts', import.meta.url), {
      workerData: start,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 4096 },
    });
    this.#intake = new Intake({
      store,
      fetchBatch: (path) => this.#fetchBatch(path),
      wait: (ms) => this.#wait(ms),
      acknowledge: (notice, outcome) => {
        this.#tell({ say: 'acknowledge', notice, outcome });
        this.#settleBatch(notice);
      },
      damaged: (notice, reason) => {
        this.damaged.push(`${notice.lane} ${notice.seq}: ${reason}`);
        this.#tell({ say: 'damaged', notice, reason });
        this.#settleBatch(notice);
      },
      trouble: () => undefined,
      changed: () => undefined,
    });
    // A run that nobody waits for just now may fail as well.
    this.#failed.promise.catch(() => undefined);
    this.#worker.on('message', (message: FromApp) => this.#hear(message, foundAt));
    this.#worker.on('error', (error) => this.#failed.reject(error));
    this.#worker.on('exit', () => {
      if (!this.#ended) this.#failed.reject(new Error('The app ended by itself.'));
    });
  }

  /** When something is to happen next, by the server's clock. */
  get nextDue(): number {
    return Math.min(this.#nextDue, ...[...this.#waits].map(({ due }) => due));
  }

  /** Lets everything happen that is due at this moment, in main and in the store. */
  async step(): Promise<void> {
    for (const wait of [...this.#waits].sort((a, b) => a.due - b.due)) {
      if (wait.due <= this.#time.now && this.#waits.delete(wait)) wait.done();
    }
    do {
      const step = ++this.#asked;
      const settled = await this.#ask(`settled ${step}`, { say: 'step', step });
      if (settled.say === 'settled') this.#nextDue = settled.nextDue;
      if (this.#isStored) return;
      await Promise.race([this.#stored.promise, this.#failed.promise]);
      // What was stored is acknowledged now, which main has yet to settle.
    } while (!this.#ended);
  }

  /** Begins what is due and does not wait for it. */
  begin(): void {
    this.#tell({ say: 'step', step: ++this.#asked });
  }

  async status(): Promise<AppStatus> {
    const answer = await this.#ask('status', { say: 'status' });
    if (answer.say !== 'status') throw new Error('The app does not say how it stands.');
    return answer.status;
  }

  setAsleep(asleep: boolean): void {
    this.#tell({ say: 'asleep', asleep });
  }

  pollNow(): void {
    this.#tell({ say: 'poll now' });
  }

  /** Ends the app as closing it does. */
  async quit(): Promise<void> {
    await this.#ask('quit', { say: 'quit' });
    await this.kill();
  }

  /** Ends the app in the middle of whatever it does. */
  async kill(): Promise<void> {
    this.#ended = true;
    await this.#worker.terminate();
  }

  /** Whether nothing of what was announced can be stored before time moves on. */
  get #isStored(): boolean {
    return this.#unstored.size === 0 || this.#waits.size > 0;
  }

  #settleBatch({ seq }: BatchNotice): void {
    this.#unstored.delete(seq);
    if (this.#isStored) this.#look();
  }

  #look(): void {
    const { resolve } = this.#stored;
    this.#stored = Promise.withResolvers<void>();
    resolve();
  }

  #hear(message: FromApp, foundAt: number): void {
    if (this.#ended) return;
    if (message.say === 'batch') {
      const { notice, at } = message;
      if (!this.#durableAt.has(notice.seq)) this.#durableAt.set(notice.seq, at ?? foundAt);
      this.#unstored.add(notice.seq);
      this.#intake.take(notice);
      return;
    }
    const key =
      message.say === 'settled'
        ? `settled ${message.step}`
        : message.say === 'bytes'
          ? `bytes ${message.ask}`
          : message.say;
    this.#answers.get(key)?.(message);
    this.#answers.delete(key);
  }

  #tell(message: ToApp): void {
    if (!this.#ended) this.#worker.postMessage(message);
  }

  #ask(key: string, message: ToApp): Promise<FromApp> {
    const answer = new Promise<FromApp>((resolve) => this.#answers.set(key, resolve));
    this.#tell(message);
    return Promise.race([answer, this.#failed.promise]);
  }

  async #fetchBatch(path: string): Promise<Response> {
    const [, source = '', seq] = /^\/journal\/([a-z0-9-]+)\/(\d+)$/.exec(path) ?? [];
    const ask = ++this.#asked;
    const answer = await this.#ask(`bytes ${ask}`, { say: 'read', source, seq: Number(seq), ask });
    if (answer.say === 'bytes' && answer.bytes) return new Response(answer.bytes);
    this.#settleBatch({ source, seq: Number(seq), lane: 'main', events: 0 });
    return new Response('No such batch.', { status: 404 });
  }

  /** The renderer waits by the same time as main. */
  #wait(ms: number): Promise<void> {
    return new Promise((done) => {
      this.#waits.add({ due: Math.ceil(this.#time.now + ms), done });
      this.#look();
    });
  }
}
