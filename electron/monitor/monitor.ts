import type { Clock } from '../clock.ts';
import type { MonitorState } from '../ingest/source-state.ts';
import { type AppFacts, type AppMonitorState, appAfterGap, stepApp } from './app-watch.ts';
import { type MonitorFacts, stepMonitor } from './stall.ts';
import type { MonitorNotice } from './words.ts';

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
  /** The app's own part, which is no source's: its store and this computer's clock. */
  app: { facts(): AppFacts; state(): AppMonitorState; remember(state: AppMonitorState): void };
  /** Shows a native notification; a click on it leads to the source, where it is about one. */
  notify(notice: MonitorNotice, source?: string): void;
  /** Time has passed unwatched: a poll is tried before anything is said of a source. */
  onGap(): void;
}

/** Watches all sources and the app itself, and says what has to be said, once. */
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

  /** Time has passed unwatched, as in a sleep: what was not said yet begins anew. */
  resumed(): void {
    const { app, onGap } = this.#options;
    onGap();
    app.remember(appAfterGap(app.state()));
  }

  /** Looks at every source now. */
  look(): void {
    const { app, clock, notify, watched } = this.#options;
    const now = clock.now();
    if (this.#lookedAt !== undefined && now - this.#lookedAt > 4 * interval) this.resumed();
    this.#lookedAt = now;
    // Remembered before it is said: after a crash in between it is better unsaid than said twice a minute.
    for (const source of watched()) {
      const before = source.state();
      const { state, say } = stepMonitor(before, source.facts());
      if (state !== before) source.remember(state);
      for (const notice of say) notify(notice, source.id);
    }
    const before = app.state();
    const { state, say } = stepApp(before, app.facts());
    if (state !== before) app.remember(state);
    for (const notice of say) notify(notice);
  }
}
