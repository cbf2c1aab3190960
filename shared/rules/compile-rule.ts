import { fieldNamed } from '../event/fields.ts';
import type { Query } from '../query/ast.ts';
import { parseQuery } from '../query/parse.ts';
import { compileCondition } from './conditions.ts';
import { type Predicate, predicateOf } from './engine/predicate.ts';
import type { FieldSlots, SeenEvent } from './engine/seen-event.ts';
import { isSameQuery, listsIn, withLists } from './lists.ts';
import type { Condition, Lists, Rule, Severity } from './rule.ts';
import { unknownPlaceholders } from './title.ts';
import type { Path } from './yaml-text.ts';

/** Something in a rule that its schema cannot tell: where, and for a text at which place in it. */
export interface RuleProblem {
  path: Path;
  offset?: number;
  message: string;
}

/** What one step of a rule asks of an event. */
interface CompiledStep {
  query: Query;
  /** What it asks beside its query; undefined where there is no more to it. */
  rest: ((event: SeenEvent, before: SeenEvent | undefined) => boolean) | undefined;
}

/** A rule made ready for events. */
export interface CompiledRule {
  rule: Rule;
  /** One step, or those of the sequence. */
  steps: readonly CompiledStep[];
  severityOf(event: SeenEvent): Severity;
  /** What the rule's first counting condition counts; undefined where it has none. */
  countOf(event: SeenEvent): number | undefined;
}

/** Two moments in different years: a query that reads differently at them depends on when it is read. */
const context = { now: Date.UTC(2024, 1, 3, 4, 5, 6), timeZone: 'UTC' };
const later = { now: Date.UTC(2031, 8, 9, 10, 11, 12), timeZone: 'UTC' };

/** Reads the parts of one rule, noting what is wrong with each. */
class RuleCompiler {
  readonly problems: RuleProblem[] = [];
  readonly #lists: Lists;
  readonly #slots: FieldSlots;

  constructor(lists: Lists, slots: FieldSlots) {
    this.#lists = lists;
    this.#slots = slots;
  }

