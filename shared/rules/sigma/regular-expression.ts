import type { PatternPart } from '../../query/ast.ts';
import { Refusal } from './condition.ts';

/** A piece of an expression: of a pattern, or an end of the text. */
type Piece = PatternPart | 'start' | 'end';
type Sequence = readonly Piece[];

const mostSequences = 64;
const deepest = 10;
const mostRepeats = 20;

class ExpressionParser {
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  parse(): Sequence[] {
    if (this.#source.startsWith('(?i)')) this.#at = 4;
    const sequences = this.#alternatives();
    if (this.#at < this.#source.length) this.#refuse('A parenthesis was not opened.');
    return sequences;
  }

  #refuse(message: string, at = this.#at): never {
    throw new Refusal(message, at);
  }

  #bounded(sequences: Sequence[], at: number): Sequence[] {
    if (sequences.length > mostSequences)
      this.#refuse('The expression stands for too many texts to be written as patterns.', at);
    return sequences;
  }

  #alternatives(): Sequence[] {
    const start = this.#at;
    const all = [...this.#sequence()];
    while (this.#source[this.#at] === '|') {
      this.#at += 1;
      all.push(...this.#sequence());
    }
    return this.#bounded(all, start);
  }

  #sequence(): Sequence[] {
    let sequences: Sequence[] = [[]];
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at] ?? '')) {
      const at = this.#at;
      const pieces = this.#repeated(this.#atom(), at);
      sequences = this.#bounded(
        sequences.flatMap((before) => pieces.map((piece) => [...before, ...piece])),
        at,
      );
    }
    return sequences;
  }

  #repeated(atom: Sequence[], at: number): Sequence[] {
    const rest = this.#source.slice(this.#at);
    const sign = /^(?:[*+?]|\{\d+\})\??/.exec(rest)?.[0];
    if (sign === undefined) {
      if (rest.startsWith('{')) this.#refuse('Repetition between two numbers is not taken over.');
      return atom;
    }
    this.#at += sign.length;
    const isAnyCharacter = atom.length === 1 && atom[0]?.length === 1 && atom[0][0] === 'one';
    if (sign.startsWith('?')) return [[], ...atom];
    if (sign.startsWith('{')) {
      const times = Number.parseInt(sign.slice(1), 10);
      if (atom.length > 1 || times > mostRepeats) this.#refuse('So much repetition is not taken over.', at);
      return [Array.from({ length: times }, () => atom[0] ?? []).flat()];
    }
    if (!isAnyCharacter) this.#refuse('Repetition of anything but . is not taken over.', at);
    return sign.startsWith('*') ? [['any']] : [['one', 'any']];
  }

  #atom(): Sequence[] {
    const char = this.#source[this.#at] ?? '';
    const at = this.#at;
    this.#at += 1;
    switch (char) {
      case '^':
        return [['start']];
      case '$':
        return [['end']];
      case '.':
        return [['one']];
      case '(':
        return this.#group(at);
      case '[':
        return this.#characters(at);
      case '\\':
        return this.#escaped(at);
      case '*':
      case '+':
      case '?':
        return this.#refuse('There is nothing to repeat.', at);
      default: {
        const whole = String.fromCodePoint(this.#source.codePointAt(at) ?? 0);
        this.#at = at + whole.length;
        return [[{ text: whole }]];
      }
    }
  }

  #group(at: number): Sequence[] {
    if (this.#source.startsWith('?:', this.#at)) this.#at += 2;
    else if (this.#source[this.#at] === '?') this.#refuse('Looking ahead and behind is not taken over.', at);
    this.#depth += 1;
    if (this.#depth > deepest) this.#refuse('The expression is nested too deep.', at);
    const sequences = this.#alternatives();
    this.#depth -= 1;
    if (this.#source[this.#at] !== ')') this.#refuse('A parenthesis is not closed.', at);
    this.#at += 1;
    return sequences;
  }

  #characters(at: number): Sequence[] {
    const inside = /^(?:[^\]\\^]|\\[^A-Za-z0-9])+(?=\])/.exec(this.#source.slice(this.#at))?.[0];
    if (inside === undefined) this.#refuse('Such a set of characters is not taken over.', at);
    this.#at += inside.length + 1;
    const chars: string[] = [];
    for (const [, first = '', last] of inside.matchAll(/(\\?[^-]|-)(?:-(\\?[^-]))?/gu)) {
      const from = first.replace('\\', '').codePointAt(0) ?? 0;
      const to = last === undefined ? from : (last.replace('\\', '').codePointAt(0) ?? 0);
      if (to < from || to - from > mostSequences) this.#refuse('The set has too many characters.', at);
      for (let code = from; code <= to; code += 1) chars.push(String.fromCodePoint(code));
    }
    return this.#bounded(
      [...new Set(chars)].map((text) => [{ text }]),
      at,
    );
  }

  #escaped(at: number): Sequence[] {
    const char = this.#source[this.#at] ?? '';
    if (/^[\p{L}\p{N}]?$/u.test(char)) this.#refuse(`\\${char} is not taken over.`, at);
    this.#at += 1;
    return [[{ text: char }]];
  }
}

function partsOf(sequence: Sequence): PatternPart[] {
  const isOpen = sequence[0] !== 'start';
  const isOpenEnd = sequence.at(-1) !== 'end';
  const inside = sequence.slice(isOpen ? 0 : 1, isOpenEnd ? undefined : -1);
  const parts: PatternPart[] = isOpen ? ['any'] : [];
  for (const piece of inside) {
    if (piece === 'start' || piece === 'end')
      throw new Refusal('^ stands at the beginning and $ at the end, else they are not taken over.');
    parts.push(piece);
  }
  return isOpenEnd ? [...parts, 'any'] : parts;
}

/**
 * The patterns that a regular expression stands for, of which any has to fit. Only what patterns can say is taken
 * over, so that no expression can be slow.
 * @throws Refusal
 */
export function patternsOf(expression: string): PatternPart[][] {
  return new ExpressionParser(expression).parse().map(partsOf);
}
