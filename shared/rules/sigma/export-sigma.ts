import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { stringify } from 'yaml';
import { isNumeric } from '../../event/field-values.ts';
import { fieldNamed } from '../../event/fields.ts';
import { writeBlock } from '../../query/address.ts';
import type { PatternPart, Query, Test, TextPattern } from '../../query/ast.ts';
import { parseQuery } from '../../query/parse.ts';
import { listsIn } from '../lists.ts';
import { readRule } from '../read-rule.ts';
import type { Rule } from '../rule.ts';
import { type FileProblem, YamlText } from '../yaml-text.ts';
import { Refusal } from './condition.ts';

/** A rule as Sigma, with what Sigma has no place for; or why it cannot be said there. */
export type ExportedRule =
  | { ok: true; text: string; notes: string[] }
  | { ok: false; problems: FileProblem[] };

type Line = readonly [key: string, value: string | number | boolean];

function escaped(text: string): string {
  return text.replaceAll(/[\\*?]/g, String.raw`\$&`);
}

function wildcards(parts: readonly PatternPart[]): string {
  return parts
    .map((part) => (typeof part === 'object' ? escaped(part.text) : part === 'any' ? '*' : '?'))
    .join('');
}

function textLine(field: string, pattern: TextPattern): Line {
  if (pattern.how === 'has') return [`${field}|contains`, escaped(pattern.text)];
  return [field, pattern.how === 'is' ? escaped(pattern.text) : wildcards(pattern.parts)];
}

function withinLines(field: string, { from, fromOpen, to, toOpen }: Extract<Test, { is: 'within' }>): Line[] {
  const isTime = fieldNamed(field)?.type === 'time';
  const write = (bound: number) => (isTime ? new Date(bound).toISOString() : bound);
  if (from !== null && from === to && !fromOpen && !toOpen) return [[field, write(from)]];
  const lines: Line[] = [];
  if (from !== null) lines.push([`${field}|${fromOpen ? 'gt' : 'gte'}`, write(from)]);
  if (to !== null) lines.push([`${field}|${toOpen ? 'lt' : 'lte'}`, write(to)]);
  if (lines.length > 1 && fieldNamed(field)?.shape !== 'one')
    throw new Refusal(`Sigma cannot ask for both bounds of the same ${field} where there are several.`);
  return lines.length > 0 ? lines : [[`${field}|exists`, true]];
}

function linesOf(field: string, test: Test): Line[] {
  switch (test.is) {
    case 'present':
      return [[`${field}|exists`, true]];
    case 'flag':
      return [[field, test.value]];
    case 'address':
      return [[`${field}|cidr`, writeBlock(test)]];
    case 'within':
      return withinLines(field, test);
    case 'text':
      if (isNumeric(fieldNamed(field) ?? { name: '', aliases: [], type: 'text', shape: 'one', about: '' }))
        throw new Refusal(`${field} has no text.`);
      return [textLine(field, test.pattern)];
  }
}

function keywordOf(pattern: TextPattern): string {
  if (pattern.how === 'has') return escaped(pattern.text);
  const isOpen = pattern.how === 'like' && pattern.parts[0] === 'any' && pattern.parts.at(-1) === 'any';
  if (!isOpen) throw new Refusal('A keyword of Sigma is found anywhere in a text, not as the whole of it.');
  return wildcards(pattern.parts.slice(1, -1));
}

/** Writes a query as selections, and a condition over their names. */
class DetectionWriter {
  readonly selections: Record<string, unknown> = {};
  #count = 0;

