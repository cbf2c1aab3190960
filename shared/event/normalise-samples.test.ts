import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseInstant } from './instant.ts';
import { normaliseFile } from './normalise-file.ts';
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

function eventsOf(file: string): ThreatEvent[] {
  const text = readFileSync(join(folder, file), 'utf8');
  return [...normaliseFile(text, 0)].map((entry) => {
    if (!entry.ok) throw new Error(entry.reason);
    return entry.event;
  });
}

describe.each(files)('the sample %s', (file) => {
  const there = existsSync(join(folder, file));

  it('has every value of every raw event somewhere in the normalised event', (context) => {
    if (!there) return context.skip(`there is no ${file} beside this project`);
    const events = eventsOf(file);
    expect(events.length).toBeGreaterThan(0);
    for (const { raw, ...event } of events) {
      const found = new Set(scalarsOf(event).map(foldedOf));
      expect(scalarsOf(raw).filter((value) => !found.has(foldedOf(value)))).toEqual([]);
    }
  });

  it('has no problems', (context) => {
    if (!there) return context.skip(`there is no ${file} beside this project`);
    for (const { problems } of eventsOf(file)) expect(problems).toEqual([]);
  });
});
