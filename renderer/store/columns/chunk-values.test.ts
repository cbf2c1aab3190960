import { expect, test } from 'vitest';
import { type FieldValues, fieldValues } from '../../../shared/event/field-values.ts';
import { fields } from '../../../shared/event/fields.ts';
import { normaliseEvent } from '../../../shared/event/normalise.ts';
import { createTenant } from '../../../shared/sample-tenant/tenant.ts';
import { chunkOf } from './chunk-builder.ts';
import { ChunkValues } from './chunk-values.ts';

/** All that can be asked of an event. */
function told(values: FieldValues): unknown {
  const of = (item: FieldValues) =>
    fields.map(({ name }) => [name, item.texts(name), item.numbers(name)] as const);
  return {
    own: of(values),
    threats: values.entries('threats').map(of),
    parts: values.entries('parts').map(of),
  };
}

test('a row of columns tells what the event itself tells', () => {
  const start = Date.UTC(2025, 2, 3);
  const tenant = createTenant({ seed: 7, rate: 40, stories: true });
  const facts = { source: 'sample', fetched: start, versions: 1 };
  const entries = tenant
    .entriesCreatedBetween(start, start + 24 * 3_600_000)
    .map(({ kind, raw, createdAt }) => ({ event: normaliseEvent(kind, raw, createdAt), facts }));
  expect(entries.length).toBeGreaterThan(500);
  const chunk = chunkOf(entries);
  for (const [at, { event }] of entries.entries()) {
    expect(told(new ChunkValues(chunk, at, 1))).toEqual(told(fieldValues(event, facts)));
  }
});
