import { type Field, type FieldGroup, fieldNamed } from '../../shared/event/fields.ts';
import type { Query, Test, TextPattern } from '../../shared/query/ast.ts';
import { anywhereFields } from '../../shared/query/matches.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import { type FieldColumn, groupOf, hashedFields } from '../store/columns/field-columns.ts';
import { type ValueHash, valueHash } from '../store/columns/value-hash.ts';
import {
  anyOfSeveralTest,
  type BlockTest,
  everyTest,
  joinedTest,
  markedTest,
  noTest,
  notTest,
  type Range,
  rangeTest,
  timeTest,
  uniqueTest,
} from './block-test.ts';
import { entryTest } from './entry-test.ts';
import { LevelMarks, TextMarks } from './value-marks.ts';
import { numberTestOf, searchOf } from './value-search.ts';

/** Values that pass a pattern, of a field whose texts are not in memory; undefined while not known. */
export type FoundTexts = (field: string, pattern: TextPattern) => readonly ValueHash[] | undefined;

function rangeOf(test: Test): Range | undefined {
  if (test.is === 'within') return test;
  const value = test.is === 'flag' ? Number(test.value) : null;
  return test.is === 'present' || test.is === 'flag'
    ? { is: 'within', from: value, fromOpen: false, to: value, toOpen: false }
    : undefined;
}

function uniqueFieldTest(
  name: string,
  column: Extract<FieldColumn, { is: 'unique' }>['column'],
  test: Test,
  found: FoundTexts,
): BlockTest {
  if (test.is === 'present') return uniqueTest(column, null);
  if (test.is !== 'text') return noTest;
  const { pattern } = test;
  // A value that is the text as a whole can be told without the texts.
  const whole = pattern.how === 'like' ? [] : [valueHash(pattern.text)].filter(({ low }) => low !== 0);
  const wanted = [...whole, ...(found(name, pattern) ?? [])];
  return wanted.length > 0 ? uniqueTest(column, wanted) : noTest;
}

function measureTest(
  field: Field,
  column: Extract<FieldColumn, { is: 'measure' }>['column'],
  test: Test,
  columns: EventColumns,
): BlockTest {
  const passes = numberTestOf(test);
  const range = rangeOf(test);
  if (!passes || !range) return noTest;
  if (field.name === 'time') return timeTest(columns, range);
  const group = groupOf(field);
  const first = rangeTest(column, range);
  return group ? anyOfSeveralTest(first, column, columns.fields.entries[group], passes) : first;
}

interface Context {
  columns: EventColumns;
  found: FoundTexts;
  /** Within an entry only its group's fields have values. */
  group: FieldGroup | undefined;
}

function fieldTest(name: string, test: Test, { columns, found, group }: Context): BlockTest {
  const field = fieldNamed(name);
  const held = field && columns.fields.of(field.name);
  if (!held || (group && groupOf(field) !== group)) return noTest;
  switch (held.is) {
    case 'text': {
      const search = searchOf(test);
      const { codes, dictionary } = held.column;
      if (!search) return noTest;
      const hashes = test.is === 'text' && !dictionary.hasTexts ? found(name, test.pattern) : undefined;
      return markedTest(codes, new TextMarks(dictionary, search, hashes));
    }
    case 'level': {
      const passes = numberTestOf(test);
      const { codes, dictionary } = held.column;
      return passes ? markedTest(codes, new LevelMarks(dictionary, passes)) : noTest;
    }
    case 'measure':
      return measureTest(field, held.column, test, columns);
    case 'unique':
      return uniqueFieldTest(field.name, held.column, test, found);
  }
}

function compiled(query: Query, context: Context): BlockTest {
  switch (query.is) {
    case 'everything':
      return everyTest;
    case 'and':
    case 'or':
      return joinedTest(
        query.is,
        query.of.map((part) => compiled(part, context)),
      );
    case 'not':
      return notTest(compiled(query.of, context));
    case 'field':
      return fieldTest(query.field, query.test, context);
    case 'entry':
      // An entry has no entries of its own.
      if (context.group) return noTest;
      return entryTest(
        query.group,
        query.of,
        context.columns,
        context.found,
        compiled(query.of, { ...context, group: query.group }),
      );
    case 'anywhere': {
      const test: Test = { is: 'text', pattern: query.pattern };
      return joinedTest(
        'or',
        anywhereFields.map(({ name }) => fieldTest(name, test, context)),
      );
    }
  }
}

/**
 * A query as a test of places, block by block.
 * @param found what is known of texts that are not in memory
 */
export function compile(query: Query, columns: EventColumns, found: FoundTexts = () => undefined): BlockTest {
  return compiled(query, { columns, found, group: undefined });
}

/** A search of texts that are not in memory: of which field, and for what. */
export interface TextSearch {
  field: string;
  pattern: TextPattern;
}

/**
 * The searches of a query that need texts of fields whose values are held as hashes, which only the stored events
 * have. Without their results such a part of the query finds whole values alone.
 */
export function neededTexts(query: Query): TextSearch[] {
  switch (query.is) {
    case 'and':
    case 'or':
      return query.of.flatMap(neededTexts);
    case 'not':
    case 'entry':
      return neededTexts(query.of);
    case 'anywhere': {
      const { pattern } = query;
      return pattern.how === 'is' ? [] : Array.from(hashedFields, (field) => ({ field, pattern }));
    }
    case 'field': {
      const { field, test } = query;
      if (!hashedFields.has(field) || test.is !== 'text' || test.pattern.how === 'is') return [];
      return [{ field, pattern: test.pattern }];
    }
    case 'everything':
      return [];
  }
}
