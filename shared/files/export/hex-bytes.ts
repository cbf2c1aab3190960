import type { HashCells } from './outgoing-table.ts';
import type { TextBytes } from './text-bytes.ts';

const digits = new TextEncoder().encode('0123456789abcdef');

/** 128 bits a row as hexadecimal digits. */
export function hexBytesOf({ words }: HashCells): TextBytes {
  const bytes = new Uint8Array(words.length * 8);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    for (let digit = 0; digit < 8; digit++) {
      bytes[i * 8 + digit] = digits[(word >>> (28 - 4 * digit)) & 15] as number;
    }
  }
  return { bytes, starts: Uint32Array.from({ length: words.length / 4 + 1 }, (_, i) => i * 32) };
}
