import type { Clock } from '../../electron/clock.ts';
import type { HangingRequests, SharedTime } from './shared-time.ts';

/** A poller has two loops; where both nap it has nothing more to do at this moment. */
const loops = 2;

interface Timer {
  /** By the server's clock, which timers run by whatever the computer's own says. */
  due: number;
  order: number;
  callback(): void;
}

/**
 * The app's clock in a soak. It stands still until it is told to look at the shared time, and knows when everything
 * that this caused has settled: both loops of the poller nap, or wait for a server that does not answer.
 */
export class AppClock {
  readonly #time: SharedTime;
  readonly #hanging: HangingRequests;
  readonly #timers = new Set<Timer>();
  #order = 0;
  #naps = 0;
  #requests = 0;
  #work = 0;
  #look = Promise.withResolvers<void>();

  constructor(time: SharedTime, hanging: HangingRequests) {
    this.#time = time;
    this.#hanging = hanging;
    void this.#watch();
  }

  now(): number {
    return this.#time.now + this.#time.wrongBy;
  }

  /** For the client and all else whose timers say nothing about what the poller is doing. */
  readonly plain: Clock = {
    now: () => this.now(),
    after: (ms, callback) => this.#after(ms, callback),
  };

  /** For the poller: all its timers are naps. */
  readonly ofPoller: Clock = {
    now: () => this.now(),
    after: (ms, callback) => {
      let open = true;
      const close = () => {
        if (open) this.#changed(() => this.#naps--);
        open = false;
      };
      this.#changed(() => this.#naps++);
      const cancel = this.#after(ms, () => {
        close();
        callback();
      });
      return () => {
        close();
        cancel();
      };
    },
  };

  /** `fetch`, counted while it has no answer yet. */
  readonly fetch: typeof fetch = async (...given) => {
    this.#changed(() => this.#requests++);
    try {
      return await fetch(...given);
    } finally {
      this.#changed(() => this.#requests--);
    }
  };

  /** Counts something as under way until it ends. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#changed(() => this.#work++);
    try {
      return await work;
    } finally {
      this.#changed(() => this.#work--);
    }
  }

  /** Fires what is due. */
  fire(): void {
    const due = [...this.#timers]
      .filter((timer) => timer.due <= this.#time.now)
      .sort((a, b) => a.due - b.due || a.order - b.order);
    for (const timer of due) if (this.#timers.delete(timer)) timer.callback();
  }

  /** When the next timer is due, by the server's clock; infinite where there is none. */
  nextDue(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { due } of this.#timers) next = Math.min(next, due);
    return next;
  }

  /** Resolves when nothing happens any more before time moves on. */
  async settled(): Promise<void> {
    while (!this.#isSettled()) await this.#look.promise;
  }

  /** One waiter for all looks: one for each would stay until the count changes, which may be never. */
  async #watch(): Promise<never> {
    for (;;) {
      await this.#hanging.changed(this.#hanging.count);
      this.#changed(() => undefined);
    }
  }

  #isSettled(): boolean {
    // What the server counts may be behind: a request that was given up is not waited for.
    const hanging = Math.min(this.#requests, this.#hanging.count);
    return this.#work === 0 && this.#naps + hanging >= loops;
  }

  #changed(change: () => void): void {
    change();
    const { resolve } = this.#look;
    this.#look = Promise.withResolvers<void>();
    resolve();
  }

  #after(ms: number, callback: () => void): () => void {
    // Whole milliseconds, as a computer's clock has them.
    const timer = { due: Math.ceil(this.#time.now + ms), order: this.#order++, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }
}
