import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gathered } from '../../test/files/read-all.ts';
import { normalised } from '../files/normalised.ts';
import { readEvents } from '../files/read-events.ts';
import { parseInstant } from './instant.ts';
import type { ThreatEvent } from './threat-event.ts';

const folder = join(import.meta.dirname, '../../../shared/samples');
const files = ['siem-all-legacy-spelling.json', 'messages-delivered.ndjson', 'clicks-permitted.ndjson'];

function scalarsOf(value: unknown): unknown[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [value];
  return Object.values(value).flatMap(scalarsOf);
}

/** A value as it may be reformatted: words in lower case, times as instants. */
function foldedOf(value: unknown): string {
  const ms = typeof value === 'string' ? parseInstant(value) : undefined;
  return ms === undefined ? String(value).toLowerCase() : `at ${ms}`;
}

async function eventsOf(file: string): Promise<ThreatEvent[]> {
  const entries = await gathered(readEvents(createReadStream(join(folder, file))));
  return entries.map((entry) => {
    if (!entry.ok) throw new Error(entry.reason);
    const event = normalised(entry, 0);
    if ('rawText' in event) throw new Error(event.reason);
    return event;
  });
}

describe.each(files)('the sample %s', (file) => {
  const there = existsSync(join(folder, file));

  it('has every value of every raw event somewhere in the normalised event', async (context) => {
    if (!there) return context.skip(`there is no ${file} beside this project`);
    const events = await eventsOf(file);
    expect(events.length).toBeGreaterThan(0);
    for (const { raw, ...event } of events) {
      const found = new Set(scalarsOf(event).map(foldedOf));
      expect(scalarsOf(raw).filter((value) => !found.has(foldedOf(value)))).toEqual([]);
    }
  });

  it('has no problems', async (context) => {
    if (!there) return context.skip(`there is no ${file} beside this project`);
    for (const { problems } of await eventsOf(file)) expect(problems).toEqual([]);
  });
});
