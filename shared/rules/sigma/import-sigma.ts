import { z } from 'zod';
import type { Query } from '../../query/ast.ts';
import { queryText } from '../../query/query-text.ts';
import { compileRule } from '../compile-rule.ts';
import { FieldSlots } from '../engine/seen-event.ts';
import { type Rule, ruleSchema, type Severity, severities } from '../rule.ts';
import { type FileProblem, type Path, YamlText } from '../yaml-text.ts';
import { joinedQuery, Refusal, readCondition } from './condition.ts';
import { fieldQuery } from './sigma-field.ts';

/** A Sigma rule taken over, with what was left behind or read differently; or why it was not. */
export type ImportedRule = { ok: true; rule: Rule; notes: string[] } | { ok: false; problems: FileProblem[] };

const texts = z.array(z.string());

const sigmaSchema = z.looseObject({
  title: z.string().trim().min(1).max(300),
  id: z.string().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  references: texts.optional(),
  tags: texts.optional(),
  level: z.enum(severities).optional(),
  falsepositives: texts.optional(),
  logsource: z.looseObject({
    product: z.string().optional(),
    service: z.string().optional(),
    category: z.string().optional(),
  }),
  detection: z.looseObject({ condition: z.unknown().optional() }),
});

/** What is said of the file rather than of what it finds. */
const left = new Set([
  ...['author', 'date', 'modified', 'status', 'license', 'related', 'fields', 'taxonomy', 'scope'],
  ...Object.keys(sigmaSchema.shape),
]);
const refused: Readonly<Record<string, string>> = {
  correlation: 'A correlation of rules is not taken over: use a threshold or a sequence.',
  action: 'A file of several rules is not taken over: one rule a file.',
};
/** The arrays of the SIEM API, as the service of a log source names them. */
const services: Readonly<Record<string, string>> = {
  messagesdelivered: 'messageDelivered',
  messagesblocked: 'messageBlocked',
  clickspermitted: 'clickPermitted',
  clicksblocked: 'clickBlocked',
};

type Sigma = z.infer<typeof sigmaSchema>;

/** Reads one file, noting where something is refused. */
class SigmaReader {
  readonly problems: FileProblem[] = [];
  readonly notes: string[] = [];
  readonly #yaml: YamlText;

  constructor(yaml: YamlText) {
    this.#yaml = yaml;
  }

