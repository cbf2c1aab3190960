import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attackPoints } from '../../shared/attack-score.ts';
import { type ChunkEntry, chunkOf } from '../store/columns/chunk-builder.ts';
import { EventColumns } from '../store/columns/event-columns.ts';
import { attackedPeople } from './people.ts';
import { anyEntry } from './query-model.ts';

/** Scores as they are worked out by hand, event by event. */
function byHand(entries: readonly ChunkEntry[]): Map<string, number> {
  const scores = new Map<string, number>();
  for (const { event } of entries) {
    if (!('recipient' in event)) continue;
    const points = attackPoints(event.kind, event.threatsInfoMap);
    if (points === 0) continue;
    for (const person of new Set(event.recipient.map((address) => address.toLowerCase()))) {
      if (person !== '') scores.set(person, (scores.get(person) ?? 0) + points);
    }
  }
  return scores;
}

test('people have the scores that are worked out by hand, the most attacked first', () => {
  fc.assert(
    fc.property(fc.array(anyEntry, { maxLength: 30 }), (given) => {
      const entries = given.map(({ event, facts }, i) => ({
        event: { ...event, identity: i.toString(16).padStart(32, '0') },
        facts,
      }));
      const columns = new EventColumns();
      columns.append(chunkOf(entries));
      const { people, attacked, time } = attackedPeople(columns, columns.snapshot(), { top: 500, bars: 7 });
      const scores = people.map(({ address, score }) => [address.toLowerCase(), score] as const);
      expect(new Map(scores)).toEqual(byHand(entries));
      expect(attacked).toBe(people.length);
      expect(time === null).toBe(people.length === 0);
      expect(scores.map(([, score]) => score)).toEqual(
        scores.map(([, score]) => score).sort((a, b) => b - a),
      );
      for (const { kinds, bars } of people) {
        const events = Object.values(kinds).reduce((sum, count) => sum + count, 0);
        expect(bars.reduce((sum, count) => sum + count, 0)).toBe(events);
      }
    }),
    { numRuns: 200 },
  );
});

test('only events of the selection count, and only the most attacked are given', () => {
  fc.assert(
    fc.property(fc.array(anyEntry, { minLength: 2, maxLength: 20 }), fc.nat(), (given, seed) => {
      const entries = given.map(({ event, facts }, i) => ({
        event: { ...event, identity: i.toString(16).padStart(32, '0') },
        facts,
      }));
      const columns = new EventColumns();
      columns.append(chunkOf(entries));
      const selection = Uint32Array.from(columns.snapshot(), (word) => word & seed);
      const chosen = entries.filter((_, i) => ((seed >>> i) & 1) === 1);
      const all = attackedPeople(columns, selection, { top: 500, bars: 3 });
      expect(new Map(all.people.map(({ address, score }) => [address.toLowerCase(), score]))).toEqual(
        byHand(chosen),
      );
      const few = attackedPeople(columns, selection, { top: 1, bars: 3 });
      expect(few.people).toEqual(all.people.slice(0, 1));
      expect(few.attacked).toBe(all.attacked);
    }),
    { numRuns: 100 },
  );
});
