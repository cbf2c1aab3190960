/** Bytes that mean something between the values of JSON (RFC 8259, section 2). */
export const quote = 0x22;
export const backslash = 0x5c;
export const comma = 0x2c;
export const colon = 0x3a;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
export const openBracket = 0x5b;
export const closeBracket = 0x5d;
export const newline = 0x0a;
export const carriageReturn = 0x0d;
export const space = 0x20;
const tab = 0x09;

export function isSpace(byte: number): boolean {
  return byte === space || byte === newline || byte === carriageReturn || byte === tab;
}

export function isOpening(byte: number): boolean {
  return byte === openBrace || byte === openBracket;
}

export function isClosing(byte: number): boolean {
  return byte === closeBrace || byte === closeBracket;
}
