import type { Query } from './ast.ts';
import { fieldsOf } from './fields-of.ts';
import { readText } from './parser.ts';
import type { Problem } from './problem.ts';
import type { QueryContext } from './time.ts';
import type { Node } from './tree.ts';

/** One of the conditions that all have to hold: a part of the text, and what it asks for. */
export interface Clause {
  from: number;
  to: number;
  query: Query;
  /** Names of the fields it asks for; see `fieldsOf`. */
  fields: string[];
}

export type ParsedQuery =
  | {
      ok: true;
      query: Query;
      /** The top-level conditions in the order of the text: the parts of `query` where it is an `and`, or itself. */
      clauses: Clause[];
      /** What is right, yet may not be what is meant. */
      hints: Problem[];
    }
  | { ok: false; errors: Problem[] };

function clausesOf(root: Node | null): readonly Node[] {
  if (!root) return [];
  return root.is === 'and' ? root.of : [root];
}

/**
 * Reads a query's text. An empty one asks for everything.
 * @param context times such as `now-3d`, and dates without a zone, are read against it
 */
export function parseQuery(text: string, context: QueryContext): ParsedQuery {
  const { root, problems, hints } = readText(text, context);
  if (problems.length > 0) return { ok: false, errors: problems.toSorted((a, b) => a.from - b.from) };
  const clauses = clausesOf(root).map(({ from, to, query }) => ({
    from,
    to,
    query,
    fields: fieldsOf(query),
  }));
  return { ok: true, query: root?.query ?? { is: 'everything' }, clauses, hints };
}
