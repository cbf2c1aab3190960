import type { FieldGroup } from '../event/fields.ts';
import { addressHex } from './address.ts';
import { Cursor, everything, type Scope } from './cursor.ts';
import { anywhere, nearestName, type Subject, subjectNamed } from './names.ts';
import { cited } from './problem.ts';
import { missingValue, readValue } from './read-value.ts';
import type { QueryContext } from './time.ts';
import type { Node, Reading } from './tree.ts';
import { isMeasured } from './value.ts';
import { scanWord } from './word.ts';
import { writePhrase } from './write.ts';

/** A query's text is at most this long. */
export const maxLength = 10_000;
/** Parentheses and negations within one another are at most this many. */
export const maxDepth = 100;
/** Beyond so many problems no nearest names are looked for: that takes time, and nobody reads them. */
const maxAdvice = 20;

const operator = /(AND|OR|&&|\|\|)(?=[\s()",]|$)/y;
const not = /NOT(?=[\s()",]|$)/y;
const anyKeyword = /(?:AND|OR|NOT)(?=[\s()",]|$)/y;
const nameAndColon = /([A-Za-z_][\w.-]*):/y;
const nameAndParenthesis = /([A-Za-z_][\w.-]*)\(/y;
const nameAndSign = /([A-Za-z_][\w.-]*)\s*(!=|>=|<=|=|>|<)/y;
const casualOperator = /^(?:and|or|not)$/;

const entryWord: Readonly<Record<FieldGroup, string>> = { threats: 'a threat', parts: 'a message part' };

/** Thrown to leave a text that is nested too deep; it never leaves this module. */
class TooDeep extends Error {}

class Parser {
  readonly #cursor: Cursor;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  /** The whole text; what is left over is a parenthesis without a partner. */
  whole(): Node | null {
    const cursor = this.#cursor;
    const scope: Scope = { subject: null, group: null, depth: 0 };
    let root = this.#alternatives(scope);
    while (!cursor.isAtEnd) {
      const message = 'This parenthesis closes nothing. Remove it, or open one before it.';
      cursor.refuse(cursor.at, cursor.at + 1, message, { text: '' });
      cursor.at += 1;
      root = this.#alternatives(scope) ?? root;
    }
    return root;
  }

  /** Conditions with OR between them, or in a list values with commas. */
  #alternatives(scope: Scope): Node | null {
    const of: Node[] = [];
    let separator: { from: number; to: number; text: string } | undefined;
    for (;;) {
      const node = this.#conjunction(scope);
      if (node) of.push(node);
      else if (separator) this.#lonely(separator, 'after');
      separator = this.#separator(scope);
      if (!separator) break;
      if (!node && of.length === 0) this.#lonely(separator, 'before');
    }
    const [first] = of;
    const last = of.at(-1);
    if (!first || !last || of.length === 1) return first ?? null;
    const query = { is: 'or', of: of.map((node) => node.query) } as const;
    return { is: 'or', from: first.from, to: last.to, of, query };
  }

  #separator(scope: Scope): { from: number; to: number; text: string } | undefined {
    const cursor = this.#cursor;
    const from = cursor.at;
    const match = cursor.match(operator);
    const isComma = scope.subject !== null && cursor.sees(',');
    if (!isComma && match?.[1] !== 'OR' && match?.[1] !== '||') return undefined;
    const text = isComma ? ',' : (match?.[1] ?? '');
    cursor.at += text.length;
    if (text === '||') cursor.refuse(from, cursor.at, 'Write OR instead of ||.', { text: 'OR' });
    return { from, to: cursor.at, text };
  }

  #lonely(word: { from: number; to: number; text: string }, side: 'before' | 'after'): void {
    const { problems } = this.#cursor.reading;
    if (problems.at(-1)?.from === word.from) return;
    const what = word.text === ',' ? 'This comma' : word.text;
    this.#cursor.refuse(
      word.from,
      word.to,
      `${what} has nothing ${side} it. Write what belongs there, or remove it.`,
      { text: '' },
    );
  }

  /** Conditions side by side, with AND between them or nothing. */
  #conjunction(scope: Scope): Node | null {
    const cursor = this.#cursor;
    const of: Node[] = [];
    let and: { from: number; to: number; text: string } | undefined;
    for (;;) {
      cursor.skipSpace();
      if (this.#isAtBreak(scope)) break;
      const word = cursor.match(operator)?.[1];
      if (word === 'AND' || word === '&&') {
        const here = { from: cursor.at, to: cursor.at + word.length, text: word };
        if (word === '&&')
          cursor.refuse(here.from, here.to, 'Write AND instead of &&, or leave it out.', { text: 'AND' });
        else if (and || of.length === 0) this.#lonely(here, 'before');
        cursor.at = here.to;
        and = here;
        continue;
      }
      of.push(this.#negatable(scope));
      and = undefined;
    }
    if (and && of.length > 0) this.#lonely(and, 'after');
    const [first] = of;
    const last = of.at(-1);
    if (!first || !last || of.length === 1) return first ?? null;
    const query = { is: 'and', of: of.map((node) => node.query) } as const;
    return { is: 'and', from: first.from, to: last.to, of, query };
  }

  /** Whether conditions side by side end here. */
  #isAtBreak(scope: Scope): boolean {
    const cursor = this.#cursor;
    if (cursor.isAtEnd || cursor.sees(')')) return true;
    if (scope.subject && cursor.sees(',')) return true;
    const word = cursor.match(operator)?.[1];
    return word === 'OR' || word === '||';
  }

  #deeper(scope: Scope): Scope {
    if (scope.depth >= maxDepth) {
      const { at } = this.#cursor;
      const message = `Parentheses and NOT lie deeper than ${maxDepth} levels here. Split the query.`;
      this.#cursor.reading.problems = [{ from: at, to: at + 1, message }];
      throw new TooDeep();
    }
    return { ...scope, depth: scope.depth + 1 };
  }

  #negatable(scope: Scope): Node {
    const cursor = this.#cursor;
    const from = cursor.at;
    const isNumber = scope.subject && isMeasured(scope.subject) && cursor.match(/-[\d.]/y);
    const sign = cursor.match(not)?.[0] ?? (cursor.sees('-') && !isNumber ? '-' : '');
    if (sign === '') return this.#primary(scope);
    cursor.at += sign.length;
    const signEnd = cursor.at;
    if (sign === 'NOT') cursor.skipSpace();
    const isLonely =
      this.#isAtBreak(scope) || cursor.match(operator) || (sign === '-' && cursor.match(/\s/y));
    if (isLonely) {
      const what = sign === '-' ? 'A minus means NOT, and this one' : sign;
      const message = `${what} has nothing after it. Write what must not be, or remove it.`;
      cursor.refuse(from, signEnd, message, { text: '' });
      return { is: 'value', from, to: signEnd, query: everything };
    }
    const of = this.#negatable(this.#deeper(scope));
    return { is: 'not', from, to: of.to, of, query: { is: 'not', of: of.query } };
  }

  #primary(scope: Scope): Node {
    const cursor = this.#cursor;
    if (cursor.sees('(')) return this.#enclosed(scope, cursor.at);
    if (scope.subject) return this.#listed(scope, scope.subject);
    return this.#group(scope) ?? this.#asked(scope) ?? this.#words(scope);
  }

  /** What stands in parentheses, which open where the cursor is. */
  #enclosed(scope: Scope, startsAt: number): Node {
    const cursor = this.#cursor;
    const from = cursor.at;
    cursor.at += 1;
    const enclosure = { from: cursor.at, to: cursor.text.length, subject: scope.subject, group: scope.group };
    cursor.reading.enclosures.push(enclosure);
    const of = this.#alternatives(this.#deeper(scope));
    if (cursor.sees(')')) {
      enclosure.to = cursor.at;
      cursor.at += 1;
    } else {
      const end = cursor.text.trimEnd().length;
      cursor.refuse(from, from + 1, 'This parenthesis is never closed. Add ) where it ends.', {
        label: 'Close it at the end',
        from: end,
        to: end,
        text: ')',
      });
    }
    if (of) return { is: 'enclosed', from, to: cursor.at, of, query: of.query };
    if (enclosure.to < cursor.at) {
      const message = 'There is nothing in these parentheses. Fill or remove them.';
      cursor.refuse(startsAt, cursor.at, message, { text: '' });
    }
    return { is: 'value', from, to: cursor.at, query: everything };
  }

  /** One value of a list; the name of another field in it is a slip. */
  #listed(scope: Scope, subject: Subject): Node {
    const cursor = this.#cursor;
    const other = subjectNamed(cursor.match(nameAndColon)?.[1] ?? '');
    if (other) {
      const message = `Within ${subject.name}:(…) stand values only. Close the parenthesis before ${other.name}.`;
      cursor.refuse(cursor.at, scanWord(cursor.text, cursor.at, true).to, message);
    }
    return readValue(cursor, subject, scope, cursor.at);
  }

  /** `threats(…)`, or a field's name with its colon forgotten. */
  #group(scope: Scope): Node | undefined {
    const cursor = this.#cursor;
    const name = cursor.match(nameAndParenthesis)?.[1];
    const subject = name === undefined ? undefined : subjectNamed(name);
    if (name === undefined || !subject) return undefined;
    const from = cursor.at;
    cursor.at += name.length;
    cursor.reading.spots.push({ from, to: cursor.at + 1, subject: null, quoted: false });
    if (subject.is === 'group') return this.#entry(scope, subject.group, from);
    const message = `${subject.name} needs a colon before its list: ${subject.name}:(…)`;
    cursor.refuse(from, cursor.at, message, { label: `${name}:`, text: `${name}:` });
    return this.#enclosed({ ...scope, subject }, from);
  }

  /** Conditions on one entry of a group, from the parenthesis on. */
  #entry(scope: Scope, group: FieldGroup, from: number): Node {
    const cursor = this.#cursor;
    if (scope.group) {
      const message = `${group}(…) cannot stand within ${scope.group}(…). Move it out.`;
      cursor.refuse(from, cursor.at, message);
    }
    const any = cursor.match(/\(\s*\*\s*\)/y);
    if (any) {
      cursor.at += any[0].length;
      return { is: 'entry', from, to: cursor.at, query: { is: 'entry', group, of: everything } };
    }
    const inside = this.#enclosed({ ...scope, group }, from);
    return { is: 'entry', from, to: inside.to, query: { is: 'entry', group, of: inside.query } };
  }

  /** `name:` and what follows it. */
  #asked(scope: Scope): Node | undefined {
    const cursor = this.#cursor;
    const from = cursor.at;
    const name = cursor.match(nameAndColon)?.[1];
    if (name === undefined) return this.#signed();
    const word = cursor.text.slice(from, scanWord(cursor.text, from, false).to);
    const isLink = word.startsWith('://', name.length);
    const subject = subjectNamed(name);
    if (!subject && (isLink || addressHex(word) !== undefined)) return undefined;
    cursor.at += name.length + 1;
    cursor.reading.spots.push({ from, to: cursor.at, subject: null, quoted: false });
    if (!subject) return this.#unknown(scope, from, name, word);
    const colonEnd = cursor.at;
    cursor.skipSpace();
    if (subject.is === 'group') return this.#groupAfterColon(scope, subject.group, from);
    this.#checkGroup(scope, subject, from, from + name.length);
    return this.#valueOf(scope, subject, from, colonEnd);
  }

  #valueOf(scope: Scope, subject: Subject, from: number, colonEnd: number): Node {
    const cursor = this.#cursor;
    const next = cursor.match(nameAndColon)?.[1];
    const isMissing =
      this.#isAtBreak(scope) ||
      cursor.match(anyKeyword) !== null ||
      (next !== undefined && /\s/.test(cursor.text[cursor.at - 1] ?? '') && subjectNamed(next) !== undefined);
    let of: Node;
    if (isMissing) of = missingValue(cursor, subject, from, colonEnd);
    else if (cursor.sees('(')) of = this.#enclosed({ ...scope, subject }, from);
    else of = readValue(cursor, subject, scope, from);
    return { is: 'asked', name: subject.name, from, to: of.to, of, query: of.query };
  }

  #groupAfterColon(scope: Scope, group: FieldGroup, from: number): Node {
    const cursor = this.#cursor;
    if (cursor.sees('(')) return this.#entry(scope, group, from);
    const word = scanWord(cursor.text, cursor.at, false);
    cursor.at = word.to;
    const query = { is: 'entry', group, of: everything } as const;
    if (word.parts.length !== 1 || word.parts[0] !== 'any')
      cursor.refuse(from, word.to, `Write the conditions on ${entryWord[group]} in parentheses: ${group}(…)`);
    return { is: 'entry', from, to: word.to, query };
  }

  /** Within `threats(…)` only the fields of a threat can be asked for. */
  #checkGroup({ group }: Scope, subject: Subject, from: number, to: number): void {
    if (!group) return;
    const belongs = subject.is === 'fields' && subject.fields.every(({ shape }) => shape === group);
    if (belongs) return;
    const message = `${subject.name} is no field of ${entryWord[group]}. Move it out of ${group}(…).`;
    this.#cursor.refuse(from, to, message);
  }

  #unknown(scope: Scope, from: number, name: string, word: string): Node {
    const cursor = this.#cursor;
    const near = cursor.reading.problems.length < maxAdvice ? nearestName(name) : undefined;
    const advice = near
      ? `Did you mean ${near}? To look for the text itself, put it in quotes.`
      : 'To look for the text itself, put it in quotes.';
    cursor.refuse(
      from,
      near ? from + name.length : from + word.length,
      `No field is called ${cited(name)}. ${advice}`,
      { text: near ?? writePhrase(word) },
    );
    return this.#isAtBreak(scope) || cursor.match(/\s/y)
      ? { is: 'value', from, to: cursor.at, query: everything }
      : this.#valueOf({ ...scope, group: null }, anywhere, from, cursor.at);
  }

  /** `field>80`, as other languages have it: refused with the way to write it here. */
  #signed(): Node | undefined {
    const cursor = this.#cursor;
    const match = cursor.match(nameAndSign);
    const [whole = '', name = '', sign = ''] = match ?? [];
    if (!subjectNamed(name)) return undefined;
    const from = cursor.at;
    const text = sign === '!=' ? `NOT ${name}:` : `${name}:${sign === '=' ? '' : sign}`;
    cursor.at += whole.length;
    cursor.refuse(from, cursor.at, `After a field stands a colon: ${text}…`, { text });
    cursor.skipSpace();
    if (!cursor.isAtEnd && !cursor.sees(')')) cursor.word({ subject: null, group: null, depth: 0 });
    return { is: 'value', from, to: cursor.at, query: everything };
  }

  /** A bare word or phrase, looked for everywhere. */
  #words({ group, depth }: Scope): Node {
    const cursor = this.#cursor;
    const from = cursor.at;
    const node = readValue(cursor, anywhere, { subject: null, group, depth }, from, true);
    const word = cursor.text.slice(from, node.to);
    if (group) {
      const example = group === 'threats' ? 'classification:phish' : 'filename:=*.zip';
      const message = `Say which field of ${entryWord[group]} has to be this, as in ${example}`;
      cursor.refuse(from, node.to, message);
    } else if (casualOperator.test(word)) {
      const capitals = word.toUpperCase();
      const message = `"${word}" is looked for as a word. Write ${capitals} if you mean the operator.`;
      cursor.hint(from, node.to, message, capitals);
    }
    return node;
  }
}

/** Reads a query's text. It never throws: what is wrong is said in `problems`, with the rest read all the same. */
export function readText(text: string, context: QueryContext): Reading {
  const cursor = new Cursor(text, context);
  if (text.length > maxLength) {
    const message = `A query has at most ${maxLength.toLocaleString('en-US')} characters, and this one has ${text.length.toLocaleString('en-US')}. Shorten it.`;
    cursor.refuse(maxLength, text.length, message);
    return cursor.reading;
  }
  try {
    cursor.reading.root = new Parser(cursor).whole();
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
  }
  return cursor.reading;
}
