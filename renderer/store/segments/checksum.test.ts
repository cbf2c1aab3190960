import { expect, it } from 'vitest';
import { checksumOf } from './checksum.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

// Answers of the reference implementation, xxhsum -H32.
it.each([
  ['', 0x02cc_5d05],
  ['a', 0x550d_7456],
  ['abc', 0x32d1_53ff],
  ['Nobody inspects the spammish repetition', 0xe229_3b2f],
])('of "%s" is that of the specification', (text, checksum) => {
  expect(checksumOf(bytes(text))).toBe(checksum);
});
