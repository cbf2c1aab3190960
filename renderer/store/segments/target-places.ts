import { hasBit } from '../../../shared/bits.ts';
import type { Question } from '../../query/question.ts';
import type { EventColumns } from '../columns/event-columns.ts';
import type { AnnotationTarget } from '../event-store.ts';

/** Which events are as asked for: a bit for each place. */
type SelectionOf = (question: Pick<Question, 'query' | 'time'>) => Promise<Uint32Array>;

/** Places of the events that are meant, newest first. */
export async function targetPlaces(
  target: AnnotationTarget | 'all',
  columns: EventColumns,
  selectionOf: SelectionOf,
): Promise<ArrayLike<number>> {
  if (target === 'all') return columns.order().filter((place) => columns.isLive(place));
  if ('keys' in target) return target.keys.flatMap((key) => columns.placeOfKey(key) ?? []);
  const selection = await selectionOf(target.matching);
  const out = new Set(target.except?.map((key) => columns.placeOfKey(key)));
  return columns.order().filter((place) => hasBit(selection, place) && !out.has(place));
}
