import type { Clock } from '../clock.ts';
import type { MonitorState } from '../ingest/source-state.ts';
import { type MonitorFacts, stepMonitor } from './stall.ts';
import type { Notice } from './words.ts';

/** How often silence is looked for, ms; what changes in between is looked at as it happens. */
const interval = 15_000;

/** A source as the monitor watches it. */
export interface Watched {
  id: string;
  facts(): MonitorFacts;
  state(): MonitorState;
  remember(state: MonitorState): void;
}

export interface MonitorOptions {
  clock: Clock;
  watched(): Watched[];
  /** Shows a native notification; a click on it leads to the source. */
  notify(notice: Notice, source: string): void;
  /** Time has passed unwatched, as after a sleep that the system did not tell of. */
  onGap(): void;
}

/** Watches all sources and says what has to be said, once. */
export class Monitor {
  readonly #options: MonitorOptions;
  #cancel = () => {};
  #lookedAt: number | undefined;

  constructor(options: MonitorOptions) {
    this.#options = options;
  }

  start(): void {
    this.look();
    this.#cancel = this.#options.clock.after(interval, () => this.start());
  }

  stop(): void {
    this.#cancel();
  }

  /** Looks at every source now. */
  look(): void {
    const now = this.#options.clock.now();
    if (this.#lookedAt !== undefined && now - this.#lookedAt > 4 * interval) this.#options.onGap();
    this.#lookedAt = now;
    for (const source of this.#options.watched()) {
      const before = source.state();
      const { state, say } = stepMonitor(before, source.facts());
      // Remembered before it is said: after a crash in between it is better unsaid than said twice a minute.
      if (state !== before) source.remember(state);
      for (const notice of say) this.#options.notify(notice, source.id);
    }
  }
}
