import { useRef } from 'react';
import { countOf } from '../../../../shared/duration.ts';
import { useServices } from '../../../services.ts';
import type { TableRow } from '../../../store/table-row.ts';
import { mostMarked } from './marked.ts';
import { type Anchor, useMarking } from './marking-model.ts';

export interface TableMarking {
  /** Marks all from where the stretch began, which is at `from` or here where none has begun, up to a place. */
  extend(from: Anchor | undefined, to: number): void;
  toggle(anchor: Anchor): void;
  /** The keyboard or the mouse went elsewhere without marking. */
  leave(): void;
}

/** Marks rows of an answer of which only some are known: the keys of others are fetched. */
export function useTableMarking(
  { answer, rows }: { answer: { id: number }; rows: ReadonlyMap<number, TableRow> },
  say: (sentence: string) => void,
): TableMarking {
  const { store } = useServices();
  const latest = useRef(0);
  const placeOf = ({ key, index }: Anchor) => {
    if (rows.get(index)?.key === key) return index;
    return [...rows].find(([, row]) => row.key === key)?.[0] ?? index;
  };
  const reach = async (from: number, to: number) => {
    const asked = ++latest.current;
    const keys: string[] = [];
    for (let index = from; index <= to; index++) {
      const row = rows.get(index);
      if (row) keys.push(row.key);
    }
    const isKnown = keys.length === to - from + 1;
    const found = isKnown ? keys : (await store.rows(answer.id, from, to + 1, [])).map(({ key }) => key);
    if (asked !== latest.current) return;
    if (found.length > 0) useMarking.getState().reach(found);
    else say('The list has changed. Mark the events again.');
  };
  return {
    extend(from, to) {
      const { stretch, begin } = useMarking.getState();
      const there = rows.get(to);
      const anchor = stretch?.anchor ?? from ?? (there && { key: there.key, index: to });
      if (!anchor) return;
      if (!stretch) begin(anchor);
      const at = placeOf(anchor);
      if (Math.abs(to - at) >= mostMarked) {
        say(
          `No more than ${countOf(mostMarked, 'event')} are marked as a stretch; all that are shown can be.`,
        );
        return;
      }
      void reach(Math.min(at, to), Math.max(at, to));
    },
    toggle(anchor) {
      latest.current += 1;
      useMarking.getState().toggle(anchor);
    },
    leave() {
      latest.current += 1;
      useMarking.getState().end();
    },
  };
}
