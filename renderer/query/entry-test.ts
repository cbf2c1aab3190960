import { type Field, type FieldGroup, fieldNamed } from '../../shared/event/fields.ts';
import type { Query } from '../../shared/query/ast.ts';
import { anywhereFields } from '../../shared/query/matches.ts';
import { blockShift, blockSize } from '../store/columns/blocks.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import { groupOf } from '../store/columns/field-columns.ts';
import type { BlockTest } from './block-test.ts';
import type { FoundTexts } from './compile.ts';
import { type Marks, TextMarks } from './value-marks.ts';
import { numberTestOf, searchOf } from './value-search.ts';

/** Whether an entry of an event, by the event's place, passes. */
type EntryCheck = (place: number, entry: number) => boolean;

interface Check {
  passes: EntryCheck;
  marks: readonly Marks[];
}

const never: Check = { passes: () => false, marks: [] };

interface Context {
  columns: EventColumns;
  found: FoundTexts;
  group: FieldGroup;
}

function isOf(field: Field | undefined, group: FieldGroup): boolean {
  return field !== undefined && groupOf(field) === group;
}

function joined(of: readonly Query[], context: Context, how: 'every' | 'some'): Check {
  const checks = of.map((part) => checkOf(part, context));
  return {
    passes: (place, entry) => checks[how](({ passes }) => passes(place, entry)),
    marks: checks.flatMap(({ marks }) => marks),
  };
}

function fieldCheck(
  { field, test }: Extract<Query, { is: 'field' }>,
  { columns, found: foundTexts, group }: Context,
): Check {
  const found = isOf(fieldNamed(field), group) ? columns.fields.of(field) : undefined;
  if (found?.is === 'text') {
    const search = searchOf(test);
    if (!search) return never;
    const { codes, dictionary } = found.column;
    const hashes = test.is === 'text' && !dictionary.hasTexts ? foundTexts(field, test.pattern) : undefined;
    const marks = new TextMarks(dictionary, search, hashes);
    const passes: EntryCheck = (place, entry) => {
      const code = codes.at(place);
      const held = code === 0 ? 0 : (dictionary.lists.membersOf(code)?.[entry] ?? 0);
      return marks.marks[held] === 1;
    };
    return { passes, marks: [marks] };
  }
  const passes = numberTestOf(test);
  if (found?.is !== 'measure' || !passes) return never;
  const { several } = found.column;
  return { passes: (place, entry) => passes(several?.at(place)?.[entry] ?? Number.NaN), marks: [] };
}

function checkOf(query: Query, context: Context): Check {
  switch (query.is) {
    case 'everything':
      return { passes: () => true, marks: [] };
    case 'and':
      return joined(query.of, context, 'every');
    case 'or':
      return joined(query.of, context, 'some');
    case 'not': {
      const { passes, marks } = checkOf(query.of, context);
      return { passes: (place, entry) => !passes(place, entry), marks };
    }
    case 'field':
      return fieldCheck(query, context);
    case 'anywhere': {
      const inGroup = anywhereFields.filter((field) => isOf(field, context.group));
      const test = { is: 'text', pattern: query.pattern } as const;
      return joined(
        inGroup.map(({ name }) => ({ is: 'field', field: name, test })),
        context,
        'some',
      );
    }
    case 'entry':
      // An entry has no entries of its own.
      return never;
  }
}

const counts = new Uint32Array(blockSize);

/**
 * Places of which one entry passes all of a query. Most events have a single entry, for which the query can be asked
 * of the event's columns as if the entry were the event; only those of several are looked at one by one.
 * @param found what is known of texts that are not in memory
 * @param ofSingle the query over the columns
 */
export function entryTest(
  group: FieldGroup,
  query: Query,
  columns: EventColumns,
  found: FoundTexts,
  ofSingle: BlockTest,
): BlockTest {
  const column = columns.fields.entries[group];
  const check = checkOf(query, { columns, found, group });
  return {
    update: () => {
      ofSingle.update();
      for (const marks of check.marks) marks.update();
    },
    test(block, into) {
      const constant = column.constantOf(block);
      if (constant === 0) {
        into.fill(0);
        return;
      }
      ofSingle.test(block, into);
      if (constant === 1) return;
      column.read(block, counts);
      for (let i = 0; i < blockSize; i++) {
        const count = counts[i] as number;
        if (count === 1) continue;
        const place = (block << blockShift) | i;
        let passes = false;
        for (let entry = 0; entry < count && !passes; entry++) passes = check.passes(place, entry);
        const bit = 1 << (i & 31);
        const word = into[i >> 5] as number;
        into[i >> 5] = passes ? word | bit : word & ~bit;
      }
    },
  };
}
