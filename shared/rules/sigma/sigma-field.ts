import { isNumeric } from '../../event/field-values.ts';
import { type Field, fieldNamed } from '../../event/fields.ts';
import { parseInstant } from '../../event/instant.ts';
import { readBlock } from '../../query/address.ts';
import type { PatternPart, Query, Test } from '../../query/ast.ts';
import { compared, point } from '../../query/extent.ts';
import { patternOf } from '../../query/pattern.ts';
import { joinedQuery, Refusal } from './condition.ts';
import { patternsOf } from './regular-expression.ts';

const comparisons = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
const positions = ['contains', 'startswith', 'endswith'] as const;

/** A name with modifiers, as in `subject|contains|all`. */
interface Key {
  /** Undefined where any text is meant. */
  field: Field | undefined;
  position: (typeof positions)[number] | undefined;
  comparison: keyof typeof comparisons | undefined;
  isAll: boolean;
  how: 'text' | 're' | 'cidr' | 'exists';
}

function fieldOf(name: string): Field {
  // The API's own nesting is forgiven: threatsInfoMap.classification.
  const own = name.replace(/^(?:threatsInfoMap|messageParts)\./i, '');
  const field = fieldNamed(own);
  if (!field) throw new Refusal(`There is no field ${name}.`);
  return field;
}

function readKey(text: string): Key {
  const [name = '', ...modifiers] = text.split('|');
  const key: Key = {
    field: name === '' ? undefined : fieldOf(name),
    position: undefined,
    comparison: undefined,
    isAll: false,
    how: 'text',
  };
  for (const modifier of modifiers.map((word) => word.toLowerCase())) {
    const position = positions.find((known) => known === modifier);
    if (position) key.position = position;
    else if (modifier === 'all') key.isAll = true;
    else if (modifier === 're' || modifier === 'cidr' || modifier === 'exists') key.how = modifier;
    else if (modifier in comparisons) key.comparison = modifier as keyof typeof comparisons;
    else if (!(modifier === 'i' && key.how === 're'))
      throw new Refusal(`The modifier ${modifier} is not taken over.`);
  }
  const chosen = [key.position, key.comparison, key.how === 'text' ? undefined : key.how].filter(Boolean);
  if (chosen.length > 1) throw new Refusal(`${chosen.join(' and ')} cannot stand together.`);
  return key;
}

/** Text with wildcards as Sigma writes them: a backslash makes a wildcard, or another backslash, stand for itself. */
function wildcards(text: string): PatternPart[] {
  return Array.from(text.matchAll(/\\[\\*?]|[\s\S]/gu), ([piece]): PatternPart => {
    if (piece === '*') return 'any';
    if (piece === '?') return 'one';
    return { text: piece.length > 1 && /^\\[\\*?]$/.test(piece) ? piece.slice(1) : piece };
  });
}

function textQuery(field: Field | undefined, parts: readonly PatternPart[]): Query {
  const pattern = patternOf(parts, field === undefined);
  if (!field) return pattern ? { is: 'anywhere', pattern } : { is: 'everything' };
  if (!pattern) return { is: 'field', field: field.name, test: { is: 'present' } };
  if (pattern.how === 'is' && pattern.text === '') return absent(field);
  return { is: 'field', field: field.name, test: { is: 'text', pattern } };
}

function absent(field: Field): Query {
  return { is: 'not', of: { is: 'field', field: field.name, test: { is: 'present' } } };
}

function numberOf(field: Field, value: unknown): number {
  const number = field.type === 'time' ? parseInstant(value) : Number(value === '' ? Number.NaN : value);
  if (number === undefined || !Number.isFinite(number))
    throw new Refusal(`${field.name} is compared with a ${field.type === 'time' ? 'time' : 'number'}.`);
  return number;
}

function measuredTest(field: Field, value: unknown, comparison: Key['comparison']): Test {
  if (field.type === 'flag') {
    if (typeof value !== 'boolean') throw new Refusal(`${field.name} is true or false.`);
    return { is: 'flag', value };
  }
  return compared(comparison ? comparisons[comparison] : '=', point(numberOf(field, value)));
}

function blockTest(field: Field, value: unknown): Test {
  const block = typeof value === 'string' ? readBlock(value) : undefined;
  if (field.type !== 'ip') throw new Refusal(`${field.name} is no IP address.`);
  if (typeof block !== 'object') throw new Refusal(block ?? `${String(value)} is no block of addresses.`);
  return { is: 'address', ...block };
}

function textParts(value: string, position: Key['position']): PatternPart[] {
  const parts = wildcards(value);
  if (position === 'contains') return ['any', ...parts, 'any'];
  if (position === 'startswith') return [...parts, 'any'];
  return position === 'endswith' ? ['any', ...parts] : parts;
}

function valueQuery(key: Key, value: unknown): Query {
  const { field, how, comparison, position } = key;
  if (field && value === null) return absent(field);
  if (how === 'exists') {
    if (!field || typeof value !== 'boolean') throw new Refusal('exists is true or false, of a field.');
    return value ? { is: 'field', field: field.name, test: { is: 'present' } } : absent(field);
  }
  if (how === 'cidr') {
    if (!field) throw new Refusal('cidr is asked of a field.');
    return { is: 'field', field: field.name, test: blockTest(field, value) };
  }
  if (field && isNumeric(field)) {
    if (position || how !== 'text') throw new Refusal(`${field.name} has no text.`);
    return { is: 'field', field: field.name, test: measuredTest(field, value, comparison) };
  }
  if (comparison) throw new Refusal(`${field?.name ?? 'Text'} has no numbers to compare.`);
  if (!['string', 'number', 'boolean'].includes(typeof value))
    throw new Refusal('A value is a text, a number, true, false or null.');
  const text = String(value);
  if (how === 're')
    return joinedQuery(
      'or',
      patternsOf(text).map((parts) => textQuery(field, parts)),
    );
  return textQuery(field, textParts(text, position));
}

/**
 * A line of a selection as a query: a name with modifiers, and a value or several of which any will do (all of them
 * with the modifier all).
 * @throws Refusal
 */
export function fieldQuery(name: string, value: unknown): Query {
  const key = readKey(name);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw new Refusal('An empty list is no value.');
  return joinedQuery(
    key.isAll ? 'and' : 'or',
    values.map((one) => valueQuery(key, one)),
  );
}
