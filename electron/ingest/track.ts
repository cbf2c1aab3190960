import type { Trouble } from '../../shared/proofpoint/trouble.ts';
import type { Pool } from '../proofpoint/request-budget.ts';

/** How one of a poller's two loops is doing: each pool has its own, and waits out its own failures. */
export class Track {
  readonly pool: Pool;
  failures = 0;
  trouble: Trouble | null = null;
  troubleSince: number | null = null;
  /** No request before this, ms. */
  retryAt = 0;
  /** When it last failed, ms. */
  failedAt = 0;
  /** When the pool refused, ms; the latest ten. */
  refusals: readonly number[] = [];
  #wake = new AbortController();

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** Ends a nap that the loop has begun before. */
  wake(): void {
    const ended = this.#wake;
    this.#wake = new AbortController();
    ended.abort();
  }

  /** Aborted by the next wake. */
  get signal(): AbortSignal {
    return this.#wake.signal;
  }

  succeeded(): void {
    this.forgive();
    this.trouble = null;
    this.troubleSince = null;
  }

  /** Lets it try again at once. */
  forgive(): void {
    this.failures = 0;
    this.retryAt = 0;
  }

  failed(now: number): void {
    this.failures += 1;
    this.failedAt = now;
  }

  refused(now: number): void {
    this.refusals = [...this.refusals.slice(-9), now];
  }

  /** Notes why it cannot read; answers whether that is another reason than before. */
  note(trouble: Trouble, now: number): boolean {
    const changed = this.trouble?.kind !== trouble.kind;
    this.trouble = trouble;
    this.troubleSince ??= now;
    return changed;
  }

  /** Whether it waits at an instant. A clock that went back would make a short pause a long one. */
  waits(now: number): boolean {
    if (now < this.failedAt) this.retryAt = Math.min(this.retryAt, now);
    return now < this.retryAt;
  }
}
