import { isNumeric } from '../event/field-values.ts';
import { fieldNamed } from '../event/fields.ts';
import { addressHex } from './address.ts';
import type { Query } from './ast.ts';
import { clausesOn, ifValid, replaced, withClause, withoutPart, withPart } from './edit.ts';
import { readText } from './parser.ts';
import { queryText, testText } from './query-text.ts';
import type { Node } from './tree.ts';

/** What a field of an event without any value has to be, written as a value. */
const noValue = 'NOT *';

const context = { now: Date.UTC(2026, 0, 1), timeZone: 'UTC' };

/**
 * How a value of a field is written after the colon, so that events with just this value match; an empty value stands
 * for events without any.
 * @returns undefined where the field cannot have such a value
 */
export function valueText(field: string, value: string): string | undefined {
  const known = fieldNamed(field);
  if (!known) return undefined;
  if (value === '') return noValue;
  if (!isNumeric(known)) {
    if (known.type === 'ip' && addressHex(value) !== undefined) return value;
    return testText(known.name, { is: 'text', pattern: { how: 'is', text: value } });
  }
  const isPlain = /^[\w.:+-]+$/.test(value) && !value.includes('..');
  return isPlain && readText(`${known.name}:${value}`, context).problems.length === 0 ? value : undefined;
}

/** A value as a condition of its own. */
function clauseOf(name: string, item: string): string {
  return item === noValue ? `${name}:(${item})` : `${name}:${item}`;
}

function isSame(one: Query, other: Query): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A filter on one field as it was typed: its place, and what it lets through or, negated, holds back. */
interface Filter {
  clause: { from: number; to: number };
  negated: boolean;
  /** What is negated or stands alone, without parentheses of its own. */
  of: Node;
  /** Parentheses stand around it. */
  enclosed: boolean;
}

function filterOf(clause: Node): Filter {
  let of = clause;
  let negated = false;
  let enclosed = false;
  while (of.is === 'not' || of.is === 'enclosed') {
    enclosed = of.is === 'enclosed';
    if (of.is === 'not') negated = !negated;
    of = of.of;
  }
  return { clause, negated, of, enclosed };
}

function filtersOn(text: string, field: string): Filter[] {
  const { root } = readText(text, context);
  const nodes = root?.is === 'and' ? root.of : root ? [root] : [];
  const places = clausesOn(text, field);
  return nodes.filter((node) => places.some(({ from }) => from === node.from)).map(filterOf);
}

/** The alternatives a filter lists, each with its place. */
function alternatives({ of }: Filter): readonly Node[] {
  let node = of;
  while (node.is === 'asked' || node.is === 'enclosed') node = node.of;
  return node.is === 'or' ? node.of : [node];
}

/** The conditions that a query is an OR of. */
function optionsOf(query: Query): readonly Query[] {
  return query.is === 'or' ? query.of.flatMap(optionsOf) : [query];
}

function lists(filter: Filter, query: Query): boolean {
  return alternatives(filter).some((node) =>
    [node.query, ...optionsOf(node.query)].some((option) => isSame(option, query)),
  );
}

/** The text with one alternative fewer; where it was the only one, the whole filter goes. */
function withoutAlternative(text: string, filter: Filter, query: Query): string {
  const nodes = alternatives(filter);
  const index = nodes.findIndex((node) => optionsOf(node.query).some((option) => isSame(option, query)));
  const node = nodes[index];
  if (!node) return text;
  const left = optionsOf(node.query).filter((option) => !isSame(option, query));
  if (left.length > 0) {
    const written = left.map((option) => (option.is === 'field' ? testText(option.field, option.test) : ''));
    if (filter.of.is === 'asked' && !written.includes(''))
      return replaced(text, node, written.length === 1 ? written.join('') : `(${written.join(', ')})`);
    return replaced(text, node, `(${left.map(queryText).join(' OR ')})`);
  }
  const before = nodes[index - 1];
  const after = nodes[index + 1];
  const only = nodes.length === 2 ? (before ?? after) : undefined;
  if (only?.is === 'value' && filter.of.is === 'asked')
    return replaced(text, filter.of.of, text.slice(only.from, only.to));
  if (before) return replaced(text, { from: before.to, to: node.to }, '');
  if (after) return replaced(text, { from: node.from, to: after.from }, '');
  return withoutPart(text, filter.clause);
}

