import { eventKinds } from '../../../shared/event/kinds.ts';
import { threatStatuses, threatTypes } from '../../../shared/event/normalise.ts';
import type { ScoreField } from '../../../shared/event/threat-event.ts';
import type { Query } from '../../../shared/query/ast.ts';
import { completeAt } from '../../../shared/query/complete.ts';
import { clausesOn, scoreRange, withClause, withoutPart } from '../../../shared/query/edit.ts';
import {
  excludeValue,
  includeValue,
  onlyValue,
  valueState,
  withoutValue,
} from '../../../shared/query/edit-values.ts';
import { type ParsedQuery, parseQuery } from '../../../shared/query/parse.ts';
import { testText } from '../../../shared/query/query-text.ts';
import type { QueryContext } from '../../../shared/query/time.ts';
import { useSettings } from '../../model/settings.ts';
import type { SortKey, TimeRange } from '../../query/question.ts';
import { earlierLooks, step, stepInPlace, useExplorer } from './explorer-model.ts';
import { timeOf } from './look-question.ts';
import { focusRowsSoon } from './rows-focus.ts';
import { queryZone } from './use-query-zone.ts';

/** What a query's times are read against at this moment. */
export function queryContext(): QueryContext {
  return { now: Date.now(), timeZone: queryZone(useSettings.getState().settings.timeZone) };
}

export function readQuery(text: string): ParsedQuery {
  return parseQuery(text, queryContext());
}

/** A word that may become a field's name is taken for one, and not searched for, for so long, ms. */
const namePause = 500;
let settling: ReturnType<typeof setTimeout> | undefined;

/** Whether the word at the caret is the beginning of a field's name. */
function mayBecomeName(text: string, caret: number): boolean {
  const { kind, prefix, options } = completeAt(text, caret);
  const typed = prefix.toLowerCase();
  return kind === 'field' && typed !== '' && options.some((one) => one.text.toLowerCase().startsWith(typed));
}

/** Takes the text as it is being typed: it is shown from when it can be read and its last word is done. */
export function typeQuery(text: string, caret: number): void {
  clearTimeout(settling);
  const isDone = readQuery(text).ok && !mayBecomeName(text, caret);
  useExplorer.getState().change(isDone ? { text, valid: text } : { text }, 'typing');
  if (!isDone) settling = setTimeout(settleQuery, namePause);
}

/** Shows what is typed as it stands, where it can be read. */
export function settleQuery(): void {
  clearTimeout(settling);
  const { text, valid, change } = useExplorer.getState();
  if (text !== valid && readQuery(text).ok) change({ valid: text }, 'typing');
}

/** Puts a whole query in place of the one that is there, as one step. */
export function writeQuery(text: string): void {
  showLook(text, useExplorer.getState().sort);
}

/** Puts a whole query and an order in place of those that are there, as one step. */
export function showLook(text: string, sort: readonly SortKey[]): void {
  settleQuery();
  const { valid, change } = useExplorer.getState();
  change({ text, sort, valid: readQuery(text).ok ? text : valid });
}

/** Undoes the latest change of what is looked at. */
export function undoLook(): void {
  settleQuery();
  stepInPlace('back');
}

/** Makes it again. */
export function redoLook(): void {
  settleQuery();
  stepInPlace('forward');
}

/** Back to the look before, and to the event that was open in it. */
export function goBack(): void {
  settleQuery();
  step('back');
}

/** Forward again. */
export function goForward(): void {
  settleQuery();
  step('forward');
}

/** Changes the query that is shown; what is typed and cannot be read gives way. */
function edit(change: (text: string) => string, flow?: string): void {
  settleQuery();
  const { valid, change: apply } = useExplorer.getState();
  const text = change(valid);
  apply({ text, valid: text }, flow);
}

/** Shows a value's events too, or leaves the value out of the filter again. */
export function toggleValue(field: string, value: string): void {
  edit((text) =>
    valueState(text, field, value) === 'included'
      ? withoutValue(text, field, value)
      : includeValue(text, field, value),
  );
}

/** Hides a value's events, or stops hiding them. */
export function toggleExcluded(field: string, value: string): void {
  edit((text) =>
    valueState(text, field, value) === 'excluded'
      ? withoutValue(text, field, value)
      : excludeValue(text, field, value),
  );
}

/** Shows this value's events and no other value's. */
export function pickOnly(field: string, value: string): void {
  edit((text) => onlyValue(text, field, value));
}

/** Shows this value's events, whatever else was asked for. */
export function pivotTo(field: string, value: string): void {
  edit(() => onlyValue('', field, value));
}

