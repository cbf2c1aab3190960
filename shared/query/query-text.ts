import { fieldNamed } from '../event/fields.ts';
import { eventKinds } from '../event/kinds.ts';
import { addressHex, writeBlock } from './address.ts';
import type { Query, Test, TextPattern } from './ast.ts';
import type { Within } from './extent.ts';
import { groupNames } from './names.ts';
import { isLookedInto } from './value.ts';
import { writeParts, writePhrase, writeText } from './write.ts';

/** Fields whose words mean more than themselves: a value that is none of these needs `=`. */
const ownWords: Readonly<Record<string, readonly string[]>> = {
  kind: eventKinds,
  completelyRewritten: ['true', 'false', 'na'],
};

/** Text that is looked for anywhere in a value. */
function writeInside(pattern: TextPattern): string {
  if (pattern.how === 'is') return `=${writeText(pattern.text)}`;
  if (pattern.how === 'has') return writeText(pattern.text);
  const isOpen = pattern.parts[0] === 'any' && pattern.parts.at(-1) === 'any';
  return isOpen ? writeParts(pattern.parts.slice(1, -1)) : `=${writeParts(pattern.parts)}`;
}

/** Text that is compared with the whole value. */
function writeWhole(field: string, pattern: TextPattern): string {
  if (pattern.how === 'like') return writeParts(pattern.parts);
  if (pattern.how === 'has') return writeParts(['any', { text: pattern.text }, 'any']);
  const words = ownWords[field];
  if (words) {
    const word = words.find((known) => known.toLowerCase() === pattern.text.toLowerCase());
    return word ?? `=${writeText(pattern.text)}`;
  }
  const isAddress = fieldNamed(field)?.type === 'ip' && !pattern.text.includes('"');
  const mayBeRead = pattern.text.includes('/') || addressHex(pattern.text) !== undefined;
  return isAddress && mayBeRead ? writePhrase(pattern.text) : writeText(pattern.text);
}

function writeWithin(field: string, { from, fromOpen, to, toOpen }: Within): string {
  const isTime = fieldNamed(field)?.type === 'time';
  const write = (bound: number) => (isTime ? new Date(bound).toISOString() : String(bound));
  if (from === null && to === null) return '*';
  if (to === null) return `${fromOpen ? '>' : '>='}${write(from ?? 0)}`;
  if (from === null) return `${toOpen ? '<' : '<='}${write(to)}`;
  if (from === to && !fromOpen && !toOpen) return write(from);
  return `${fromOpen ? '{' : '['}${write(from)} TO ${write(to)}${toOpen ? '}' : ']'}`;
}

/** What stands after a field's colon. */
export function testText(field: string, test: Test): string {
  switch (test.is) {
    case 'present':
      return '*';
    case 'flag':
      return String(test.value);
    case 'address':
      return writeBlock(test);
    case 'within':
      return writeWithin(field, test);
    case 'text': {
      const known = fieldNamed(field);
      return known && !isLookedInto(known) ? writeWhole(known.name, test.pattern) : writeInside(test.pattern);
    }
  }
}

/** Values of one field with OR between them, as the list they are written as; undefined where they are no such. */
function listText(of: readonly Query[]): string | undefined {
  const [first] = of;
  if (first?.is !== 'field') return undefined;
  const values = of.map((query) =>
    query.is === 'field' && query.field === first.field ? testText(query.field, query.test) : undefined,
  );
  return values.includes(undefined) ? undefined : `${first.field}:(${values.join(', ')})`;
}

/** How tightly the parts of a query hold together: what is looser than its surroundings needs parentheses. */
const looseness: Readonly<Record<Query['is'], number>> = {
  or: 3,
  and: 2,
  not: 1,
  field: 0,
  entry: 0,
  anywhere: 0,
  everything: 0,
};

function write(query: Query, loosest: number): string {
  const text = bareText(query);
  return looseness[query.is] > loosest && !(query.is === 'or' && listText(query.of)) ? `(${text})` : text;
}

function bareText(query: Query): string {
  switch (query.is) {
    case 'everything':
      return '*';
    case 'anywhere': {
      const text = writeInside(query.pattern);
      return text.startsWith('=') ? `anywhere:${text}` : text;
    }
    case 'field':
      return `${query.field}:${testText(query.field, query.test)}`;
    case 'entry':
      return `${groupNames[query.group]}(${write(query.of, 3)})`;
    case 'not':
      return `NOT ${write(query.of, 1)}`;
    case 'and':
      return query.of.map((part) => write(part, 1)).join(' AND ');
    case 'or':
      return listText(query.of) ?? query.of.map((part) => write(part, 2)).join(' OR ');
  }
}

/** A query as text that reads back as the same query; everything is an empty text. */
export function queryText(query: Query): string {
  return query.is === 'everything' ? '' : write(query, 3);
}
