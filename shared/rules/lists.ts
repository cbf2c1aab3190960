import { fieldNamed } from '../event/fields.ts';
import type { Query, TextPattern } from '../query/ast.ts';
import { parseQuery } from '../query/parse.ts';
import { queryText } from '../query/query-text.ts';
import type { QueryContext } from '../query/time.ts';
import { writePhrase, writeText } from '../query/write.ts';
import type { Lists } from './rule.ts';

const reference = /^\$([a-z][a-z0-9-]*)$/;

/** The name of the list that a pattern stands for, as in `recipient:$executives`. */
function listOf(pattern: TextPattern): string | undefined {
  return pattern.how === 'like' ? undefined : reference.exec(pattern.text)?.[1];
}

/** The names of the lists that a query refers to. */
export function listsIn(query: Query): string[] {
  switch (query.is) {
    case 'and':
    case 'or':
      return query.of.flatMap(listsIn);
    case 'not':
    case 'entry':
      return listsIn(query.of);
    case 'field':
      return query.test.is === 'text' ? [listOf(query.test.pattern) ?? []].flat() : [];
    case 'anywhere':
      return [listOf(query.pattern) ?? []].flat();
    case 'everything':
      return [];
  }
}

/** A value of a list as the language has it: wildcards and blocks of addresses as they stand, else a phrase. */
function valueText(value: string): string {
  return /^[\w.@*?:/-]+$/.test(value) ? value : writePhrase(value);
}

function asked(prefix: string, value: string, context: QueryContext): Query[] {
  const parsed = parseQuery(`${prefix}${valueText(value)}`, context);
  if (parsed.ok) return [parsed.query];
  const phrase = parseQuery(`${prefix}${writeText(value)}`, context);
  return phrase.ok ? [phrase.query] : [];
}

function oneOf(prefix: string, values: readonly string[], context: QueryContext): Query {
  const of = values.flatMap((value) => asked(prefix, value, context));
  const [first] = of;
  if (!first) return { is: 'not', of: { is: 'everything' } };
  return of.length === 1 ? first : { is: 'or', of };
}

/** A query with the values of lists in the place of their names; an empty list is no value at all. */
export function withLists(query: Query, lists: Lists, context: QueryContext): Query {
  const within = (part: Query) => withLists(part, lists, context);
  switch (query.is) {
    case 'and':
    case 'or':
      return { is: query.is, of: query.of.map(within) };
    case 'not':
      return { is: 'not', of: within(query.of) };
    case 'entry':
      return { is: 'entry', group: query.group, of: within(query.of) };
    case 'field': {
      const name = query.test.is === 'text' ? listOf(query.test.pattern) : undefined;
      if (name === undefined) return query;
      return oneOf(`${fieldNamed(query.field)?.name ?? query.field}:`, lists[name] ?? [], context);
    }
    case 'anywhere': {
      const name = listOf(query.pattern);
      return name === undefined ? query : oneOf('anywhere:', lists[name] ?? [], context);
    }
    case 'everything':
      return query;
  }
}

/** Whether two queries ask for the same. */
export function isSameQuery(a: Query, b: Query): boolean {
  return queryText(a) === queryText(b);
}
