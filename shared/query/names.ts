import { type Field, type FieldGroup, fieldNamed, fields } from '../event/fields.ts';

/** What a name in front of a colon stands for. */
export type Subject =
  /** A field, or several under one name, of which any may pass. */
  | { is: 'fields'; name: string; about: string; fields: readonly Field[] }
  /** Any text of the event. */
  | { is: 'anywhere'; name: string; about: string }
  /** An entry of a group. */
  | { is: 'group'; name: string; about: string; group: FieldGroup };

function several(name: string, about: string, ...names: string[]): Subject {
  return { is: 'fields', name, about, fields: names.flatMap((field) => fieldNamed(field) ?? []) };
}

/** Names for more than one field. */
const shorthands: readonly Subject[] = [
  several('score', 'any of the four scores', 'phishScore', 'malwareScore', 'impostorScore', 'spamScore'),
  several('domain', 'the domain of the sender or of a recipient', 'senderDomain', 'recipientDomain'),
  several('ip', 'the address a message or a click came from', 'senderIP', 'clickIP'),
  several('hash', 'the MD5 or SHA-256 of a part, or a threat that is one', 'md5', 'sha256', 'threat'),
];

/** Lists of entries, as they are written around conditions on one entry. */
export const groupNames: Readonly<Record<FieldGroup, string>> = { threats: 'threats', parts: 'parts' };

const groups: readonly Subject[] = [
  { is: 'group', name: 'threats', about: 'all conditions on the same threat', group: 'threats' },
  { is: 'group', name: 'parts', about: 'all conditions on the same part of a message', group: 'parts' },
];

export const anywhere: Subject = { is: 'anywhere', name: 'anywhere', about: 'any text of the event' };

function subjectOf(field: Field): Subject {
  return { is: 'fields', name: field.name, about: field.about, fields: [field] };
}

/** Everything that can stand in front of a colon, in the order completion shows it. */
export const subjects: readonly Subject[] = [
  ...(fields as readonly Field[]).map(subjectOf),
  ...shorthands,
  ...groups,
  anywhere,
];

const spellings = new Map<string, Subject>();
for (const subject of subjects) {
  spellings.set(subject.name.toLowerCase(), subject);
  if (subject.is === 'fields' && subject.fields.length === 1)
    for (const alias of subject.fields[0]?.aliases ?? []) spellings.set(alias.toLowerCase(), subject);
}
for (const [alias, name] of [
  ['any', 'anywhere'],
  ['scores', 'score'],
  ['threatsInfoMap', 'threats'],
  ['messageParts', 'parts'],
] as const) {
  const subject = spellings.get(name);
  if (subject) spellings.set(alias.toLowerCase(), subject);
}

/** The spellings of a subject beside its name. */
export function aliasesOf(subject: Subject): readonly string[] {
  return subject.is === 'fields' && subject.fields.length === 1 ? (subject.fields[0]?.aliases ?? []) : [];
}

/** What a name stands for, in any case; a path such as `threatsInfoMap.classification` is forgiven. */
export function subjectNamed(name: string): Subject | undefined {
  const plain = name.toLowerCase().replace(/^(threatsinfomap|messageparts|threats|parts)\./, '');
  return spellings.get(plain);
}

/** How many insertions, removals, changes and swaps of neighbours lead from one text to the other. */
function distance(from: string, to: string): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = last;
    last = current;
  }
  return last[to.length] ?? 0;
}

/**
 * The word nearest to one that is none of them, in any case: a third of its letters may differ, or its end be missing.
 * @returns undefined where none is near
 */
export function nearestWord(word: string, words: Iterable<string>): string | undefined {
  // Nothing this long is a slip of the pen, and the distance costs length times length.
  if (word.length > 40) return undefined;
  const wanted = word.toLowerCase();
  const most = Math.max(1, Math.floor(wanted.length / 3));
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of words) {
    const lower = candidate.toLowerCase();
    if (lower.length < wanted.length - most) continue;
    const away = wanted.length > 2 && lower.startsWith(wanted) ? most : distance(wanted, lower);
    if (away <= most && away < least) [nearest, least] = [candidate, away];
  }
  return nearest;
}

/** The spelling of a field nearest to a name that is none. */
export function nearestName(name: string): string | undefined {
  return nearestWord(
    name,
    subjects.flatMap((subject) => [subject.name, ...aliasesOf(subject)]),
  );
}
