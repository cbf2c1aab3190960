import { kernels, type Numbers } from './kernel-memory.ts';

/** A search reads so many bytes at once, and so far behind the last text. */
const readAhead = 16;

/** To the next multiple of four. */
function aligned(at: number): number {
  return (at + 3) & ~3;
}

/**
 * Calls back for each text of a run that has a needle in it.
 * @param texts bytes, one text after the other
 * @param starts where each of them begins, and the last one ends
 */
export function searchTexts(
  texts: Uint8Array,
  starts: Numbers,
  needle: Uint8Array,
  found: (index: number) => void,
): void {
  const count = starts.length - 1;
  if (count === 0 || needle.length === 0 || needle.length > texts.length) return;
  const memory = kernels();
  const room = aligned(texts.length + needle.length + readAhead);
  const { at } = memory.room(texts, room + aligned(needle.length) + aligned(starts.byteLength) + count);
  const atNeedle = at + room;
  const atStarts = atNeedle + aligned(needle.length);
  const into = atStarts + aligned(starts.byteLength);
  memory.put(texts, at);
  memory.put(needle, atNeedle);
  memory.put(starts, atStarts);
  const marks = memory.bytesAt(into, count).fill(0);
  memory.run.searchTexts(at, texts.length, atStarts, starts.BYTES_PER_ELEMENT, atNeedle, needle.length, into);
  for (let index = marks.indexOf(1); index !== -1; index = marks.indexOf(1, index + 1)) found(index);
}