/** The text with one alternative more. */
function withAlternative(text: string, { of, enclosed }: Filter, name: string, item: string): string {
  const typed = (node: Node) => text.slice(node.from, node.to);
  if (of.is !== 'asked') {
    const either = `${typed(of)} OR ${clauseOf(name, item)}`;
    return replaced(text, of, enclosed ? either : `(${either})`);
  }
  const value = of.of;
  if (value.is === 'enclosed') return replaced(text, value.of, `${typed(value.of)}, ${item}`);
  return replaced(text, value, `(${typed(value)}, ${item})`);
}

function withoutValueAs(text: string, name: string, query: Query, negated: boolean): string {
  let edited = text;
  for (;;) {
    const filter = filtersOn(edited, name).find(
      (candidate) => candidate.negated === negated && lists(candidate, query),
    );
    const next = filter ? withoutAlternative(edited, filter, query) : edited;
    if (next === edited) return edited;
    edited = next;
  }
}

/** What a value is as a condition; undefined where the field cannot have it. */
function wantedOf(field: string, value: string): { name: string; item: string; query: Query } | undefined {
  const name = fieldNamed(field)?.name;
  const item = valueText(field, value);
  if (name === undefined || item === undefined) return undefined;
  const query = readText(clauseOf(name, item), context).root?.query;
  return query && { name, item, query };
}

function withValue(text: string, field: string, value: string, negated: boolean): string {
  const wanted = wantedOf(field, value);
  if (!wanted) return text;
  const { name, item, query } = wanted;
  const edited = withoutValueAs(text, name, query, !negated);
  const filters = filtersOn(edited, name).filter((filter) => filter.negated === negated);
  if (filters.some((filter) => lists(filter, query))) return ifValid(edited, text);
  const [first] = filters;
  if (first) return ifValid(withAlternative(edited, first, name, item), text);
  return ifValid(withPart(edited, `${negated ? 'NOT ' : ''}${clauseOf(name, item)}`), text);
}

/**
 * Shows a value's events too: adds it to the field's filter, or makes one; an exclusion of it goes.
 * What else is in the text stays as typed; a text that cannot be read, and one that would grow too long, is left alone.
 */
export function includeValue(text: string, field: string, value: string): string {
  return withValue(text, field, value, false);
}

/** Hides a value's events: it goes from the field's filter, and is added to what is excluded. */
export function excludeValue(text: string, field: string, value: string): string {
  return withValue(text, field, value, true);
}

/** Shows a value's events only: this is the field's one filter then. */
export function onlyValue(text: string, field: string, value: string): string {
  const wanted = wantedOf(field, value);
  return wanted ? withClause(text, wanted.name, clauseOf(wanted.name, wanted.item)) : text;
}

/** Takes a value out of the field's filters, included or excluded. */
export function withoutValue(text: string, field: string, value: string): string {
  const wanted = wantedOf(field, value);
  if (!wanted) return text;
  const edited = withoutValueAs(text, wanted.name, wanted.query, false);
  return ifValid(withoutValueAs(edited, wanted.name, wanted.query, true), text);
}

/** Whether the field's own filters name a value. */
export function valueState(text: string, field: string, value: string): 'included' | 'excluded' | null {
  const wanted = wantedOf(field, value);
  const filter = wanted && filtersOn(text, wanted.name).find((found) => lists(found, wanted.query));
  if (!filter) return null;
  return filter.negated ? 'excluded' : 'included';
}
