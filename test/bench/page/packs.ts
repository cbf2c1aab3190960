import { wrap } from 'comlink';
import type { DetectionSettings } from '../../../shared/detection.ts';
import { groupsOf } from './groups.ts';
import type { PacksWorker } from './packs-worker.ts';

/** What it took until events were stored, and until the rules had looked at them, ms. */
export interface Ingested {
  events: number;
  alerts: number;
  storedMs: number;
  detectedMs: number;
}

/** Groups under way at once, as the product has it: while one is written, the next is made ready. */
const mostFlights = 2;

/**
 * Stores events in groups of a thousand while rules look at them beside.
 * @param path lines of a kind, a space and an event's text
 */
export async function ingestWithPacks(
  name: string,
  path: string,
  settings: DetectionSettings,
): Promise<Ingested> {
  const worker = new Worker(new URL('./packs-worker.ts', import.meta.url), { type: 'module' });
  const store = wrap<PacksWorker>(worker);
  await store.open(name, settings);
  const text = await (await fetch(path)).text();
  const startedAt = performance.now();
  const flights = new Set<Promise<void>>();
  for (const group of groupsOf(text)) {
    const flight = store.append(group, Date.now()).finally(() => flights.delete(flight));
    flights.add(flight);
    if (flights.size >= mostFlights) await Promise.race(flights);
  }
  await Promise.all(flights);
  const events = await store.settled();
  const storedMs = performance.now() - startedAt;
  const alerts = await store.detected();
  const detectedMs = performance.now() - startedAt;
  await store.close();
  worker.terminate();
  return { events, alerts, storedMs, detectedMs };
}
