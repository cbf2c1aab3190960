import { defangedIndicator, IndicatorList } from '../../indicators/indicator-list.ts';
import { csvLine } from './csv.ts';
import type { OutgoingEvent } from './outgoing-event.ts';

async function listOf(events: AsyncIterable<OutgoingEvent>): Promise<IndicatorList> {
  const list = new IndicatorList();
  for await (const { event } of events) if ('raw' in event) list.add(event);
  return list;
}

/**
 * The indicators of events as text, one a line.
 * @param isDefanged so that nothing in it becomes a link; tools that block want them as they are
 */
export async function* indicatorTextOf(
  events: AsyncIterable<OutgoingEvent>,
  isDefanged: boolean,
): AsyncGenerator<string> {
  const { indicators } = await listOf(events);
  for (const indicator of indicators)
    yield `${isDefanged ? defangedIndicator(indicator) : indicator.value}\n`;
}

/** The indicators of events as CSV: kind, value, in how many events, and when the first and last of them occurred. */
export async function* indicatorCsvOf(
  events: AsyncIterable<OutgoingEvent>,
  isDefanged: boolean,
): AsyncGenerator<string> {
  const { indicators } = await listOf(events);
  yield csvLine(['kind', 'value', 'events', 'first', 'last']);
  for (const indicator of indicators) {
    const { kind, value, count, first, last } = indicator;
    yield csvLine([kind, isDefanged ? defangedIndicator(indicator) : value, String(count), first, last]);
  }
}