  refuse(path: Path, message: string): void {
    this.problems.push(this.#yaml.problemAt(path, message));
  }

  /** What a reader gives, or everything where it refuses. */
  #tried(path: Path, read: () => Query): Query {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.problems.push(this.#yaml.problemIn(path, error.at, error.message));
      return { is: 'everything' };
    }
  }

  selection(value: unknown, path: Path): Query {
    if (Array.isArray(value)) {
      if (value.length === 0) this.refuse(path, 'An empty list selects nothing.');
      return joinedQuery(
        'or',
        value.map((item, i) =>
          isMap(item) ? this.#map(item, [...path, i]) : this.#tried([...path, i], () => fieldQuery('', item)),
        ),
      );
    }
    if (isMap(value)) return this.#map(value, path);
    return this.#tried(path, () => fieldQuery('', value));
  }

  #map(map: Readonly<Record<string, unknown>>, path: Path): Query {
    const entries = Object.entries(map);
    if (entries.length === 0) this.refuse(path, 'A selection without conditions selects everything.');
    for (const name of Object.keys(map))
      if (/\|re\b/.test(name))
        this.notes.push(`${name}: upper and lower case make no difference, as nowhere here.`);
    return joinedQuery(
      'and',
      entries.map(([name, value]) => this.#tried([...path, name], () => fieldQuery(name, value))),
    );
  }

  condition(value: unknown, selections: ReadonlyMap<string, Query>): Query {
    const path = ['detection', 'condition'];
    const conditions: readonly unknown[] = value === undefined ? [] : [value].flat();
    const queries = conditions.map((one, i) => {
      const at = Array.isArray(value) ? [...path, i] : path;
      if (typeof one === 'string') return this.#tried(at, () => readCondition(one, selections));
      this.refuse(at, 'A condition is a text.');
      return { is: 'everything' as const };
    });
    if (queries.length === 0) this.refuse(path, 'There is no condition.');
    return joinedQuery('or', queries);
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function sourceQuery({ logsource }: Sigma, reader: SigmaReader): Query[] {
  const { product, service } = logsource;
  if (product !== undefined && product.toLowerCase() !== 'proofpoint')
    reader.refuse(['logsource', 'product'], `The rule is for ${product}, not for proofpoint.`);
  const name = service?.toLowerCase();
  if (name === undefined || name === 'tap') return [];
  const kind = services[name];
  if (kind === undefined) {
    reader.refuse(['logsource', 'service'], `The service is tap or one of messagesDelivered and the like.`);
    return [];
  }
  return [
    { is: 'field', field: 'kind', test: { is: 'text', pattern: { how: 'is', text: kind.toLowerCase() } } },
  ];
}

function queryOf(sigma: Sigma, reader: SigmaReader): Query {
  const { condition, timeframe, ...named } = sigma.detection;
  if (timeframe !== undefined)
    reader.refuse(['detection', 'timeframe'], 'A time frame is not taken over: use a threshold.');
  const selections = new Map(
    Object.entries(named).map(([name, value]) => [name, reader.selection(value, ['detection', name])]),
  );
  return joinedQuery('and', [...sourceQuery(sigma, reader), reader.condition(condition, selections)]);
}

function slug(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return plain.replaceAll(/^-|-$/g, '').slice(0, 100) || 'rule';
}

function ruleOf(sigma: Sigma, query: Query, reader: SigmaReader): unknown {
  const { title, description, level = 'medium', references = [], tags = [], falsepositives = [] } = sigma;
  const id = [sigma.name, sigma.id].find(
    (name) => name !== undefined && slug(name) === name.replaceAll('.', '-'),
  );
  const urls = references.filter((reference) => z.url().safeParse(reference).success);
  if (urls.length < references.length) reader.notes.push('References that are no addresses were left out.');
  return {
    id: id ?? slug(sigma.id ?? title),
    title,
    severity: level satisfies Severity,
    description: description?.trim() || title,
    ...(falsepositives.length > 0 ? { runbook: `Known false positives: ${falsepositives.join('; ')}.` } : {}),
    ...(urls.length > 0 ? { references: urls.slice(0, 20) } : {}),
    ...(tags.length > 0 ? { tags: tags.map((tag) => tag.toLowerCase()) } : {}),
    query: queryText(query) || '*',
  };
}

function placeIn(path: Path): Path {
  const [first] = path;
  return first === 'query' ? ['detection'] : first === 'severity' ? ['level'] : path;
}

/**
 * Takes over a Sigma rule that is written for the fields of this schema. What cannot be said in a rule is refused
 * with its line, never left out.
 */
export function importSigma(text: string): ImportedRule {
  const yaml = new YamlText(text);
  if (yaml.problems.length > 0) return { ok: false, problems: [...yaml.problems] };
  const parsed = sigmaSchema.safeParse(yaml.value);
  if (!parsed.success) return { ok: false, problems: yaml.problemsOf(parsed.error) };
  const reader = new SigmaReader(yaml);
  for (const name of Object.keys(parsed.data)) {
    const why = refused[name];
    if (why !== undefined) reader.refuse([name], why);
    else if (!left.has(name)) reader.notes.push(`${name} was left out.`);
  }
  const query = queryOf(parsed.data, reader);
  const rule = ruleSchema.safeParse(ruleOf(parsed.data, query, reader));
  if (!rule.success) {
    for (const { path, message } of rule.error.issues) reader.refuse(placeIn(path), message);
  } else if (reader.problems.length === 0) {
    const compiled = compileRule(rule.data, {}, new FieldSlots());
    if (compiled.ok) return { ok: true, rule: rule.data, notes: reader.notes };
    for (const { path, message } of compiled.problems) reader.refuse(placeIn(path), message);
  }
  return { ok: false, problems: reader.problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

/** Whether a file's text is meant as a Sigma rule: it has what every one has, and no other. */
export function isSigma(text: string): boolean {
  const { value } = new YamlText(text);
  return isMap(value) && 'detection' in value && 'logsource' in value;
}
