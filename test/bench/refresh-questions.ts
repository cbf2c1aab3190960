import type { Question, TimeRange } from '../../renderer/query/question.ts';
import type { Query } from '../../shared/query/ast.ts';
import { createRandom } from '../../shared/sample-tenant/random.ts';

/** Fields whose values a refresh counts. */
export const facetFields = [
  'kind',
  'classification',
  'threatType',
  'threatStatus',
  'senderDomain',
  'recipient',
] as const;

const top = 10;
const bins = 200;
export const pageLength = 100;

/** A refresh of the screen, as the engine is asked for it and as it is said in SQL. */
export interface Refresh {
  question: Question;
  /** What is filtered by beside the time. */
  conditions: string[];
  time: TimeRange | null;
}

function scoreFrom(field: string, from: number): Query {
  return { is: 'field', field, test: { is: 'within', from, fromOpen: false, to: null, toOpen: false } };
}

function holding(field: string, text: string): Query {
  return { is: 'field', field, test: { is: 'text', pattern: { how: 'has', text } } };
}

const words = [
  'invoice',
  'password',
  'document',
  'payment',
  'voicemail',
  'your',
  'order',
  're:',
  'digest',
  'parcel',
];

/** Refreshes of a screen over a stretch of time, no two alike: scores, subjects and times in turn and together. */
export function refreshesOver(drawn: TimeRange, count: number): Refresh[] {
  const random = createRandom(7, 'refreshes');
  const length = drawn.to - drawn.from;
  return Array.from({ length: count }, (_, i): Refresh => {
    const of: Query[] = [];
    const conditions: string[] = [];
    const score = random.pick(['phishScore', 'malwareScore', 'spamScore'] as const);
    const from = random.int(5, 90) + random.next() / 10;
    of.push(scoreFrom(score, from));
    conditions.push(`"${score}" >= ${from}`);
    if (i % 3 === 1) {
      const word = random.pick(words);
      of.push(holding('subject', word));
      conditions.push(`subject ILIKE '%${word}%'`);
    }
    const start = drawn.from + Math.floor(random.next() * length * 0.5);
    const time =
      i % 2 === 0 ? { from: start, to: start + Math.floor(length * (0.1 + random.next() * 0.4)) } : null;
    return { question: questionOf({ is: 'and', of }, time, drawn), conditions, time };
  });
}

/** A question for all that the screen shows. */
export function questionOf(query: Query, time: TimeRange | null, drawn: TimeRange): Question {
  const facets = facetFields.map((field) => ({ field, top }));
  return { query, time, drawn, bins, facets, sort: [], anchors: [] };
}

/**
 * The same in SQL, as one statement over what passes: the histogram by kind, six facets and the newest hundred. The
 * distributions of the four scores, which the engine's answer has beside, are not asked for.
 */
export function sqlOf({ conditions, time }: Pick<Refresh, 'conditions' | 'time'>, drawn: TimeRange): string {
  const where = conditions.length > 0 ? conditions.join(' AND ') : 'true';
  const inTime = time ? `time >= ${time.from} AND time < ${time.to}` : 'true';
  const step = Math.ceil((drawn.to - drawn.from) / bins);
  const facets = facetFields.map(
    (field) =>
      `(SELECT '${field}', "${field}"::VARCHAR, 0, count(*) FROM picked WHERE "${field}" <> '' GROUP BY 2 ORDER BY 4 DESC LIMIT ${top})`,
  );
  return `WITH passing AS MATERIALIZED (
      SELECT time, ${facetFields.map((field) => `"${field}"`).join(', ')}, rowid AS row FROM events WHERE ${where}),
    picked AS (SELECT * FROM passing WHERE ${inTime})
    SELECT 'bar', kind::VARCHAR, (time - ${drawn.from}) // ${step}, count(*) FROM passing GROUP BY 2, 3
    UNION ALL ${facets.join(' UNION ALL ')}
    UNION ALL (SELECT 'row', '', row, time FROM picked ORDER BY time DESC LIMIT ${pageLength})
    UNION ALL (SELECT 'matched', '', 0, count(*) FROM picked)`;
}
