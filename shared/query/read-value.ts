import type { Field } from '../event/fields.ts';
import type { Query } from './ast.ts';
import { type Cursor, everything, type Scope } from './cursor.ts';
import { between, type Comparison, type Extent, isEmpty } from './extent.ts';
import type { Subject } from './names.ts';
import { patternOf } from './pattern.ts';
import type { Node } from './tree.ts';
import { isLookedInto, isMeasured, type Refusal, readExtent, readMeasure, readTextValue } from './value.ts';
import type { Word } from './word.ts';

type FieldsSubject = Extract<Subject, { is: 'fields' }>;

const comparisonSign = /(>=|<=|>|<|=)\s*/y;
const literalWord = /[^\s()"]+/y;
const literalInList = /[^\s()",]+/y;
const bracketed = /([[{])([^\]}()]*)([\]}])/y;

function isRefusal(value: Query | Extent | Refusal | null): value is Refusal {
  return value !== null && 'message' in value;
}

/** The same asked of each of the fields a name stands for; the first refusal speaks for all. */
function askEach(fields: readonly Field[], ask: (field: Field) => Query | Refusal): Query | Refusal {
  const of: Query[] = [];
  for (const field of fields) {
    const query = ask(field);
    if (isRefusal(query)) return query;
    of.push(query);
  }
  return of.length === 1 && of[0] ? of[0] : { is: 'or', of };
}

function finish(cursor: Cursor, from: number, query: Query | Refusal): Node {
  if (!isRefusal(query)) return { is: 'value', from, to: cursor.at, query };
  const suggestion = query.instead === undefined ? undefined : { text: query.instead };
  cursor.refuse(from, cursor.at, query.message, suggestion);
  return { is: 'value', from, to: cursor.at, query: everything };
}

function unquoted(literal: string): string {
  return literal.trim().replace(/^"([^"]*)"$/, '$1');
}

/** A bound of a range on one field; null is no bound. */
function readBound(field: Field, literal: string, cursor: Cursor): Extent | Refusal | null {
  const text = unquoted(literal);
  return text === '' || text === '*' ? null : readExtent(field, text, cursor.context);
}

interface Range {
  low: string;
  lowOpen: boolean;
  high: string;
  highOpen: boolean;
}

function readRange(field: Field, range: Range, cursor: Cursor): Query | Refusal {
  if (field.type === 'flag') return { message: `${field.name} is true or false.`, instead: 'true' };
  const low = readBound(field, range.low, cursor);
  const high = readBound(field, range.high, cursor);
  if (isRefusal(low)) return { message: low.message };
  if (isRefusal(high)) return { message: high.message };
  if (!low && !high) return { is: 'field', field: field.name, test: { is: 'present' } };
  const test = between(
    low && { extent: low, open: range.lowOpen },
    high && { extent: high, open: range.highOpen },
  );
  if (!isEmpty(test)) return { is: 'field', field: field.name, test };
  const isBackwards = low && high && low.from > high.from;
  return {
    message: isBackwards
      ? 'The range starts after its end. Write the lower bound first.'
      : 'Nothing lies within this range. Square brackets include the bounds.',
    instead: `[${(isBackwards ? [range.high, range.low] : [range.low, range.high]).join(' TO ')}]`,
  };
}

function bracketRange(cursor: Cursor, subject: FieldsSubject): Node {
  const from = cursor.at;
  const match = cursor.match(bracketed);
  if (!match) {
    const rest = cursor.text.slice(from).search(/[()]/);
    cursor.at = rest < 0 ? cursor.text.length : from + rest;
    cursor.refuse(from, cursor.at, 'The range is never closed. It looks like [10 TO 20].', {
      label: 'Close the range',
      from: cursor.at,
      to: cursor.at,
      text: ']',
    });
    return { is: 'value', from, to: cursor.at, query: everything };
  }
  cursor.at += match[0].length;
  const [, start, inside = '', end] = match;
  const bounds = inside.split(/\s+TO\s+/i).map((bound) => bound.trim());
  const [low = '', high = ''] = bounds;
  if (bounds.length !== 2) {
    const listed = inside.split(/,|\.\./).map((bound) => bound.trim());
    const instead = listed.length === 2 ? { instead: `${start}${listed.join(' TO ')}${end}` } : {};
    const message = 'A range has two bounds with TO between them: [10 TO 20], or [10 TO *].';
    return finish(cursor, from, { message, ...instead });
  }
  const range: Range = { low, lowOpen: start === '{', high, highOpen: end === '}' };
  return finish(
    cursor,
    from,
    askEach(subject.fields, (field) => readRange(field, range, cursor)),
  );
}

function literalHere(cursor: Cursor, scope: Scope): string {
  if (cursor.sees('"')) {
    const word = cursor.word(scope);
    return word.parts.map((part) => (typeof part === 'object' ? part.text : '')).join('');
  }
  const literal = cursor.match(scope.subject ? literalInList : literalWord)?.[0] ?? '';
  cursor.at += literal.length;
  return literal;
}

