import type { Question } from '../../../renderer/query/question.ts';
import type { EventKind } from '../../../shared/event/kinds.ts';
import { type ScoreField, scoreFields } from '../../../shared/event/threat-event.ts';
import type { Query } from '../../../shared/query/ast.ts';

interface Range {
  from: number;
  to: number;
}

/** A filter as both sides are given it. */
export interface BenchFilter {
  kinds: readonly EventKind[];
  classifications: readonly string[];
  scores: Partial<Record<ScoreField, Range>>;
  time: Range | null;
  text: string;
}

export const everything: BenchFilter = { kinds: [], classifications: [], scores: {}, time: null, text: '' };

function oneOf(field: string, values: readonly string[]): Query[] {
  const of = values.map((value): Query => {
    const text = value.toLowerCase();
    return { is: 'field', field, test: { is: 'text', pattern: { how: 'is', text } } };
  });
  return of.length === 0 ? [] : [{ is: 'or', of }];
}

/** The question the explorer would ask for a filter. */
export function questionOf(filter: BenchFilter, bins: number): Question {
  const parts = [
    ...oneOf('kind', filter.kinds),
    ...oneOf('classification', filter.classifications),
    ...scoreFields.flatMap((field): Query[] => {
      const range = filter.scores[field];
      return range
        ? [{ is: 'field', field, test: { is: 'within', ...range, fromOpen: false, toOpen: false } }]
        : [];
    }),
  ];
  if (filter.text !== '') parts.push({ is: 'anywhere', pattern: { how: 'has', text: filter.text } });
  return {
    query: { is: 'and', of: parts },
    time: filter.time,
    drawn: null,
    bins,
    facets: ['kind', 'classification', 'threatType', 'threatStatus'].map((field) => ({ field, top: 10 })),
    sort: [],
    anchors: [],
  };
}
