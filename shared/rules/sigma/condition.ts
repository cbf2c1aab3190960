import type { Query } from '../../query/ast.ts';

/** Why a text cannot be taken over, and at which place of it. */
export class Refusal extends Error {
  readonly at: number;

  constructor(message: string, at = 0) {
    super(message);
    this.at = at;
  }
}

interface Token {
  text: string;
  at: number;
}

const deepest = 50;

function tokensOf(condition: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s+|[()|]|[\p{L}\p{N}_*.-]+/uy;
  while (pattern.lastIndex < condition.length) {
    const at = pattern.lastIndex;
    const text = pattern.exec(condition)?.[0];
    if (text === undefined) throw new Refusal(`${condition[at]} cannot stand in a condition.`, at);
    if (text === '|') throw new Refusal('Counting (|) is not taken over: use a threshold.', at);
    if (text.trim() !== '') tokens.push({ text, at });
  }
  return tokens;
}

/** All of some queries, or any of them. */
export function joinedQuery(is: 'and' | 'or', of: readonly Query[]): Query {
  const [first] = of;
  return of.length === 1 && first ? first : { is, of };
}

class ConditionParser {
  readonly #tokens: readonly Token[];
  readonly #end: number;
  readonly #selections: ReadonlyMap<string, Query>;
  #next = 0;
  #depth = 0;

  constructor(condition: string, selections: ReadonlyMap<string, Query>) {
    this.#tokens = tokensOf(condition);
    this.#end = condition.length;
    this.#selections = selections;
  }

  parse(): Query {
    const query = this.#any();
    const left = this.#tokens[this.#next];
    if (left) throw new Refusal(`${left.text} is not expected here.`, left.at);
    return query;
  }

  #word(): string | undefined {
    return this.#tokens[this.#next]?.text.toLowerCase();
  }

  #take(word: string): boolean {
    if (this.#word() !== word) return false;
    this.#next += 1;
    return true;
  }

  #any(): Query {
    const parts = [this.#all()];
    while (this.#take('or')) parts.push(this.#all());
    return joinedQuery('or', parts);
  }

  #all(): Query {
    const parts = [this.#one()];
    while (this.#take('and')) parts.push(this.#one());
    return joinedQuery('and', parts);
  }

  #one(): Query {
    const token = this.#tokens[this.#next];
    if (!token) throw new Refusal('The condition ends where a selection is expected.', this.#end);
    this.#depth += 1;
    if (this.#depth > deepest) throw new Refusal('The condition is nested too deep.', token.at);
    const query = this.#within(token);
    this.#depth -= 1;
    return query;
  }

  #within(token: Token): Query {
    if (this.#take('not')) return { is: 'not', of: this.#one() };
    if (this.#take('(')) {
      const query = this.#any();
      if (!this.#take(')')) throw new Refusal('A parenthesis is not closed.', token.at);
      return query;
    }
    if (this.#tokens[this.#next + 1]?.text.toLowerCase() === 'of') return this.#several(token);
    this.#next += 1;
    const selection = this.#selections.get(token.text);
    if (!selection) throw new Refusal(`There is no selection ${token.text}.`, token.at);
    return selection;
  }

  #several(quantity: Token): Query {
    const of = this.#tokens[this.#next + 2];
    const how = quantity.text.toLowerCase();
    if (!['1', 'any', 'all'].includes(how))
      throw new Refusal(`"${quantity.text} of" is not taken over: 1 of, or all of.`, quantity.at);
    if (!of) throw new Refusal('After "of" stand the selections.', this.#end);
    this.#next += 3;
    const isThem = of.text.toLowerCase() === 'them';
    const names = [...this.#selections.keys()].filter((name) =>
      isThem ? !name.startsWith('_') : isNamed(name, of.text),
    );
    if (names.length === 0) throw new Refusal(`There are no selections ${of.text}.`, of.at);
    const queries = names.flatMap((name) => this.#selections.get(name) ?? []);
    return joinedQuery(how === 'all' ? 'and' : 'or', queries);
  }
}

/** Whether a name is as a pattern with asterisks says. */
function isNamed(name: string, pattern: string): boolean {
  const [start = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return name === pattern;
  const end = rest.pop() ?? '';
  if (!name.startsWith(start) || !name.endsWith(end)) return false;
  let at = start.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - end.length;
}

/**
 * A Sigma rule's condition as a query.
 * @throws Refusal
 */
export function readCondition(condition: string, selections: ReadonlyMap<string, Query>): Query {
  return new ConditionParser(condition, selections).parse();
}