/** Shows the events of a query in place of what is shown, and nothing else in front of them. */
export function followLead(text: string): void {
  edit(() => text);
  useExplorer.setState({ detailOpen: false, pane: 'events' });
  focusRowsSoon();
}

/** Shows the events of a person among those that are shown. */
export function followPerson(address: string): void {
  edit((text) => onlyValue(text, 'recipient', address));
  useExplorer.setState({ detailOpen: false, pane: 'events' });
  focusRowsSoon();
}

/** Leaves a person's events out. */
export function excludePerson(address: string): void {
  edit((text) => excludeValue(text, 'recipient', address));
}

/** Takes away all filters on one field alone. */
export function clearField(field: string): void {
  edit((text) => withClause(text, field, null));
}

/** Filters by a score's range; both ends are in. The whole scale filters nothing. */
export function setScore(field: ScoreField, from: number, to: number): void {
  edit((text) => scoreRange(text, field, from > 0 ? from : null, to < 100 ? to : null), `score ${field}`);
}

/** Puts another filter on time in place of the one that is there; null is none. */
export function setTimeClause(clause: string | null): void {
  edit((text) => withClause(text, 'time', clause));
}

/** A stretch of time as it stands in a query. */
export function timeClause({ from, to }: TimeRange): string {
  const range = { is: 'within', from, fromOpen: false, to, toOpen: true } as const;
  // What a bar begins and ends with is mostly a whole minute: no more than that needs to be read.
  return `time:${testText('time', range)}`.replaceAll(/(?::00)?\.000Z/g, 'Z');
}

/** Narrows the time to a stretch of the histogram. */
export function brush(range: TimeRange): void {
  setTimeClause(timeClause(range));
}

function holds(wide: TimeRange, narrow: TimeRange): boolean {
  const reaches = wide.from <= narrow.from && wide.to >= narrow.to;
  return reaches && (wide.from < narrow.from || wide.to > narrow.to);
}

/**
 * Widens the time by one step: to the last stretch before that held this one, or to all of time.
 * @returns false where the time is not narrowed
 */
export function zoomOut(): boolean {
  const context = queryContext();
  const { valid } = useExplorer.getState();
  const time = timeOf(valid, context);
  if (time === null) return false;
  for (const earlier of earlierLooks()) {
    const wide = earlier.valid === undefined ? null : timeOf(earlier.valid, context);
    if (earlier.valid === undefined || (wide !== null && !holds(wide, time))) continue;
    setTimeClause(clausesOn(earlier.valid, 'time')[0]?.text ?? null);
    return true;
  }
  setTimeClause(null);
  return true;
}

/** Takes one of the top-level conditions out. */
export function dropClause(from: number, to: number): void {
  edit((text) => withoutPart(text, { from, to }));
}

/** Shows only what could not be read as an event, or all again. */
export function toggleUnparsed(): void {
  edit((text) => withClause(text, 'unparsed', isUnparsedOnly(text) ? null : 'unparsed:true'));
}

export function isUnparsedOnly(text: string): boolean {
  return clausesOn(text, 'unparsed').some(
    ({ query }) => query.is === 'field' && query.test.is === 'flag' && query.test.value,
  );
}

/** The range a query puts on a score, both ends in; null where it puts none or another kind of condition. */
export function scoreRangeOf(text: string, field: ScoreField): { from: number; to: number } | null {
  const [clause] = clausesOn(text, field);
  const query = clause?.query;
  if (query?.is !== 'field' || query.test.is !== 'within') return null;
  const { from, to } = query.test;
  return { from: Math.max(0, Math.round(from ?? 0)), to: Math.min(100, Math.round(to ?? 100)) };
}

/** The schema's own words by their lower case, which is all that a parsed query keeps. */
const ownWords = new Map<string, string>(
  [...eventKinds, ...threatTypes, ...threatStatuses].map((word) => [word.toLowerCase(), word]),
);

/** Values that a query's own filters on a field name, both those shown and those hidden. */
export function pickedValues(text: string, field: string): string[] {
  const values = new Set<string>();
  const collect = (query: Query): void => {
    if (query.is === 'or') for (const part of query.of) collect(part);
    else if (query.is === 'not') collect(query.of);
    else if (query.is === 'field') {
      const { test } = query;
      if (test.is === 'text' && test.pattern.how === 'is')
        values.add(ownWords.get(test.pattern.text) ?? test.pattern.text);
      if (test.is === 'address') values.add(testText(query.field, test));
    }
  };
  for (const { query } of clausesOn(text, field)) collect(query);
  return [...values];
}
