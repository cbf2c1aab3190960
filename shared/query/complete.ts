import type { Field } from '../event/fields.ts';
import { eventKinds, kindLabel } from '../event/kinds.ts';
import { classifications, threatStatuses, threatTypes } from '../event/normalise.ts';
import { aliasesOf, type Subject, subjects } from './names.ts';
import { readText } from './parser.ts';
import type { Enclosure, Spot } from './tree.ts';
import { isMeasured } from './value.ts';
import { scanPhrase, scanWord } from './word.ts';

/** One thing that can be put in. */
export interface CompletionOption {
  /** What replaces the text from `from` to `to`. */
  text: string;
  about: string;
}

/** What can stand at a place in a query's text. */
export interface Completion {
  /** The stretch that a choice replaces. */
  from: number;
  to: number;
  kind: 'field' | 'value' | 'operator' | 'nothing';
  /** For values: the field they are of, by its name in the schema, or a name for several. */
  field?: string;
  /** What has been typed of it so far, escapes undone. */
  prefix: string;
  /** Choices that are known without the events, the likeliest first; values that occur come from the caller. */
  options: CompletionOption[];
}

/** Any context will do: places do not depend on it. */
const context = { now: Date.UTC(2026, 0, 1), timeZone: 'UTC' };

const operators: readonly CompletionOption[] = [
  { text: 'AND', about: 'both have to hold' },
  { text: 'OR', about: 'one of them has to hold' },
  { text: 'NOT', about: 'what follows must not hold' },
];

const valuesByName: Readonly<Record<string, readonly CompletionOption[]>> = {
  kind: [
    ...eventKinds.map((kind) => ({ text: kind, about: kindLabel[kind] })),
    { text: 'message', about: 'delivered or blocked' },
    { text: 'click', about: 'permitted or blocked' },
  ],
  classification: classifications.map((text) => ({ text, about: '' })),
  threatStatus: threatStatuses.map((text) => ({ text, about: '' })),
  threatType: threatTypes.map((text) => ({ text, about: '' })),
  completelyRewritten: ['true', 'false', 'na'].map((text) => ({ text, about: '' })),
};

const valuesByType: Readonly<Partial<Record<Field['type'], readonly CompletionOption[]>>> = {
  flag: ['true', 'false'].map((text) => ({ text, about: '' })),
  score: [
    { text: '>=80', about: '80 and more' },
    { text: '50..79', about: '50 to 79' },
    { text: '<50', about: 'less than 50' },
  ],
  time: [
    { text: '>now-1h', about: 'the last hour' },
    { text: '>now-24h', about: 'the last 24 hours' },
    { text: '>now-7d', about: 'the last 7 days' },
    { text: 'today', about: 'since midnight' },
    { text: 'yesterday', about: 'the whole of yesterday' },
  ],
};

function knownValues(subject: Subject): readonly CompletionOption[] {
  if (subject.is !== 'fields') return [];
  const [field] = subject.fields;
  return valuesByName[subject.name] ?? (field && valuesByType[field.type]) ?? [];
}

function nameOption(subject: Subject): CompletionOption {
  return { text: subject.is === 'group' ? `${subject.name}(` : `${subject.name}:`, about: subject.about };
}

/** How well a name goes with what is typed: it starts so, a spelling of it does, or it has it within. */
function rank(subject: Subject, prefix: string): number {
  const name = subject.name.toLowerCase();
  if (name.startsWith(prefix)) return 0;
  if (aliasesOf(subject).some((alias) => alias.toLowerCase().startsWith(prefix))) return 1;
  return name.includes(prefix) ? 2 : 3;
}

function nameOptions(prefix: string, { group }: Pick<Enclosure, 'group'>): CompletionOption[] {
  const wanted = prefix.toLowerCase();
  return subjects
    .filter((subject) => {
      if (!group) return true;
      return subject.is === 'fields' && subject.fields.every(({ shape }) => shape === group);
    })
    .map((subject) => ({ subject, rank: rank(subject, wanted) }))
    .filter((found) => found.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ subject }) => nameOption(subject));
}

/** What is typed up to the cursor, as the text it means; wildcards as they stand. */
function typedPrefix(text: string, offset: number, { from, quoted }: Spot, subject: Subject): string {
  const typed = text.slice(0, offset);
  const start = typed[from] === '=' && !isMeasured(subject) ? from + 1 : from;
  const word = quoted ? scanPhrase(typed, start) : scanWord(typed, start, false);
  return word.parts
    .map((part) => (typeof part === 'object' ? part.text : part === 'any' ? '*' : '?'))
    .join('');
}

function valueAt(text: string, offset: number, spot: Spot, subject: Subject): Completion {
  const prefix = typedPrefix(text, offset, spot, subject).trimStart();
  const wanted = prefix.toLowerCase();
  return {
    from: spot.from,
    to: spot.to,
    kind: 'value',
    field: subject.name,
    prefix,
    options: knownValues(subject).filter(({ text: value }) => value.toLowerCase().startsWith(wanted)),
  };
}

/** Whether a condition or value ends before a place, so that an operator can follow. */
function followsOperand(text: string, offset: number, isList: boolean): boolean {
  const before = text.slice(0, offset).trimEnd();
  if (before === '' || before.endsWith('(')) return false;
  if (isList && before.endsWith(',')) return false;
  return !/(?:^|[\s(])(?:AND|OR|NOT|-)$/.test(before);
}

function emptyPlace(text: string, offset: number, { subject, group }: Enclosure): Completion {
  const place = { from: offset, to: offset, prefix: '' };
  if (followsOperand(text, offset, subject !== null))
    return {
      ...place,
      kind: 'operator',
      options: [...operators, ...(subject ? [] : nameOptions('', { group }))],
    };
  if (subject) {
    const options = [...knownValues(subject)];
    return { ...place, kind: 'value', field: subject.name, options };
  }
  return { ...place, kind: 'field', options: nameOptions('', { group }) };
}

function nameAt(text: string, offset: number, { from, to }: Spot, around: Enclosure): Completion {
  const prefix = text.slice(from, offset);
  const canFollow = followsOperand(text, from, false);
  const words = operators.filter(
    ({ text: word }) => prefix !== '' && (canFollow || word === 'NOT') && word.startsWith(prefix),
  );
  return { from, to, kind: 'field', prefix, options: [...nameOptions(prefix, around), ...words] };
}

/** Says what can stand at an offset of a query's text, finished or not, right or not. */
export function completeAt(text: string, offset: number): Completion {
  const { spots, enclosures, root, problems } = readText(text, context);
  const nothing: Completion = { from: offset, to: offset, kind: 'nothing', prefix: '', options: [] };
  if (root === null && problems.length > 0 && spots.length === 0) return nothing;
  const whole: Enclosure = { from: 0, to: text.length, subject: null, group: null };
  const around = enclosures.findLast(({ from, to }) => from <= offset && offset <= to) ?? whole;
  const touching = spots.filter((spot) => spot.from <= offset && offset <= spot.to);
  const spot = touching.findLast(({ subject }) => subject !== null) ?? touching.at(-1);
  if (spot?.subject) return valueAt(text, offset, spot, spot.subject);
  if (spot) return spot.quoted ? nothing : nameAt(text, offset, spot, around);
  const isApart = offset === 0 || /[\s(,-]/.test(text[offset - 1] ?? '');
  const isBetween = offset === text.length || /[\s)]/.test(text[offset] ?? '');
  return isApart && isBetween ? emptyPlace(text, offset, around) : nothing;
}
