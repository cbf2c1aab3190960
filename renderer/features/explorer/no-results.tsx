import { useEffect, useMemo, useState } from 'react';
import { withoutPart } from '../../../shared/query/edit.ts';
import { Button } from '../../ui/button.tsx';
import { EventText } from '../../ui/event-text.tsx';
import styles from './explorer.module.css';
import { useExplorer } from './explorer-model.ts';
import { dropClause, queryContext, readQuery, writeQuery } from './look-changes.ts';
import { questionOf } from './look-question.ts';
import type { LookView } from './use-look.ts';

interface Part {
  from: number;
  to: number;
  text: string;
}

const nothingElse = { bins: 1, facets: [], sort: [], anchors: [] };

/** The conditions of a query, each with how many events there are without it; undefined until it was counted. */
function useParts(count: LookView['count'], answerId: number) {
  const text = useExplorer((model) => model.valid);
  const parts = useMemo((): Part[] => {
    const parsed = readQuery(text);
    if (!parsed.ok) return [];
    return parsed.clauses.map(({ from, to }) => ({ from, to, text: text.slice(from, to) }));
  }, [text]);
  const [counts, setCounts] = useState<readonly (number | undefined)[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted anew for each answer
  useEffect(() => {
    let isCurrent = true;
    const questions = parts.map((part) => questionOf(withoutPart(text, part), nothingElse, queryContext()));
    void count(questions.filter((question) => question !== undefined)).then((found) => {
      if (isCurrent) setCounts(found);
    });
    return () => {
      isCurrent = false;
    };
  }, [count, parts, answerId]);
  return { parts, counts: counts.length === parts.length ? counts : [] };
}

function said(count: number | undefined): string {
  if (count === undefined) return '';
  if (count === 0) return 'still none without it';
  return count === 1 ? '1 event without it' : `${count.toLocaleString('en-US')} events without it`;
}

interface NoResultsProps {
  total: number;
  answerId: number;
  count: LookView['count'];
}

/** Nothing matches: says which condition excludes everything, one click to drop it. */
export function NoResults({ total, answerId, count }: NoResultsProps) {
  const { parts, counts } = useParts(count, answerId);
  const isKnown = counts.some((one) => one !== undefined);
  const guilty = parts.filter((_, index) => (counts[index] ?? 0) > 0);
  const [only] = guilty;
  return (
    <div className={styles.empty}>
      <h2>No event matches all of this</h2>
      <p>
        {total.toLocaleString('en-US')} events are stored.{' '}
        {parts.length > 1 && guilty.length === 1 && only ? (
          <>
            Of the {parts.length} conditions, <Code>{only.text}</Code> is the one that excludes everything.
          </>
        ) : null}
        {parts.length > 1 && isKnown && guilty.length === 0
          ? 'Dropping any one condition alone does not help: at least two exclude everything.'
          : null}
      </p>
      <ul className={styles.parts}>
        {parts.map((part, index) => (
          <li key={`${part.from} ${part.text}`}>
            <Button
              {...(guilty.includes(part) ? { variant: 'primary' as const } : {})}
              onClick={() => dropClause(part.from, part.to)}
            >
              <span className={styles.partText}>Drop {part.text}</span>
            </Button>
            <span className={styles.without}>{said(counts[index])}</span>
          </li>
        ))}
      </ul>
      <Button onClick={() => writeQuery('')}>Show everything</Button>
    </div>
  );
}

function Code({ children }: { children: string }) {
  return <EventText mono>{children}</EventText>;
}
