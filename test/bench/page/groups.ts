import type { EventKind } from '../../../shared/event/kinds.ts';

const groupSize = 1000;

/** Lines of a kind, a space and an event's text, as groups of events. */
export function* groupsOf(text: string, size = groupSize): Generator<{ kind: EventKind; text: string }[]> {
  let group: { kind: EventKind; text: string }[] = [];
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const border = text.indexOf(' ', at);
    group.push({ kind: text.slice(at, border) as EventKind, text: text.slice(border + 1, end) });
    at = end + 1;
    if (group.length === size) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) yield group;
}
