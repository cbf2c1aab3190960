import { isNumeric } from '../event/field-values.ts';
import type { Field } from '../event/fields.ts';
import { type EventKind, eventKinds, kindLabel } from '../event/kinds.ts';
import { readBlock } from './address.ts';
import type { Query, Test } from './ast.ts';
import { type Comparison, compared, type Extent, readNumber } from './extent.ts';
import { nearestWord, type Subject } from './names.ts';
import { patternOf } from './pattern.ts';
import { cited } from './problem.ts';
import { type QueryContext, readTime } from './time.ts';
import { plainText, type Word } from './word.ts';
import { writeText } from './write.ts';

/** A value that could not be read: why, and what to write in its place. */
export interface Refusal {
  message: string;
  instead?: string;
}

/** Field types that are looked into: the value has to have the text somewhere, not to be it. */
export function isLookedInto({ type }: Field): boolean {
  return type === 'text' || type === 'url';
}

/** Whether a subject's values are numbers, so that signs and ranges can stand in front of a colon. */
export function isMeasured(subject: Subject): boolean {
  return subject.is === 'fields' && subject.fields.every(isNumeric);
}

/** Words for kinds beside the labels on the screen; plurals and either order are understood. */
const kindWords: Readonly<Record<string, readonly EventKind[]>> = {
  message: ['messageDelivered', 'messageBlocked'],
  click: ['clickPermitted', 'clickBlocked'],
  delivered: ['messageDelivered'],
  blocked: ['messageBlocked'],
  permitted: ['clickPermitted'],
};

function kindsOf(text: string): readonly EventKind[] | undefined {
  const words = text
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .split(/[\s_-]+/)
    .map((word) => word.replace(/s$/, ''))
    .filter((word) => word !== '');
  const [word = ''] = words;
  if (words.length === 1 && Object.hasOwn(kindWords, word)) return kindWords[word];
  const joined = words.toSorted().join();
  const kind = eventKinds.find((known) => {
    const parts = known.split(/(?=[A-Z])/).map((part) => part.toLowerCase());
    return known.toLowerCase() === word || parts.toSorted().join() === joined;
  });
  return kind && [kind];
}

function readKind(text: string): Query | Refusal {
  const kinds = kindsOf(text);
  if (kinds) {
    const tests = kinds.map((kind) => isText('kind', kind));
    const [only] = tests;
    return tests.length === 1 && only ? only : { is: 'or', of: tests };
  }
  const near = nearestWord(text, [...eventKinds, ...Object.values(kindLabel), 'click', 'message']);
  return {
    message: `No kind is called ${cited(text)}. There are delivered, blocked, "click permitted", "click blocked", and message and click for both of each.`,
    ...(near && { instead: writeText(near) }),
  };
}

function isText(field: string, text: string): Query {
  return { is: 'field', field, test: { is: 'text', pattern: { how: 'is', text: text.toLowerCase() } } };
}

function readRewritten(text: string): Query | Refusal {
  const word = text.toLowerCase().replace('/', '');
  if (word === 'true' || word === 'false' || word === 'na') return isText('completelyRewritten', word);
  const near = nearestWord(word, ['true', 'false', 'na']);
  return {
    message: 'Links are completely rewritten or not: true, false or na.',
    ...(near && { instead: near }),
  };
}

function readAddress(field: Field, text: string): Query | Refusal | undefined {
  const block = readBlock(text);
  if (typeof block === 'string') return { message: block };
  return block && { is: 'field', field: field.name, test: { is: 'address', ...block } };
}

/**
 * What a word or phrase asks of a field that holds text.
 * @param exact whether `=` stands before it: the whole value, and no word of ours
 */
export function readTextValue(field: Field, word: Word, exact: boolean): Query | Refusal {
  const text = plainText(word);
  if (text !== undefined && !exact) {
    if (field.name === 'kind') return readKind(text);
    if (field.name === 'completelyRewritten') return readRewritten(text);
    const address = field.type === 'ip' && !word.quoted ? readAddress(field, text) : undefined;
    if (address) return address;
  }
  const pattern = patternOf(word.parts, isLookedInto(field) && !exact);
  const test: Test = pattern ? { is: 'text', pattern } : { is: 'present' };
  return { is: 'field', field: field.name, test };
}

/** What a literal stands for on a numeric field's number line. */
export function readExtent(field: Field, literal: string, context: QueryContext): Extent | Refusal {
  const text = literal.trim();
  if (field.type === 'time') {
    const time = readTime(text, context);
    if (typeof time !== 'string') return time;
    const month = /^(\d{4}(?:-\d\d)?)-\*$/.exec(text)?.[1];
    return { message: time, ...(month && { instead: month }) };
  }
  const number = readNumber(text, field.name === 'messageSize');
  if (number) return number;
  const digit = /^(\d)[*?]$/.exec(text)?.[1];
  if (digit) return { message: `${field.name} is a number. Write a range.`, instead: `${digit}0..${digit}9` };
  const example = field.type === 'score' ? `${field.name}:>=80 or ${field.name}:50..80` : `${field.name}:>3`;
  return { message: `${field.name} is a number, and ${cited(text)} is none. Write it like ${example}.` };
}

const truths: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };

/** What a literal, with a comparison or without, asks of a numeric field. */
export function readMeasure(
  field: Field,
  comparison: Comparison,
  literal: string,
  context: QueryContext,
): Query | Refusal {
  if (field.type === 'flag') {
    const word = literal.trim().toLowerCase();
    if (comparison !== '=' || !Object.hasOwn(truths, word))
      return { message: `${field.name} is true or false.`, instead: 'true' };
    return { is: 'field', field: field.name, test: { is: 'flag', value: truths[word] === true } };
  }
  const extent = readExtent(field, literal, context);
  if ('message' in extent) return extent;
  return { is: 'field', field: field.name, test: compared(comparison, extent) };
}
