import type { Asked } from '../../query/query-engine.ts';
import { type RunEvent, textsIn } from './table-rows.ts';

/**
 * Gives the values of an answer's facets their texts where memory has only their hashes: an event that has the value
 * says what it is. A value whose event cannot be read is left out of the facet.
 * @param onDisk the event at a place as it lies on disk
 */
export async function nameFacetValues(
  { answer, unnamed }: Pick<Asked, 'answer' | 'unnamed'>,
  onDisk: (place: number) => Promise<RunEvent | undefined>,
): Promise<void> {
  for (const { field, index, place, isIt } of unnamed) {
    const value = answer.facets[field]?.values[index];
    if (value?.value !== '') continue;
    const event = await onDisk(place);
    // The engine keeps the counts for the next question, and their names with them.
    value.value = (event && textsIn(event, field).find(isIt)) ?? '';
  }
  for (const field of new Set(unnamed.map((one) => one.field))) {
    const facet = answer.facets[field];
    if (!facet) continue;
    answer.facets[field] = { ...facet, values: facet.values.filter(({ value }) => value !== '') };
  }
}
