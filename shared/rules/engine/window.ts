import type { Entry } from './keyed-entries.ts';

/** What lies in a window: which events, and how many of them or of their values. */
export interface Counted {
  entries: readonly Entry[];
  count: number;
}

/**
 * Of all windows of a length that have a given entry in them, the one with the most in it.
 * @param list in the order of time
 * @param isDistinct whether different values are counted, not events
 */
export function fullestWindow(
  list: readonly Entry[],
  at: number,
  length: number,
  isDistinct: boolean,
): Counted {
  const { time } = list[at] as Entry;
  let from = at;
  while (from > 0 && (list[from - 1] as Entry).time >= time - length) from -= 1;
  const values = new Map<string, number>();
  let best: Counted & { from: number; to: number } = { entries: [], count: 0, from, to: from };
  let to = from;
  for (let start = from; start <= at; start += 1) {
    const end = (list[start] as Entry).time + length;
    for (; to < list.length && (list[to] as Entry).time <= end; to += 1) {
      const { value } = list[to] as Entry;
      if (isDistinct) values.set(value, (values.get(value) ?? 0) + 1);
    }
    const count = isDistinct ? values.size : to - start;
    if (count > best.count) best = { entries: [], count, from: start, to };
    const { value } = list[start] as Entry;
    const left = (values.get(value) ?? 0) - 1;
    if (left > 0) values.set(value, left);
    else values.delete(value);
  }
  return { entries: list.slice(best.from, best.to), count: best.count };
}

/**
 * The steps of a sequence in the order of their times, one entry for each and a given one among them, closest to it.
 * @param list in the order of time; an entry's value is the number of its step
 * @returns undefined where there is no such chain within the length
 */
export function chainThrough(
  list: readonly Entry[],
  at: number,
  steps: number,
  length: number,
): Entry[] | undefined {
  const own = list[at] as Entry;
  const step = Number(own.value);
  const chain: Entry[] = [own];
  const used = new Set([own.identity]);
  const take = (entry: Entry) => {
    used.add(entry.identity);
    return entry;
  };
  // Entries of the same time may stand in either order.
  let time = own.time;
  for (let wanted = step - 1; wanted >= 0; wanted -= 1) {
    const found = list.findLast(
      (entry) => entry.time <= time && Number(entry.value) === wanted && !used.has(entry.identity),
    );
    if (!found) return undefined;
    chain.unshift(take(found));
    time = found.time;
  }
  const first = time;
  time = own.time;
  for (let wanted = step + 1; wanted < steps; wanted += 1) {
    const found = list.find(
      (entry) => entry.time >= time && Number(entry.value) === wanted && !used.has(entry.identity),
    );
    if (!found) return undefined;
    chain.push(take(found));
    time = found.time;
  }
  return time - first <= length ? chain : undefined;
}
