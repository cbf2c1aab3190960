import { kindOfArray } from '../../../shared/event/kinds.ts';
import type { RawEvent } from '../../../shared/event/raw-event.ts';
import { PlainStore, plainRow } from './plain-store.ts';

/** The plain way of ingesting: fetch a window, parse it whole, put its rows, show how many. Answers ms. */
export async function ingestPlain(
  name: string,
  windows: readonly string[],
  headers: Record<string, string>,
): Promise<{ events: number; ms: number }> {
  const store = new PlainStore(name);
  await store.open();
  let taken = 0;
  const startedAt = performance.now();
  for (const url of windows) {
    const answer = (await (await fetch(url, { headers })).json()) as Record<string, unknown>;
    const rows = Object.entries(answer).flatMap(([key, list]) => {
      const kind = kindOfArray(key);
      return kind && Array.isArray(list) ? list.map((raw: RawEvent) => plainRow(kind, raw)) : [];
    });
    await store.events.bulkPut(rows);
    taken += rows.length;
    document.title = `${taken} events`;
  }
  const ms = performance.now() - startedAt;
  const events = await store.events.count();
  await store.delete();
  return { events, ms };
}
