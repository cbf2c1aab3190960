import { fieldNamed } from '../event/fields.ts';
import type { Query } from '../query/ast.ts';
import { predicateOf } from './engine/predicate.ts';
import type { FieldSlots, SeenEvent } from './engine/seen-event.ts';
import { domainsIn, looksLike } from './look-alike.ts';
import { type Condition, periodMs } from './rule.ts';
import type { Path } from './yaml-text.ts';

/** What a condition needs of the rule it stands in. */
interface ConditionReader {
  query(text: string, path: Path): Query;
  list(name: string, path: Path): readonly string[];
  field(name: string, path: Path): string;
  readonly problems: { path: Path; message: string }[];
}

/** So many domains are remembered, alike or not. */
const mostDomains = 20_000;

type Test = (event: SeenEvent) => boolean;

function counted(
  { count, matching, atLeast }: Extract<Condition, { count: string }>,
  path: Path,
  reader: ConditionReader,
  slots: FieldSlots,
): Test {
  const passes =
    matching === undefined ? () => true : predicateOf(reader.query(matching, [...path, 'matching']), slots);
  return (event) => {
    const entries = event.entries(count);
    return entries.length >= atLeast && entries.filter(passes).length >= atLeast;
  };
}

function timeSlot(name: string, path: Path, reader: ConditionReader, slots: FieldSlots): number {
  const field = reader.field(name, path);
  if (fieldNamed(field) && fieldNamed(field)?.type !== 'time')
    reader.problems.push({ path, message: `${field} is no time.` });
  return slots.slotOf(field);
}

function ordered(
  { field, after, by }: Extract<Condition, { after: string }>,
  path: Path,
  reader: ConditionReader,
  slots: FieldSlots,
): Test {
  const late = timeSlot(field, [...path, 'field'], reader, slots);
  const early = timeSlot(after, [...path, 'after'], reader, slots);
  const least = by === undefined ? 1 : periodMs(by);
  return (event) => {
    const [times, earlier] = [event.numbers(late), event.numbers(early)];
    return times.length > 0 && earlier.length > 0 && Math.max(...times) - Math.min(...earlier) >= least;
  };
}

function alike(
  { lookalike, of }: Extract<Condition, { lookalike: unknown }>,
  path: Path,
  reader: ConditionReader,
): Test {
  const own = reader
    .list(of, [...path, 'of'])
    .map((domain) => domain.toLowerCase().replace(/^(?:\*\.|@)/, ''));
  const fields = lookalike.map((name, i) => reader.field(name, [...path, 'lookalike', i]));
  // The same domains come again and again, and comparing takes longer than all else.
  const known = new Map<string, boolean>();
  const isAlike = (domain: string) => {
    const before = known.get(domain);
    if (before !== undefined) return before;
    if (known.size >= mostDomains) known.clear();
    const is = looksLike(domain, own);
    known.set(domain, is);
    return is;
  };
  if (own.length === 0) return () => false;
  return (event) => {
    for (const field of fields)
      for (const value of event.shown(field)) if (domainsIn(value).some(isAlike)) return true;
    return false;
  };
}

/** A condition as a function; what is wrong with it is told to the reader. */
export function compileCondition(
  condition: Condition,
  path: Path,
  reader: ConditionReader,
  slots: FieldSlots,
): Test {
  if ('count' in condition) return counted(condition, path, reader, slots);
  if ('after' in condition) return ordered(condition, path, reader, slots);
  return alike(condition, path, reader);
}
