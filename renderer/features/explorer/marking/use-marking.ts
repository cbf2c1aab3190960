import { useRef } from 'react';
import { countOf } from '../../../../shared/duration.ts';
import { useServices } from '../../../services.ts';
import type { TableRow } from '../../../store/table-row.ts';
import { held } from '../held-key.ts';
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
export function useTableMarking(shown: {
  answer: { id: number };
  rows: ReadonlyMap<number, TableRow>;
}): TableMarking {
  const { answer, rows } = shown;
  const { store } = useServices();
  const latest = useRef(0);
  /** Keys that were fetched, by their places in an answer. */
  const fetched = useRef({ answer: answer.id, keys: new Map<number, string>() });
  const placeOf = ({ key, index }: Anchor) => {
    if (rows.get(index)?.key === key) return index;
    return [...rows].find(([, row]) => row.key === key)?.[0] ?? index;
  };
  const known = (from: number, to: number) => {
    if (fetched.current.answer !== answer.id) fetched.current = { answer: answer.id, keys: new Map() };
    const keys: string[] = [];
    for (let index = from; index <= to; index++) {
      const key = rows.get(index)?.key ?? fetched.current.keys.get(index);
      if (key === undefined) return undefined;
      keys.push(key);
    }
    return keys;
  };
  const reach = async (from: number, to: number) => {
    const asked = ++latest.current;
    let keys = known(from, to);
    if (!keys) {
      keys = (await store.rows(answer.id, from, to + 1, [])).map(({ key }) => key);
      if (asked !== latest.current) return;
      for (const [place, key] of keys.entries()) fetched.current.keys.set(from + place, key);
    }
    if (keys.length > 0) useMarking.getState().reach(keys);
    else useMarking.getState().refuse('The list has changed: mark them again.');
  };
  return {
    extend(from, to) {
      const { stretch, begin, refuse } = useMarking.getState();
      const there = rows.get(to);
      const anchor = stretch?.anchor ?? from ?? (there && { key: there.key, index: to });
      if (!anchor) return;
      if (!stretch) begin(anchor);
      const at = placeOf(anchor);
      if (Math.abs(to - at) >= mostMarked) {
        refuse(`At most ${countOf(mostMarked, 'event')} in one stretch; ${held}A marks all.`);
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
