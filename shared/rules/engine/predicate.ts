import { isNumeric } from '../../event/field-values.ts';
import { type FieldGroup, fieldNamed } from '../../event/fields.ts';
import { eventKinds } from '../../event/kinds.ts';
import { addressHex, isInBlock } from '../../query/address.ts';
import type { Query, Test, TextPattern } from '../../query/ast.ts';
import type { Within } from '../../query/extent.ts';
import { anywhereFields, isWithin } from '../../query/matches.ts';
import { textMatcher } from '../../query/pattern.ts';
import type { FieldSlots, SeenEvent } from './seen-event.ts';

/** A query as a function. */
export type Predicate = (event: SeenEvent) => boolean;

const always: Predicate = () => true;
const never: Predicate = () => false;

function textTest(slot: number, pattern: TextPattern): Predicate {
  if (pattern.how === 'is') {
    const { text } = pattern;
    return (event) => event.texts(slot).includes(text);
  }
  const isMatch = textMatcher(pattern);
  return (event) => {
    for (const text of event.texts(slot)) if (isMatch(text)) return true;
    return false;
  };
}

function withinTest(slot: number, test: Within): Predicate {
  if (test.fromOpen || test.toOpen)
    return (event) => event.numbers(slot).some((value) => isWithin(value, test));
  const low = test.from ?? Number.NEGATIVE_INFINITY;
  const high = test.to ?? Number.POSITIVE_INFINITY;
  return (event) => {
    for (const value of event.numbers(slot)) if (value >= low && value <= high) return true;
    return false;
  };
}

function fieldTest(name: string, test: Test, slots: FieldSlots): Predicate {
  const slot = slots.slotOf(name);
  const field = fieldNamed(name);
  switch (test.is) {
    case 'present':
      return field && isNumeric(field)
        ? (event) => event.numbers(slot).length > 0
        : (event) => event.texts(slot).length > 0;
    case 'flag': {
      const wanted = test.value ? 1 : 0;
      return (event) => event.numbers(slot).includes(wanted);
    }
    case 'within':
      return withinTest(slot, test);
    case 'address':
      return (event) =>
        event.texts(slot).some((text) => {
          const address = addressHex(text);
          return address !== undefined && isInBlock(address, test);
        });
    case 'text':
      return textTest(slot, test.pattern);
  }
}

function entryTest(group: FieldGroup, of: Predicate): Predicate {
  return (event) => {
    for (const entry of event.entries(group)) if (of(entry)) return true;
    return false;
  };
}

/** What a part of a query costs to ask, roughly: what is cheap is asked first. */
export function costOf(query: Query): number {
  switch (query.is) {
    case 'everything':
      return 0;
    case 'field':
      if (query.test.is === 'text') return query.test.pattern.how === 'is' ? 1 : 8;
      return query.test.is === 'address' ? 20 : 1;
    case 'not':
      return costOf(query.of);
    case 'entry':
      return 4 + costOf(query.of);
    case 'anywhere':
      return 200;
    case 'and':
    case 'or':
      return query.of.reduce((sum, part) => sum + costOf(part), 0);
  }
}

/** The whole values of one field of which any will do; undefined for anything else. */
function listedValues(of: readonly Query[]): { field: string; values: string[] } | undefined {
  const [first] = of;
  if (of.length < 6 || first?.is !== 'field') return undefined;
  const { field } = first;
  const values = of.flatMap((part) =>
    part.is === 'field' && part.field === field && part.test.is === 'text' && part.test.pattern.how === 'is'
      ? [part.test.pattern.text]
      : [],
  );
  return values.length === of.length ? { field, values } : undefined;
}

/** Whether alternatives are whole values of one field, which are looked up rather than tried one by one. */
export function isValueList(of: readonly Query[]): boolean {
  return listedValues(of) !== undefined;
}

function valueList(of: readonly Query[], slots: FieldSlots): Predicate | undefined {
  const listed = listedValues(of);
  if (!listed) return undefined;
  const values = new Set(listed.values);
  const slot = slots.slotOf(listed.field);
  return (event) => {
    for (const text of event.texts(slot)) if (values.has(text)) return true;
    return false;
  };
}

function joined(how: 'and' | 'or', of: readonly Query[], slots: FieldSlots): Predicate {
  if (how === 'or') {
    const list = valueList(of, slots);
    if (list) return list;
  }
  const sorted = of.toSorted((a, b) => costOf(a) - costOf(b));
  const parts = sorted.map((part) => predicateOf(part, slots));
  const [first = always, second] = parts;
  if (parts.length === 1) return first;
  if (parts.length === 2 && second)
    return how === 'and'
      ? (event) => first(event) && second(event)
      : (event) => first(event) || second(event);
  const stopsAt = how === 'or';
  return (event) => {
    for (const part of parts) if (part(event) === stopsAt) return stopsAt;
    return !stopsAt;
  };
}

/** A query as a fast function over events; it says what `matches` says. */
export function predicateOf(query: Query, slots: FieldSlots): Predicate {
  switch (query.is) {
    case 'everything':
      return always;
    case 'and':
    case 'or':
      return query.of.length === 0
        ? query.is === 'and'
          ? always
          : never
        : joined(query.is, query.of, slots);
    case 'not': {
      const of = predicateOf(query.of, slots);
      return (event) => !of(event);
    }
    case 'field':
      return fieldTest(query.field, query.test, slots);
    case 'entry':
      return entryTest(query.group, predicateOf(query.of, slots));
    case 'anywhere': {
      const test: Test = { is: 'text', pattern: query.pattern };
      const tests = anywhereFields.map(({ name }) => fieldTest(name, test, slots));
      return (event) => tests.some((passes) => passes(event));
    }
  }
}

/** Kinds of event as bits, in the order of `eventKinds`. */
const allKinds = (1 << eventKinds.length) - 1;

/** For which kinds a query can hold, and for which it has to, whatever else the event says. */
function kindBits(query: Query): { can: number; must: number } {
  switch (query.is) {
    case 'everything':
      return { can: allKinds, must: allKinds };
    case 'and':
      return query.of
        .map(kindBits)
        .reduce((a, b) => ({ can: a.can & b.can, must: a.must & b.must }), { can: allKinds, must: allKinds });
    case 'or':
      return query.of
        .map(kindBits)
        .reduce((a, b) => ({ can: a.can | b.can, must: a.must | b.must }), { can: 0, must: 0 });
    case 'not': {
      const { can, must } = kindBits(query.of);
      return { can: allKinds & ~must, must: allKinds & ~can };
    }
    case 'field': {
      if (query.field !== 'kind' || query.test.is !== 'text') return { can: allKinds, must: 0 };
      const isMatch = textMatcher(query.test.pattern);
      const bits = eventKinds.reduce((sum, kind, i) => sum | (isMatch(kind.toLowerCase()) ? 1 << i : 0), 0);
      return { can: bits, must: bits };
    }
    case 'entry':
    case 'anywhere':
      return { can: allKinds, must: 0 };
  }
}

/** The kinds of event that can be as a query asks, as bits in the order of `eventKinds`. */
export function kindsOf(query: Query): number {
  return kindBits(query).can;
}
