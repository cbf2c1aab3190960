import { type Entry, firstAfter } from './keyed-entries.ts';

/** What lies in a window: which events, and how many of them or of their values. */
interface Counted {
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

/** Whether so many lie in one direction of an entry, itself among them, within a length; stops as soon as it is known. */
function reaches(
  list: readonly Entry[],
  at: number,
  step: 1 | -1,
  length: number,
  count: number,
  isDistinct: boolean,
): boolean {
  const { time } = list[at] as Entry;
  const values = new Set<string>();
  for (let place = at; place >= 0 && place < list.length; place += step) {
    const entry = list[place] as Entry;
    if (Math.abs(entry.time - time) > length) return false;
    if (isDistinct) values.add(entry.value);
    if ((isDistinct ? values.size : Math.abs(place - at) + 1) >= count) return true;
  }
  return false;
}

/**
 * Whether a window of a length that has a given entry in it has so many in it. Where there are far more, as in a
 * flood, few are looked at.
 * @param list in the order of time
 */
export function isFull(
  list: readonly Entry[],
  at: number,
  length: number,
  count: number,
  isDistinct: boolean,
): boolean {
  return (
    reaches(list, at, -1, length, count, isDistinct) ||
    reaches(list, at, 1, length, count, isDistinct) ||
    fullestWindow(list, at, length, isDistinct).count >= count
  );
}

/**
 * The steps of a sequence in the order of their times, one entry for each and a given one among them, closest to it.
 * @param lists the entries of each step, in the order of time
 * @returns undefined where there is no such chain within the length
 */
export function chainThrough(
  lists: readonly (readonly Entry[])[],
  own: Entry,
  step: number,
  length: number,
): Entry[] | undefined {
  const chain: Entry[] = [own];
  const isUnused = ({ identity }: Entry) => chain.every((used) => used.identity !== identity);
  // Entries of the same time may stand in either order.
  for (let wanted = step - 1; wanted >= 0; wanted -= 1) {
    const list = lists[wanted] ?? [];
    const time = chain[0]?.time ?? own.time;
    let place = firstAfter(list, time) - 1;
    while (place >= 0 && !isUnused(list[place] as Entry)) place -= 1;
    const found = list[place];
    if (!found) return undefined;
    chain.unshift(found);
  }
  for (let wanted = step + 1; wanted < lists.length; wanted += 1) {
    const list = lists[wanted] ?? [];
    const time = chain.at(-1)?.time ?? own.time;
    let place = firstAfter(list, time);
    while (place > 0 && list[place - 1]?.time === time) place -= 1;
    while (place < list.length && !isUnused(list[place] as Entry)) place += 1;
    const found = list[place];
    if (!found) return undefined;
    chain.push(found);
  }
  return (chain.at(-1)?.time ?? 0) - (chain[0]?.time ?? 0) <= length ? chain : undefined;
}
