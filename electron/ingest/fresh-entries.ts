import type { EventKind } from '../../shared/event/kinds.ts';
import type { EntrySink } from '../proofpoint/siem-client.ts';
import { SeenTexts } from './seen-texts.ts';

/** A sink that lets through only entries that are not durable yet, and counts the others. */
export class FreshEntries implements EntrySink {
  readonly #seen: SeenTexts;
  readonly #target: EntrySink;
  readonly #passed = new Set<string>();
  #dropped = 0;

  constructor(seen: SeenTexts, target: EntrySink) {
    this.#seen = seen;
    this.#target = target;
  }

  /** Entries that were durable already, or came twice in this answer. */
  get dropped(): number {
    return this.#dropped;
  }

  entry(kind: EventKind, text: string, valid: boolean): undefined | Promise<void> {
    const name = SeenTexts.nameOf(kind, text);
    if (this.#seen.has(name) || this.#passed.has(name)) {
      this.#dropped += 1;
      return undefined;
    }
    this.#passed.add(name);
    return this.#target.entry(kind, text, valid);
  }

  /** What was let through has become durable. */
  committed(): void {
    this.#seen.add(this.#passed);
  }
}
