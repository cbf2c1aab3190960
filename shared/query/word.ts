import type { PatternPart } from './ast.ts';

/** A word or phrase as it was typed, escapes undone, case kept. */
export interface Word {
  from: number;
  to: number;
  quoted: boolean;
  /** False for a phrase whose closing quote is missing. */
  closed: boolean;
  parts: readonly PatternPart[];
}

const codeEscape = /\\u\{([0-9a-f]{1,6})\}/iy;
const spaces = /\s*/y;

/** The first offset from `at` that holds no white space. */
export function afterSpace(text: string, at: number): number {
  spaces.lastIndex = at;
  return at + (spaces.exec(text)?.[0].length ?? 0);
}

/** A match of a sticky expression at an offset. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** What stands at a backslash: the character meant, and how long the escape is; undefined where it is no escape. */
function escapeAt(text: string, at: number, escapable: RegExp): { char: string; length: number } | undefined {
  const code = matchAt(codeEscape, text, at);
  const point = Number.parseInt(code?.[1] ?? '', 16);
  if (code && point <= 0x10ffff) return { char: String.fromCodePoint(point), length: code[0].length };
  const next = text.codePointAt(at + 1);
  if (next === undefined) return undefined;
  const char = String.fromCodePoint(next);
  return escapable.test(char) ? { char, length: 1 + char.length } : undefined;
}

/** Within quotes only a quote and a backslash need one, so that paths and expressions can be pasted. */
const inQuotes = /["\\]/;
const inWords = /[^\p{L}\p{N}]/u;

/** Reads a phrase that opens at an offset; everything in it stands for itself. */
export function scanPhrase(text: string, from: number): Word {
  let value = '';
  let at = from + 1;
  while (at < text.length && text[at] !== '"') {
    const escaped = text[at] === '\\' ? escapeAt(text, at, inQuotes) : undefined;
    value += escaped ? escaped.char : text[at];
    at += escaped ? escaped.length : 1;
  }
  const closed = at < text.length;
  return {
    from,
    to: closed ? at + 1 : at,
    quoted: true,
    closed,
    parts: value === '' ? [] : [{ text: value }],
  };
}

/**
 * Reads a word: up to white space, a parenthesis or a quote.
 * @param endsAtComma within a list a comma ends it too
 */
export function scanWord(text: string, from: number, endsAtComma: boolean): Word {
  const parts: PatternPart[] = [];
  const end = endsAtComma ? /[\s()",]/ : /[\s()"]/;
  let literal = '';
  let at = from;
  const flush = () => {
    if (literal !== '') parts.push({ text: literal });
    literal = '';
  };
  for (let char = text[at]; char !== undefined && !end.test(char); char = text[at]) {
    const escaped = char === '\\' ? escapeAt(text, at, inWords) : undefined;
    if (!escaped && (char === '*' || char === '?')) {
      flush();
      parts.push(char === '*' ? 'any' : 'one');
    } else {
      literal += escaped ? escaped.char : char;
    }
    at += escaped ? escaped.length : 1;
  }
  flush();
  return { from, to: at, quoted: false, closed: true, parts };
}

/** The text of a word without wildcards; undefined for one that has some. */
export function plainText({ parts }: Word): string | undefined {
  const [first] = parts;
  if (first === undefined) return '';
  return parts.length === 1 && typeof first === 'object' ? first.text : undefined;
}
