import type { FieldGroup } from '../event/fields.ts';
import type { Query } from './ast.ts';
import type { Subject } from './names.ts';
import type { Problem } from './problem.ts';

interface Place {
  from: number;
  to: number;
  query: Query;
}

/** A query as it was typed: what each stretch of the text means. */
export type Node =
  | (Place & { is: 'and' | 'or'; of: readonly Node[] })
  | (Place & { is: 'not'; of: Node })
  /** Something in parentheses. */
  | (Place & { is: 'enclosed'; of: Node })
  /** `name:` and what is asked of it. */
  | (Place & { is: 'asked'; name: string; of: Node })
  /** One value, pattern, comparison or range. */
  | (Place & { is: 'value' })
  /** Conditions on one entry of a group. */
  | (Place & { is: 'entry' });

/** A place in the text where one thing is expected: what completion completes. */
export interface Spot {
  from: number;
  to: number;
  /** Null where a condition is expected, which may start with a field's name. */
  subject: Subject | null;
  /** The text is in quotes. */
  quoted: boolean;
}

/** A stretch of the text within parentheses that has a meaning of its own. */
export interface Enclosure {
  from: number;
  to: number;
  subject: Subject | null;
  group: FieldGroup | null;
}

/** All that reading a text gives. */
export interface Reading {
  /** Null where there is nothing in it. */
  root: Node | null;
  problems: Problem[];
  hints: Problem[];
  spots: Spot[];
  enclosures: Enclosure[];
}
