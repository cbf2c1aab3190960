import * as fc from 'fast-check';
import { isNumeric } from '../../shared/event/field-values.ts';
import { type Field, type FieldGroup, fields } from '../../shared/event/fields.ts';
import { readBlock } from '../../shared/query/address.ts';
import type { PatternPart, Query, Test, TextPattern } from '../../shared/query/ast.ts';
import { isEmpty } from '../../shared/query/extent.ts';
import { patternOf } from '../../shared/query/pattern.ts';

const oddities = [
  '"',
  '\\',
  ':',
  '*',
  '?',
  '(',
  ')',
  ',',
  '-',
  '=',
  '[',
  '/',
  ' ',
  '\n',
  '\u202e',
  '🧾',
  'İ',
  '\ud83d',
];

/** Text with all that could be mistaken for something else. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...oddities, 'a', 'B', '1', '.', '@'), minLength: 1, maxLength: 12 }),
  fc.constantFrom(
    'AND',
    'or',
    'NOT',
    'TO',
    '-x',
    '=x',
    'u{41}',
    '\\u{41}',
    '10.0.0.0/8',
    '::1',
    'kind:x',
    '..',
    'any',
    'one',
  ),
);

const part: fc.Arbitrary<PatternPart> = fc.oneof(
  fc.constant('any' as const),
  fc.constant('one' as const),
  anyText.map((text) => ({ text })),
);

function isPattern(pattern: TextPattern | undefined): pattern is TextPattern {
  return pattern !== undefined && !(pattern.how === 'is' && pattern.text === '');
}

const pattern = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 5 }), fc.boolean())
  .map(([parts, within]) => patternOf(parts, within))
  .filter(isPattern);

const block = fc
  .oneof(
    fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
    fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
  )
  .map(([address, bits]) => readBlock(`${address}/${bits}`))
  .filter((found) => typeof found === 'object');

const number = fc.oneof(
  fc.integer({ min: -5, max: 105 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
);
const time = fc.integer({ min: Date.UTC(1990), max: Date.UTC(2100) });

function within(bound: fc.Arbitrary<number>): fc.Arbitrary<Test> {
  return fc
    .tuple(fc.option(bound), fc.boolean(), fc.option(bound), fc.boolean())
    .map(([from, fromOpen, to, toOpen]) => ({
      is: 'within' as const,
      from,
      fromOpen: from !== null && fromOpen,
      to,
      toOpen: to !== null && toOpen,
    }))
    .filter((test) => !isEmpty(test) && (test.from !== null || test.to !== null));
}

function testOf(field: Field): fc.Arbitrary<Test> {
  const present = fc.constant({ is: 'present' as const });
  if (field.type === 'flag') return fc.boolean().map((value) => ({ is: 'flag', value }));
  if (field.type === 'time') return fc.oneof(present, within(time));
  if (isNumeric(field)) return fc.oneof(present, within(number));
  const text = pattern.map((found) => ({ is: 'text' as const, pattern: found }));
  const address = block.map((found) => ({ is: 'address' as const, ...found }));
  return field.type === 'ip' ? fc.oneof(present, text, address) : fc.oneof(present, text);
}

function fieldQuery(among: readonly Field[]): fc.Arbitrary<Query> {
  return fc
    .constantFrom(...among)
    .chain((field) => testOf(field).map((test) => ({ is: 'field' as const, field: field.name, test })));
}

function combined(leaf: fc.Arbitrary<Query>): fc.Arbitrary<Query> {
  return fc.letrec<{ query: Query }>((tie) => {
    const several = fc.array(tie('query'), { minLength: 2, maxLength: 3 });
    return {
      query: fc.oneof(
        { maxDepth: 4 },
        leaf,
        several.map((of) => ({ is: 'and' as const, of })),
        several.map((of) => ({ is: 'or' as const, of })),
        tie('query').map((of) => ({ is: 'not' as const, of })),
      ),
    };
  }).query;
}

function entryOf(group: FieldGroup): fc.Arbitrary<Query> {
  const own = (fields as readonly Field[]).filter(({ shape }) => shape === group);
  return combined(fieldQuery(own)).map((of) => ({ is: 'entry', group, of }));
}

const everything = fc.constant<Query>({ is: 'everything' });
const anywhere = pattern.map((found): Query => ({ is: 'anywhere', pattern: found }));

/** Queries of every shape that the language can say. */
export const anyQuery: fc.Arbitrary<Query> = combined(
  fc.oneof(
    { weight: 6, arbitrary: fieldQuery(fields as readonly Field[]) },
    { weight: 2, arbitrary: anywhere },
    { weight: 1, arbitrary: entryOf('threats') },
    { weight: 1, arbitrary: entryOf('parts') },
    { weight: 1, arbitrary: everything },
  ),
);
