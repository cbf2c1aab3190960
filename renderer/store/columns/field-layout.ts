import { isNumeric } from '../../../shared/event/field-values.ts';
import { type Field, type FieldGroup, fields } from '../../../shared/event/fields.ts';

/** Fields of an entry that have several values in one entry. */
const listsWithinEntries: ReadonlySet<string> = new Set(['actors']);

/** Where a field's values stand in a chunk. */
export type FieldLayout =
  | { kind: 'number' }
  | { kind: 'string' }
  | { kind: 'list' }
  | { kind: 'group-number' | 'group-string' | 'group-list'; group: FieldGroup };

/** Where the values of a field stand in a chunk of columns; what analysts say of events stands in none. */
export function layoutOf(field: Field): FieldLayout {
  const { name, shape } = field;
  if (shape === 'one') return { kind: isNumeric(field) ? 'number' : 'string' };
  if (shape === 'list') return { kind: 'list' };
  if (isNumeric(field)) return { kind: 'group-number', group: shape };
  return { kind: listsWithinEntries.has(name) ? 'group-list' : 'group-string', group: shape };
}

function names(kind: FieldLayout['kind'], group?: FieldGroup): string[] {
  return (fields as readonly Field[])
    .filter(({ by }) => by === undefined)
    .filter((field) => {
      const layout = layoutOf(field);
      return layout.kind === kind && (group === undefined || ('group' in layout && layout.group === group));
    })
    .map(({ name }) => name);
}

/** Names of the fields of each place in a chunk. */
export const layout = {
  numbers: names('number'),
  strings: names('string'),
  lists: names('list'),
  groups: {
    threats: {
      strings: names('group-string', 'threats'),
      numbers: names('group-number', 'threats'),
      lists: names('group-list', 'threats'),
    },
    parts: {
      strings: names('group-string', 'parts'),
      numbers: names('group-number', 'parts'),
      lists: names('group-list', 'parts'),
    },
  },
} as const;

export const groupNames = ['threats', 'parts'] as const satisfies readonly FieldGroup[];