  #selection(value: unknown): string {
    this.#count += 1;
    const name = `selection_${this.#count}`;
    this.selections[name] = value;
    return name;
  }

  condition(query: Query): string {
    switch (query.is) {
      case 'everything':
        return this.#selection({ 'kind|exists': true });
      case 'field':
        return this.#selection(Object.fromEntries(linesOf(query.field, query.test)));
      case 'anywhere':
        return this.#selection([keywordOf(query.pattern)]);
      case 'entry':
        throw new Refusal('Sigma cannot ask for several conditions on the same threat or part.');
      case 'not':
        return `not ${this.#part(query.of)}`;
      case 'and':
        return query.of.map((part) => this.#part(part)).join(' and ');
      case 'or':
        return this.#list(query.of) ?? query.of.map((part) => this.#part(part)).join(' or ');
    }
  }

  #part(query: Query): string {
    const text = this.condition(query);
    const isBare = query.is === 'not' || !/\s/.test(text);
    return isBare ? text : `(${text})`;
  }

  /** Values of one field with the same modifiers as one list. */
  #list(of: readonly Query[]): string | undefined {
    const lines = of.map((query) => (query.is === 'field' ? linesOf(query.field, query.test) : []));
    const key = lines[0]?.[0]?.[0];
    if (key === undefined || lines.some((own) => own.length !== 1 || own[0]?.[0] !== key)) return undefined;
    return this.#selection({ [key]: lines.map(([line]) => line?.[1]) });
  }
}

/** An id as Sigma wants it: a UUID, and always the same for a rule. */
function uuidOf(id: string): string {
  const hex = bytesToHex(sha256(utf8ToBytes(`lurescope rule ${id}`)));
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const unsaid = {
  where: 'Conditions under where cannot be said in Sigma.',
  was: 'Sigma knows no versions of an event.',
  threshold: 'A threshold cannot be said in a Sigma rule.',
  sequence: 'A sequence cannot be said in a Sigma rule.',
  unusual: 'Sigma does not know what is usual.',
} as const satisfies Partial<Record<keyof Rule, string>>;

const context = { now: 0, timeZone: 'UTC' };

/** Reads a query for Sigma. */
function queryOf(text: string): Query {
  const parsed = parseQuery(text, context);
  if (!parsed.ok) throw new Refusal(parsed.errors[0]?.message ?? 'It cannot be read.');
  const [list] = listsIn(parsed.query);
  if (list !== undefined) throw new Refusal(`The list ${list} is not known to Sigma.`, text.indexOf('$'));
  return parsed.query;
}

function detectionOf(rule: Rule, refuse: (key: 'query' | 'unless', refusal: Refusal) => void): unknown {
  const writer = new DetectionWriter();
  const parts = (['query', 'unless'] as const).flatMap((key) => {
    const text = rule[key];
    if (text === undefined) return [];
    try {
      const query = queryOf(text);
      return [writer.condition(key === 'query' ? query : { is: 'not', of: query })];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(key, error);
      return [];
    }
  });
  const condition = parts.length > 1 ? `(${parts[0]}) and ${parts[1]}` : parts[0];
  return { ...writer.selections, condition };
}

/** Writes a rule as Sigma. What Sigma cannot say is refused with its line. */
export function exportSigma(text: string): ExportedRule {
  const read = readRule(text);
  if (!read.ok) return read;
  const { rule } = read;
  const yaml = new YamlText(text);
  const problems: FileProblem[] = [];
  for (const [key, why] of Object.entries(unsaid))
    if (rule[key as keyof typeof unsaid] !== undefined) problems.push(yaml.problemAt([key], why));
  if (typeof rule.severity !== 'string')
    problems.push(yaml.problemAt(['severity'], 'Sigma has one level for a rule.'));
  const detection = detectionOf(rule, (key, { at, message }) =>
    problems.push(yaml.problemIn([key], at, message)),
  );
  if (problems.length > 0) return { ok: false, problems };
  const notes = (['runbook', 'dedup', 'lists', 'tests'] as const).flatMap((key) =>
    rule[key] === undefined ? [] : [`Sigma has no place for ${key}.`],
  );
  const sigma = {
    title: rule.title,
    id: uuidOf(rule.id),
    name: rule.id,
    status: 'experimental',
    description: rule.description,
    ...(rule.references ? { references: rule.references } : {}),
    ...(rule.tags ? { tags: rule.tags } : {}),
    logsource: { product: 'proofpoint', service: 'tap' },
    detection,
    level: rule.severity,
  };
  return { ok: true, text: stringify(sigma, { aliasDuplicateObjects: false }), notes };
}
