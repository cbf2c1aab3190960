import type { SortKey } from '../../query/question.ts';

/** What the table is sorted by where nothing is said: newest first. */
const unsaid: SortKey = { field: 'time', descending: true };

/** The order as it holds, said or not. */
export function effectiveSort(sort: readonly SortKey[]): readonly SortKey[] {
  return sort.length > 0 ? sort : [unsaid];
}

/**
 * Fields that stand behind another as a column's second choice: where an event lacks the first, the column shows
 * them, and so is sorted by them.
 */
const seconds: Record<string, string> = { sender: 'fromAddress', url: 'subject' };

function keysOf(fields: readonly string[], descending: boolean): SortKey[] {
  return fields.map((field) => ({ field, descending }));
}

/** The keys that count as columns: without those that stand behind their first choice. */
function leads(sort: readonly SortKey[]): SortKey[] {
  return sort.filter((key, index) => {
    const before = sort[index - 1];
    return !before || before.field !== seconds[key.field] || before.descending !== key.descending;
  });
}

/**
 * What a click on a column's head makes of the order: first the direction that is wanted more often, then the other,
 * then not by this column.
 * @param fields what the column is sorted by, first choice first
 * @param greatestFirst whether descending is wanted more often
 * @param isAdded whether the other columns stay in the order (Shift)
 */
export function nextSort(
  sort: readonly SortKey[],
  fields: readonly string[],
  greatestFirst: boolean,
  isAdded: boolean,
): SortKey[] {
  const [lead = ''] = fields;
  const preferred = keysOf(fields, greatestFirst);
  if (isAdded && sort.length > 0) {
    const current = sort.find(({ field }) => field === lead);
    if (!current) return [...sort.filter(({ field }) => !fields.includes(field)), ...preferred];
    const isOver = current.descending !== greatestFirst;
    return tidy(replaced(sort, fields, isOver ? [] : keysOf(fields, !greatestFirst)));
  }
  const [only, ...further] = leads(effectiveSort(sort));
  if (only?.field !== lead || further.length > 0) return tidy(preferred);
  return only.descending === greatestFirst ? tidy(keysOf(fields, !greatestFirst)) : [];
}

/** Puts keys in the place of those a column has. */
function replaced(sort: readonly SortKey[], fields: readonly string[], keys: readonly SortKey[]): SortKey[] {
  return sort.flatMap((key) => {
    if (key.field === fields[0]) return [...keys];
    return fields.includes(key.field) ? [] : [key];
  });
}

/** Sorts by one column in a direction; where `isAdded`, after the others. */
export function sortedBy(
  sort: readonly SortKey[],
  fields: readonly string[],
  descending: boolean,
  isAdded: boolean,
): SortKey[] {
  const keys = keysOf(fields, descending);
  if (!isAdded) return tidy(keys);
  return sort.some(({ field }) => field === fields[0])
    ? replaced(sort, fields, keys)
    : [...sort.filter(({ field }) => !fields.includes(field)), ...keys];
}

/** Newest first alone is what holds anyway. */
function tidy(sort: SortKey[]): SortKey[] {
  const [first, ...others] = sort;
  return first?.field === unsaid.field && first.descending && others.length === 0 ? [] : sort;
}

/** A column's part in the order: which place it has of how many, and its direction. */
export function sortPlace(
  sort: readonly SortKey[],
  field: string,
): { place: number; of: number; descending: boolean } | undefined {
  const keys = leads(effectiveSort(sort));
  const index = keys.findIndex((key) => key.field === field);
  const key = keys[index];
  return key ? { place: index + 1, of: keys.length, descending: key.descending } : undefined;
}