function readMeasured(cursor: Cursor, subject: FieldsSubject, scope: Scope): Node {
  const from = cursor.at;
  if (cursor.sees('[') || cursor.sees('{')) return bracketRange(cursor, subject);
  const sign = cursor.match(comparisonSign);
  cursor.at += sign?.[0].length ?? 0;
  const literal = literalHere(cursor, scope);
  const [low = '', high, ...more] = literal.split('..');
  return finish(
    cursor,
    from,
    askEach(subject.fields, (field) => {
      if (!sign && literal === '*') return { is: 'field', field: field.name, test: { is: 'present' } };
      if (!sign && high !== undefined && more.length === 0)
        return readRange(field, { low, lowOpen: false, high, highOpen: false }, cursor);
      if (literal === '') return { message: `${sign?.[1] ?? ''} needs a value after it, such as >=80.` };
      return readMeasure(field, (sign?.[1] ?? '=') as Comparison, literal, cursor.context);
    }),
  );
}

function refuseEmpty(cursor: Cursor, subject: Subject, isListed: boolean, startsAt: number): void {
  if (subject.is === 'anywhere') {
    cursor.refuse(startsAt, cursor.at, 'There is nothing to look for here.', { text: '' });
    return;
  }
  const text = isListed ? 'NOT *' : `NOT ${subject.name}:*`;
  const message = `There is nothing to look for. For events without ${subject.name}, write ${text}`;
  cursor.refuse(startsAt, cursor.at, message, { text });
}

const timeAfterDate = /[ ]+(\d\d:\d\d\S*)/y;
const restOfKind = /[ ]+(?:delivered|permitted|blocked)(?=[\s()]|$)/iy;

/** A date with a time after a space, or a kind of two words: without quotes the second is looked for by itself. */
function hintAtSpace(cursor: Cursor, subject: FieldsSubject, from: number): void {
  const [field] = subject.fields;
  const typed = cursor.text.slice(from, cursor.at);
  const isKind = field?.name === 'kind' && /^(?:message|click)s?$/i.test(typed);
  const isDate = field?.type === 'time' && /\d{4}-\d\d-\d\d$/.test(typed);
  const rest = isKind ? cursor.match(restOfKind) : isDate ? cursor.match(timeAfterDate) : null;
  if (!rest) return;
  const text = isKind ? `"${typed}${rest[0]}"` : `${typed}T${rest[1] ?? ''}`;
  cursor.hint(
    from,
    cursor.at + rest[0].length,
    `What follows the space is looked for by itself. Did you mean ${text}?`,
    text,
  );
}

/** A wildcard at one end of what is looked for anywhere does nothing, so something else may be meant by it. */
function hintAtEnds(cursor: Cursor, { from, to, parts }: Word): void {
  const [atStart, atEnd] = [parts[0] === 'any', parts.at(-1) === 'any'];
  if (atStart === atEnd) return;
  const message = `This is looked for anywhere in the text. Put = before it for text that ${atStart ? 'ends' : 'starts'} so.`;
  cursor.hint(from, to, message, `=${cursor.text.slice(from, to)}`);
}

/**
 * Reads one value of a subject where the cursor is: a word, a phrase, a comparison or a range.
 * @param startsAt where the condition it belongs to starts, for a suggestion that replaces all of it
 * @param isBare no name stands before it, so that signs in it are text
 */
export function readValue(
  cursor: Cursor,
  subject: Subject,
  scope: Scope,
  startsAt: number,
  isBare = false,
): Node {
  const from = cursor.at;
  const spot = { from, to: from, subject: isBare ? null : subject, quoted: cursor.sees('"') };
  cursor.reading.spots.push(spot);
  if (subject.is === 'fields' && isMeasured(subject)) {
    const node = readMeasured(cursor, subject, scope);
    spot.to = node.to;
    hintAtSpace(cursor, subject, from);
    return node;
  }
  const exact = !isBare && cursor.sees('=');
  if (exact) cursor.at += 1;
  spot.quoted = cursor.sees('"');
  const word = cursor.word(scope);
  spot.to = word.to;
  if (word.parts.length === 0) {
    if (word.closed) refuseEmpty(cursor, subject, scope.subject !== null, startsAt);
    return { is: 'value', from, to: word.to, query: everything };
  }
  if (subject.is === 'fields') {
    if (!exact && subject.fields.every(isLookedInto)) hintAtEnds(cursor, word);
    hintAtSpace(cursor, subject, from);
    return finish(
      cursor,
      from,
      askEach(subject.fields, (field) => readTextValue(field, word, exact)),
    );
  }
  const pattern = patternOf(word.parts, !exact);
  return finish(cursor, from, pattern ? { is: 'anywhere', pattern } : everything);
}

/**
 * Refuses a name without a value, and says what the value may look like.
 * @param from where the name starts
 * @param colonEnd where its colon ends
 */
export function missingValue(cursor: Cursor, subject: Subject, from: number, colonEnd: number): Node {
  const to = cursor.isAtEnd ? cursor.at : colonEnd;
  cursor.reading.spots.push({ from: colonEnd, to, subject, quoted: false });
  const example = isMeasured(subject) ? '' : `, or ${subject.name}:* for any`;
  const message = `Say what ${subject.name} has to be: write it right after the colon${example}.`;
  cursor.refuse(from, colonEnd, message);
  return { is: 'value', from: colonEnd, to: colonEnd, query: everything };
}
