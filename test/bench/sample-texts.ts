import { answerArrays, type EventKind, eventKinds } from '../../shared/event/kinds.ts';
import { createTenant, takeEvents } from '../../shared/sample-tenant/tenant.ts';

/** Built once and repeated with another GUID each time, so that a large body is not a matter of minutes. */
const templates = 10_000;

interface Template {
  kind: EventKind;
  before: string;
  after: string;
}

/** An event's kind and exact text, no two alike. */
export interface SampleText {
  kind: EventKind;
  text: string;
}

/** Endlessly many events like the sample tenant's, about 1.7 KB each, every one with a GUID of its own. */
export function* sampleTexts(seed = 11): Generator<SampleText, never> {
  const tenant = createTenant({ seed, rate: 3000 });
  const mark = '@GUID@';
  const built = takeEvents(tenant, templates, Date.UTC(2026, 10, 20)).map(({ kind, raw }): Template => {
    const [before = '', after = ''] = JSON.stringify({ ...raw, GUID: mark }).split(mark);
    return { kind, before, after };
  });
  for (let count = 0; ; count++) {
    const { kind, before, after } = built[count % built.length] as Template;
    yield { kind, text: `${before}${count.toString(16).padStart(32, '0')}${after}` };
  }
}

/** A SIEM answer's body in pieces, with events taken from a generator until it has so many events or bytes. */
export function* answerBody(
  texts: Generator<SampleText, never>,
  until: { events: number } | { bytes: number },
  queryEndTime: string,
): Generator<string> {
  const lists = new Map<EventKind, string[]>(eventKinds.map((kind) => [kind, []]));
  let events = 0;
  let bytes = 0;
  // Not a loop over the generator, which would end it.
  while ('events' in until ? events < until.events : bytes < until.bytes) {
    const { kind, text } = texts.next().value;
    lists.get(kind)?.push(text);
    events += 1;
    bytes += text.length;
  }
  yield `{"queryEndTime":"${queryEndTime}"`;
  for (const [index, kind] of eventKinds.entries()) {
    const list = lists.get(kind) ?? [];
    yield `,"${answerArrays[index]}":[`;
    for (let at = 0; at < list.length; at += 500) {
      yield `${at === 0 ? '' : ','}${list.slice(at, at + 500).join(',')}`;
    }
    yield ']';
  }
  yield '}';
}
