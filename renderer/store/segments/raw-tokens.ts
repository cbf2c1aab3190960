import { backslash, colon, isSpace } from '../../../shared/files/json-bytes.ts';

/** What stands in templates for what is not in them. */
export const marks = { value: '\0', literal: '\x01', wholeSeconds: '\x02', list: '\x03' } as const;
export const letterN = 0x6e;

function isNumberPart(code: number): boolean {
  // 0-9, then - + . e E
  return (
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2d ||
    code === 0x2b ||
    code === 0x2e ||
    code === 0x65 ||
    code === 0x45
  );
}

/** The place after the quote that ends a JSON string; the text's end where none does. */
export function endOfString(text: string, begin: number): number {
  for (let at = begin + 1; ; ) {
    const end = text.indexOf('"', at);
    if (end < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
    at = end + 1;
  }
}

/** Whether the string that ends before a place is a key. */
export function isKeyBefore(text: string, end: number): boolean {
  let at = end;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return text.charCodeAt(at) === colon;
}

/** Whether a number begins with this. */
export function beginsNumber(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d;
}

/** The place after a number that begins at another. */
export function endOfNumber(text: string, begin: number): number {
  let end = begin + 1;
  while (isNumberPart(text.charCodeAt(end))) end += 1;
  return end;
}
