import { countOf, formatDuration } from '../../shared/duration.ts';
import type { Trouble } from '../../shared/proofpoint/trouble.ts';

/** A store that takes nothing for so long while something waits does not answer, ms. */
const longestSilence = 30 * 60_000;

/** How the event store is doing, by what the page tells of it and by whether it takes what waits. */
export class StoreWatch {
  readonly #options: { now(): number; waiting(): number };
  #told: string | null | undefined;
  /** When it last took something, or there was nothing for it to take, ms. */
  #tookAt: number;

  constructor(options: { now(): number; waiting(): number }) {
    this.#options = options;
    this.#tookAt = options.now();
  }

  /** The page told what is wrong, or with null that nothing is. */
  tell(sentence: string | null): void {
    this.#told = sentence;
  }

  /** A batch was stored; or time has passed unwatched, in which none could be. */
  took(): void {
    this.#tookAt = this.#options.now();
  }

  /** What is wrong with it; undefined before anything is known. */
  trouble(): Trouble | null | undefined {
    const { now, waiting } = this.#options;
    const count = waiting();
    if (count === 0) this.took();
    if (this.#told) return { kind: 'store', sentence: this.#told };
    const silent = now() - this.#tookAt;
    if (silent < longestSilence) return this.#told === undefined ? undefined : null;
    return {
      kind: 'store',
      sentence: `The event store has taken nothing for ${formatDuration(silent)}, while ${countOf(count, 'window')} of events wait on disk. Nothing is lost. Start Lurescope again.`,
    };
  }
}
