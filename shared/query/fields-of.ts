import type { Query } from './ast.ts';
import { groupNames } from './names.ts';

function collect(query: Query, into: Set<string>): void {
  switch (query.is) {
    case 'everything':
      return;
    case 'anywhere':
      into.add('anywhere');
      return;
    case 'field':
      into.add(query.field);
      return;
    case 'not':
      collect(query.of, into);
      return;
    case 'entry': {
      const inside = fieldsOf(query.of);
      for (const field of inside.length > 0 ? inside : [groupNames[query.group]]) into.add(field);
      return;
    }
    case 'and':
    case 'or':
      for (const part of query.of) collect(part, into);
  }
}

/**
 * The names of the fields a query asks for, each once; `anywhere` for bare words, and a group's name where any entry
 * will do. A part of a query with one name is that field's own filter.
 */
export function fieldsOf(query: Query): string[] {
  const names = new Set<string>();
  collect(query, names);
  return [...names];
}
