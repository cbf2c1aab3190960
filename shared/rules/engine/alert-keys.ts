const mostEvents = 20_000;

/**
 * Which alert the events of a rule belong to, where a later version of an event may say otherwise: one that is told
 * anew belongs to the alert it raised. Those that were first told of longest ago are forgotten
 * first.
 */
export class AlertKeys {
  readonly #keys = new Map<string, string>();

  /** The key that an event's first detection had: from now on this one, where it had none. */
  keep(identity: string, key: string): string {
    const known = this.#keys.get(identity);
    if (known !== undefined) return known;
    this.#keys.set(identity, key);
    if (this.#keys.size > mostEvents) this.#keys.delete(this.#keys.keys().next().value ?? '');
    return key;
  }

  /** The events of each key, as JSON can hold them. */
  state(): [key: string, identities: string[]][] {
    const events = new Map<string, string[]>();
    for (const [identity, key] of this.#keys) {
      const known = events.get(key);
      if (known) known.push(identity);
      else events.set(key, [identity]);
    }
    return [...events];
  }

  restore(state: ReturnType<AlertKeys['state']>): void {
    for (const [key, identities] of state) for (const identity of identities) this.#keys.set(identity, key);
  }
}