  /** A query with its lists in it; one that asks for everything in place of one that cannot be read. */
  query(text: string, path: Path): Query {
    const everything: Query = { is: 'everything' };
    const parsed = parseQuery(text, context);
    if (!parsed.ok) {
      for (const { from, message } of parsed.errors) this.problems.push({ path, offset: from, message });
      return everything;
    }
    const again = parseQuery(text, later);
    if (!again.ok || !isSameQuery(again.query, parsed.query)) {
      const message = 'A rule cannot ask for times relative to now: use a window, or a fixed time.';
      this.problems.push({ path, message });
      return everything;
    }
    for (const name of listsIn(parsed.query)) this.list(name, path, text.toLowerCase().indexOf(`$${name}`));
    return withLists(parsed.query, this.#lists, context);
  }

  predicate(text: string, path: Path): Predicate {
    return predicateOf(this.query(text, path), this.#slots);
  }

  condition(condition: Condition, path: Path): (event: SeenEvent) => boolean {
    return compileCondition(condition, path, this, this.#slots);
  }

  list(name: string, path: Path, offset = 0): readonly string[] {
    const values = Object.hasOwn(this.#lists, name) ? this.#lists[name] : undefined;
    if (!values)
      this.problems.push({ path, offset, message: `There is no list ${name}: name it under lists.` });
    return values ?? [];
  }

  field(name: string, path: Path): string {
    const field = fieldNamed(name);
    if (!field) this.problems.push({ path, message: `There is no field ${name}.` });
    return field?.name ?? name;
  }

  fields(names: readonly string[] | undefined, path: Path): void {
    for (const [i, name] of (names ?? []).entries()) this.field(name, [...path, i]);
  }
}

function severityOf(rule: Rule, compiler: RuleCompiler): CompiledRule['severityOf'] {
  const { severity } = rule;
  if (typeof severity === 'string') return () => severity;
  const cases = severity.cases.map(({ when, where = [], severity: is }, i) => {
    const path = ['severity', 'cases', i];
    const tests = [
      ...(when === undefined ? [] : [compiler.predicate(when, [...path, 'when'])]),
      ...where.map((condition, at) => compiler.condition(condition, [...path, 'where', at])),
    ];
    return { is, passes: (event: SeenEvent) => tests.every((test) => test(event)) };
  });
  return (event) => cases.find(({ passes }) => passes(event))?.is ?? severity.default;
}

/** What the rule asks beside its query, of its last step's event. */
function restOf(rule: Rule, compiler: RuleCompiler): CompiledStep['rest'] {
  const where = (rule.where ?? []).map((condition, i) => compiler.condition(condition, ['where', i]));
  const was = rule.was === undefined ? undefined : compiler.predicate(rule.was, ['was']);
  if (!was && where.length === 0) return undefined;
  return (event, before) => {
    if (was && !(before && was(before))) return false;
    return where.every((passes) => passes(event));
  };
}

function stepsOf(rule: Rule, compiler: RuleCompiler): CompiledStep[] {
  const unless = rule.unless === undefined ? undefined : compiler.query(rule.unless, ['unless']);
  const rest = restOf(rule, compiler);
  const texts = rule.sequence
    ? rule.sequence.steps.map(({ query }, i) => ({ text: query, path: ['sequence', 'steps', i, 'query'] }))
    : [{ text: rule.query ?? '', path: ['query'] }];
  return texts.map(({ text, path }, i) => {
    const query = compiler.query(text, path);
    if (i < texts.length - 1) return { query, rest: undefined };
    return { query: unless ? { is: 'and', of: [query, { is: 'not', of: unless }] } : query, rest };
  });
}

function countOf(rule: Rule, slots: FieldSlots, compiler: RuleCompiler): CompiledRule['countOf'] {
  for (const [i, condition] of (rule.where ?? []).entries()) {
    if (!('count' in condition)) continue;
    const { count, matching } = condition;
    // What is wrong with it has been said where the condition was read.
    const quiet = new RuleCompiler({}, slots);
    const passes = matching === undefined ? undefined : quiet.predicate(matching, ['where', i, 'matching']);
    if (quiet.problems.length > 0 || compiler.problems.length > 0) return () => undefined;
    return (event) => event.entries(count).filter((entry) => passes?.(entry) ?? true).length;
  }
  return () => undefined;
}

/**
 * Makes a rule ready, or says all that is wrong with its queries and names.
 * @param lists an organisation's own; they take the place of those of the same name in the rule
 */
export function compileRule(
  rule: Rule,
  lists: Lists,
  slots: FieldSlots,
): { ok: true; compiled: CompiledRule } | { ok: false; problems: RuleProblem[] } {
  const compiler = new RuleCompiler({ ...rule.lists, ...lists }, slots);
  const steps = stepsOf(rule, compiler);
  const compiled = {
    rule,
    steps,
    severityOf: severityOf(rule, compiler),
    countOf: countOf(rule, slots, compiler),
  };
  for (const { name, at } of unknownPlaceholders(rule.title))
    compiler.problems.push({
      path: ['title'],
      offset: at,
      message: `There is no field ${name} for a title.`,
    });
  compiler.fields(rule.threshold?.groupBy, ['threshold', 'groupBy']);
  compiler.fields(rule.sequence?.on, ['sequence', 'on']);
  for (const [i, key] of (rule.dedup?.by ?? []).entries()) {
    const path = ['dedup', 'by', i];
    if (typeof key === 'string') compiler.field(key, path);
    else compiler.fields(key, path);
  }
  if (rule.threshold?.distinct) compiler.field(rule.threshold.distinct, ['threshold', 'distinct']);
  for (const name of ['of', 'for'] as const)
    if (rule.unusual) compiler.field(rule.unusual[name], ['unusual', name]);
  const { problems } = compiler;
  return problems.length > 0 ? { ok: false, problems } : { ok: true, compiled };
}
