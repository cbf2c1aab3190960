import { fieldNamed } from '../../../shared/event/fields.ts';
import { type Condition, keyNames, type Rule, type Severity } from '../../../shared/rules/rule.ts';

const units = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' } as const;

/** A length of time in words: `1h` is an hour, `7d` 7 days. */
export function periodWords(period: string): string {
  const count = Number(period.slice(0, -1));
  const unit = units[period.slice(-1) as keyof typeof units] ?? '';
  if (count === 1) return `${unit === 'hour' ? 'an' : 'a'} ${unit}`;
  return `${count} ${unit}s`;
}

function listed(names: readonly string[]): string {
  const [last = ''] = names.slice(-1);
  return names.length <= 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function fieldList(names: readonly string[]): string {
  return listed(names.map((name) => fieldNamed(name)?.name ?? name));
}

function conditionWords(condition: Condition): string {
  if ('count' in condition) {
    const { count, matching, atLeast } = condition;
    return `at least ${atLeast} ${count}${matching ? ` are ${matching}` : ''}`;
  }
  if ('after' in condition) {
    const { field, after, by } = condition;
    return `${field} is ${by ? `${periodWords(by)} or more ` : ''}after ${after}`;
  }
  return `a domain in ${fieldList(condition.lookalike)} looks like one of the list ${condition.of}`;
}

/** What a rule asks beyond its query, a sentence each. */
export function logicWords(rule: Rule): string[] {
  const { unless, where, was, threshold, sequence, unusual, dedup } = rule;
  const words: string[] = [];
  if (unless) words.push(`Not where ${unless}.`);
  for (const condition of where ?? []) words.push(`Only where ${conditionWords(condition)}.`);
  if (was) words.push(`Only when the version before was ${was}.`);
  if (threshold) {
    const { count, window, groupBy = [], distinct } = threshold;
    const what = distinct ? `${count} different values of ${distinct}` : `${count} events`;
    const group = groupBy.length > 0 ? ` with the same ${fieldList(groupBy)}` : '';
    words.push(`When there are ${what}${group} within ${periodWords(window)}.`);
  }
  if (sequence) {
    const { steps, on, within } = sequence;
    words.push(
      `When ${steps.length} events follow one another within ${periodWords(within)}, with the same ${fieldList(on)}.`,
    );
  }
  if (unusual) {
    const { of, for: owner, after, memory } = unusual;
    words.push(
      `When ${of} is one that was not seen for this ${owner} within ${periodWords(memory)}, after ${after} events.`,
    );
  }
  if (dedup) words.push(`Once for each ${listed(keyNames(dedup.by))} in ${periodWords(dedup.period)}.`);
  return words;
}

/** The queries of a rule, in the order its steps are asked. */
export function queriesOf(rule: Rule): string[] {
  return (rule.sequence?.steps.map(({ query }) => query) ?? [rule.query ?? '']).map((query) =>
    query.trim().replaceAll(/\s*\n\s*/g, ' '),
  );
}

/** How severe a rule's alerts can be, as one is by default and by each of its cases. */
export function severitiesOf({ severity }: Rule): {
  least: Severity;
  cases: { words: string; severity: Severity }[];
} {
  if (typeof severity === 'string') return { least: severity, cases: [] };
  return {
    least: severity.default,
    cases: severity.cases.map(({ when, where = [], severity: is }) => ({
      words: [...(when ? [when] : []), ...where.map(conditionWords)].join(' and '),
      severity: is,
    })),
  };
}

/** A query that the explorer can show: lists have their values in the place of their names. */
export function explorerQuery(query: string, lists: Readonly<Record<string, readonly string[]>>): string {
  return query.replaceAll(/\$([a-z][a-z0-9-]*)/g, (whole, name: string) => {
    const values = lists[name];
    if (!values || values.length === 0) return whole;
    return `(${values.map((value) => JSON.stringify(value)).join(', ')})`;
  });
}
