import type { Query, Test } from '../../../shared/query/ast.ts';
import { parseQuery } from '../../../shared/query/parse.ts';
import type { QueryContext } from '../../../shared/query/time.ts';
import type { Question, TimeRange } from '../../query/question.ts';

type Within = Extract<Test, { is: 'within' }>;

const everything: Query = { is: 'everything' };

/** An event that has just arrived may be dated a little ahead of this computer's clock, ms. */
const clockSlack = 60_000;

/** The stretch a condition on time lets through, where it is one stretch. */
function rangeOf(query: Query): TimeRange | undefined {
  if (query.is !== 'field' || query.field !== 'time' || query.test.is !== 'within') return undefined;
  const { from, fromOpen, to, toOpen }: Within = query.test;
  return {
    from: from === null ? Number.NEGATIVE_INFINITY : Math.floor(from) + (fromOpen ? 1 : 0),
    to: to === null ? Number.POSITIVE_INFINITY : Math.ceil(to) + (toOpen ? 0 : 1),
  };
}

/**
 * Takes the conditions on time alone out of a query: those of its top level that stand for one stretch. What they
 * let through together is the time that the histogram shows around.
 */
export function splitTime(query: Query): { rest: Query; time: TimeRange | null } {
  const parts = query.is === 'and' ? query.of : [query];
  let time: TimeRange | null = null;
  const others: Query[] = [];
  for (const part of parts) {
    const range = rangeOf(part);
    if (!range) others.push(part);
    else if (time === null) time = range;
    else time = { from: Math.max(time.from, range.from), to: Math.min(time.to, range.to) };
  }
  if (time === null) return { rest: query, time };
  const [only] = others;
  const rest: Query = others.length > 1 ? { is: 'and', of: others } : (only ?? everything);
  return { rest, time: { from: time.from, to: Math.max(time.from, time.to) } };
}

/**
 * What the histogram draws: the stretch that is filtered by and a little on either side, so that an analyst sees what
 * a wider one would hold. Null is all there is.
 */
export function drawnAround(time: TimeRange | null, now: number): TimeRange | null {
  if (time === null || !Number.isFinite(time.from)) return null;
  const to = Math.min(time.to, Math.max(time.from + 1, now + clockSlack));
  const margin = (to - time.from) / 8;
  return { from: time.from - margin, to: Math.max(to, Math.min(to + margin, now + clockSlack)) };
}

/** What a question is made of beside the query. */
export type QuestionParts = Pick<Question, 'bins' | 'facets' | 'sort' | 'anchors'>;

/** The question a query's text asks; undefined where the text cannot be read. */
export function questionOf(text: string, parts: QuestionParts, context: QueryContext): Question | undefined {
  const parsed = parseQuery(text, context);
  if (!parsed.ok) return undefined;
  const { rest, time } = splitTime(parsed.query);
  return { query: rest, time, drawn: drawnAround(time, context.now), ...parts };
}

/** The stretch of time a query's text lets through; null is all of time, or a text that cannot be read. */
export function timeOf(text: string, context: QueryContext): TimeRange | null {
  const parsed = parseQuery(text, context);
  return parsed.ok ? splitTime(parsed.query).time : null;
}
