import { eventsOfLine, type Said, type SaidAlert, type SaidOfEvents } from './said.ts';

type OfEvent = Pick<SaidOfEvents, 'tags' | 'note'>;

/** Whether tags and note of an event are none. */
export function saysNothing({
  tags,
  note,
}: {
  readonly tags: readonly string[];
  readonly note: string;
}): boolean {
  return tags.length === 0 && note === '';
}

/** Lines that tell what is said of events, by row key (`source:identity`): those of which the same is said, together. */
export function* saidOfEvents(
  said: Iterable<readonly [key: string, said: { readonly tags: readonly string[]; readonly note: string }]>,
): Generator<SaidOfEvents> {
  const groups = new Map<string, SaidOfEvents>();
  for (const [key, { tags, note }] of said) {
    const colon = key.lastIndexOf(':');
    const source = key.slice(0, colon);
    const name = JSON.stringify([source, tags, note]);
    const group = groups.get(name);
    const identity = key.slice(colon + 1);
    if (!group) groups.set(name, { source, events: [identity], tags: [...tags], note });
    else if (group.events.push(identity) === eventsOfLine) {
      yield group;
      groups.delete(name);
    }
  }
  yield* groups.values();
}

/** Whether a row key (`source:identity`) is that of a source's event. */
export function isOfSource(key: string, source: string): boolean {
  return key.slice(0, key.lastIndexOf(':')) === source;
}

/** An alert without the events of a source; undefined where it is about no others, itself where about none of them. */
export function withoutSource<A extends Pick<SaidAlert, 'events' | 'count'>>(
  alert: A,
  source: string,
): A | undefined {
  const events = alert.events.filter((key) => !isOfSource(key, source));
  if (events.length === alert.events.length) return alert;
  if (events.length === 0) return undefined;
  return { ...alert, events, count: alert.count - (alert.events.length - events.length) };
}

/** What analysts have said, all lines of a record taken together. */
export class SaidState {
  /** By row key; what was said once and taken back is there as nothing. */
  readonly events = new Map<string, OfEvent>();
  readonly alerts = new Map<string, SaidAlert>();

  constructor(said: Iterable<Said> = []) {
    for (const one of said) this.take(one);
  }

  take(said: Said): void {
    if ('alert' in said) this.alerts.set(said.alert.id, said.alert);
    else if ('gone' in said) for (const id of said.gone) this.alerts.delete(id);
    else {
      const { source, events, tags, note } = said;
      for (const identity of events) this.events.set(`${source}:${identity}`, { tags, note });
    }
  }

  /** Forgets what is said of a source's events, those that alerts tell of among them. */
  removeSource(source: string): void {
    for (const key of this.events.keys()) if (isOfSource(key, source)) this.events.delete(key);
    for (const [id, alert] of this.alerts) {
      const left = withoutSource(alert, source);
      if (left) this.alerts.set(id, left);
      else this.alerts.delete(id);
    }
  }

  /** All of it in as few lines as it takes, without what was taken back. */
  *lines(): Generator<Said> {
    yield* saidOfEvents([...this.events].filter(([, said]) => !saysNothing(said)));
    for (const alert of this.alerts.values()) yield { alert };
  }
}
