import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const unzip = promisify(gunzip);

/** How a gzip member begins as zlib writes it without a name: magic, deflate, no flags, no time (RFC 1952). */
const signature = Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00]);

/** A member of a gzip file, unpacked, or why it cannot be. */
export type Member = { ok: true; text: Buffer } | { ok: false; bytes: number; reason: string };

/** The packed bytes of each member, as they arrive. */
async function* packedMembers(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    // What was looked through before needs no second look, but for a signature that lies across the border.
    let from = Math.max(1, rest.length - signature.length);
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const next = rest.indexOf(signature, from);
      if (next === -1) break;
      yield rest.subarray(0, next);
      rest = rest.subarray(next);
      from = 1;
    }
  }
  if (rest.length > 0) yield rest;
}

/**
 * Unpacks a gzip file member by member, so that one that is damaged or cut short costs itself alone. Members are
 * found by how they begin: eight bytes that compressed data holds by chance once in 2^64.
 */
export async function* gzipMembers(stream: AsyncIterable<Buffer>): AsyncGenerator<Member> {
  for await (const packed of packedMembers(stream)) {
    try {
      yield { ok: true, text: await unzip(packed) };
    } catch (error) {
      yield {
        ok: false,
        bytes: packed.length,
        reason: error instanceof Error ? error.message : String(error),
      };
    }
  }
}
