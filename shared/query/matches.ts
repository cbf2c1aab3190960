import { type EventFacts, type FieldValues, fieldValues, isNumeric } from '../event/field-values.ts';
import { type Field, fields } from '../event/fields.ts';
import type { ThreatEvent, UnparsedEvent } from '../event/threat-event.ts';
import { addressHex, isInBlock } from './address.ts';
import type { Query, Test } from './ast.ts';
import type { Within } from './extent.ts';
import { lowered, textMatcher } from './pattern.ts';

/** Fields whose values are not the event's own words, but the app's about it. */
const notItsText = new Set(['kind', 'source', 'completelyRewritten']);

/** The fields that bare words are looked for in: all that hold text of the event. */
export const anywhereFields: readonly Field[] = (fields as readonly Field[]).filter(
  (field) => !isNumeric(field) && field.by === undefined && !notItsText.has(field.name),
);

/** Whether a number, score or time lies within bounds. */
export function isWithin(value: number, { from, fromOpen, to, toOpen }: Within): boolean {
  if (from !== null && (fromOpen ? value <= from : value < from)) return false;
  return to === null || (toOpen ? value < to : value <= to);
}

function passes(test: Test, texts: readonly string[], numbers: readonly number[]): boolean {
  switch (test.is) {
    case 'present':
      return texts.length > 0 || numbers.length > 0;
    case 'flag':
      return numbers.includes(test.value ? 1 : 0);
    case 'within':
      return numbers.some((value) => isWithin(value, test));
    case 'address':
      return texts.some((text) => {
        const address = addressHex(text);
        return address !== undefined && isInBlock(address, test);
      });
    case 'text': {
      const isMatch = textMatcher(test.pattern);
      return texts.some((text) => isMatch(lowered(text)));
    }
  }
}

/** Whether values are as a query asks. */
export function matchesValues(query: Query, values: FieldValues): boolean {
  switch (query.is) {
    case 'everything':
      return true;
    case 'and':
      return query.of.every((part) => matchesValues(part, values));
    case 'or':
      return query.of.some((part) => matchesValues(part, values));
    case 'not':
      return !matchesValues(query.of, values);
    case 'field':
      return passes(query.test, values.texts(query.field), values.numbers(query.field));
    case 'entry':
      return values.entries(query.group).some((entry) => matchesValues(query.of, entry));
    case 'anywhere': {
      const isMatch = textMatcher(query.pattern);
      return anywhereFields.some(({ name }) => values.texts(name).some((text) => isMatch(lowered(text))));
    }
  }
}

/**
 * Whether an event is as a query asks: the plain reading of what queries mean, one event at a time, which the engine
 * has to agree with.
 */
export function matches(query: Query, event: ThreatEvent | UnparsedEvent, facts: EventFacts): boolean {
  return matchesValues(query, fieldValues(event, facts));
}
