import type { PatternPart } from './ast.ts';

/** Text that can stand without quotes wherever a value can: nothing in it means anything else there. */
const plainWord = /^[\p{L}\p{N}_@./#%~$](?:[\p{L}\p{M}\p{N}_@./#%~$'+&-]*)$/u;
const keyword = /^(?:and|or|not|to)$/i;

/**
 * What cannot be seen, or changes how other text is seen (control and bidi characters, odd spaces, halves of
 * characters): written as a code. The joiners that hold emoji together are left as they are.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u;
const harmless = new Set([' ', '\u200c', '\u200d']);

function codeOf(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}

function isCoded(char: string): boolean {
  return invisible.test(char) && !harmless.has(char);
}

/** Text as a phrase in quotes: it stands for itself, whatever is in it. */
export function writePhrase(text: string): string {
  const inside = Array.from(text, (char) => {
    if (isCoded(char)) return codeOf(char);
    return char === '"' || char === '\\' ? `\\${char}` : char;
  });
  return `"${inside.join('')}"`;
}

/** Text as a value: bare where that is safe, else in quotes. */
export function writeText(text: string): string {
  return plainWord.test(text) && !keyword.test(text) ? text : writePhrase(text);
}

/** A pattern with wildcards as a word. */
export function writeParts(parts: readonly PatternPart[]): string {
  return parts
    .map((part) => {
      if (part === 'any') return '*';
      if (part === 'one') return '?';
      return Array.from(part.text, (char) => {
        if (isCoded(char)) return codeOf(char);
        return /[\p{L}\p{N}\p{M}_@./]/u.test(char) ? char : `\\${char}`;
      }).join('');
    })
    .join('');
}
