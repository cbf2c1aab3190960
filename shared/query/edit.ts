import { fieldNamed } from '../event/fields.ts';
import { type Clause, parseQuery } from './parse.ts';
import { readText } from './parser.ts';
import { testText } from './query-text.ts';

/** Any context will do: what is edited is text, and times in it are kept as typed. */
const context = { now: Date.UTC(2026, 0, 1), timeZone: 'UTC' };

/** A clause, and its own text. */
export interface TextClause extends Clause {
  text: string;
}

function nameOf(field: string): string {
  return fieldNamed(field)?.name ?? field;
}

/** The top-level conditions that ask for one field alone; none where the text cannot be read. */
export function clausesOn(text: string, field: string): TextClause[] {
  const parsed = parseQuery(text, context);
  if (!parsed.ok) return [];
  const name = nameOf(field);
  return parsed.clauses
    .filter(({ fields }) => fields.length === 1 && fields[0] === name)
    .map((clause) => ({ ...clause, text: text.slice(clause.from, clause.to) }));
}

/** Puts other text in a place of a text. */
export function replaced(text: string, { from, to }: { from: number; to: number }, by: string): string {
  return text.slice(0, from) + by + text.slice(to);
}

/** The edited text, or where it would not be a query (it grew too long, or was none before) the text as it was. */
export function ifValid(edited: string, text: string): string {
  return edited !== text && parseQuery(text, context).ok && parseQuery(edited, context).ok ? edited : text;
}

/** Takes a top-level condition out, with what joins it to its neighbour. */
export function withoutPart(text: string, part: { from: number; to: number }): string {
  const parsed = parseQuery(text, context);
  if (!parsed.ok) return text;
  const index = parsed.clauses.findIndex(({ from }) => from === part.from);
  const before = parsed.clauses[index - 1];
  const after = parsed.clauses[index + 1];
  if (before) return replaced(text, { from: before.to, to: part.to }, '');
  return after ? replaced(text, { from: part.from, to: after.from }, '') : '';
}

/** Text of a condition without what stands around it; a blank that it ends in may be its own, escaped. */
function typed(clauseText: string): string {
  const { root } = readText(clauseText, context);
  return root ? clauseText.slice(root.from, root.to) : clauseText.trim();
}

/** Text of a condition as it can stand beside others. */
function asPart(clauseText: string): string {
  const part = typed(clauseText);
  return readText(part, context).root?.is === 'or' ? `(${part})` : part;
}

/** Adds a condition that has to hold too. */
export function withPart(text: string, clauseText: string): string {
  const parsed = parseQuery(text, context);
  if (!parsed.ok) return text;
  const added = parseQuery(clauseText, context);
  if (!added.ok) return text;
  if (added.query.is === 'everything') return text;
  if (parsed.query.is === 'everything') return ifValid(typed(clauseText), text);
  return ifValid(`${asPart(text)} AND ${asPart(clauseText)}`, text);
}

/**
 * Puts a condition in place of all top-level conditions that ask for a field alone, or takes them out. All else stays as
 * it was typed. A text that cannot be read is left alone.
 * @param clauseText the condition, or null for none
 */
export function withClause(text: string, field: string, clauseText: string | null): string {
  const added = clauseText === null ? null : parseQuery(clauseText, context);
  if (added && !added.ok) return text;
  const [first, ...others] = clausesOn(text, field);
  if (!first) return clauseText === null ? text : withPart(text, clauseText);
  let edited = text;
  for (const clause of others.toReversed()) edited = withoutPart(edited, clause);
  if (!added || clauseText === null || added.query.is === 'everything') edited = withoutPart(edited, first);
  else edited = replaced(edited, first, asPart(clauseText));
  return ifValid(edited, text);
}

/**
 * Filters a score, number or time (ms) by a range that includes its bounds, in place of other filters on that field alone.
 * @param from null is no bound; without both the field's filter goes
 */
export function scoreRange(text: string, field: string, from: number | null, to: number | null): string {
  const name = nameOf(field);
  if (from === null && to === null) return withClause(text, name, null);
  const isScore = fieldNamed(name)?.type !== 'time' && from !== null && to !== null && from !== to;
  const test = { is: 'within', from, fromOpen: false, to, toOpen: false } as const;
  return withClause(text, name, `${name}:${isScore ? `${from}..${to}` : testText(name, test)}`);
}
