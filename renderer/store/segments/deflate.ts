import { DamagedBytes } from './bytes.ts';

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = transform.writable.getWriter();
  // Its failure is the readable side's too, and is told there.
  const written = writer
    .write(bytes)
    .then(() => writer.close())
    .catch(() => undefined);
  const unpacked = new Uint8Array(await new Response(transform.readable).arrayBuffer());
  await written;
  return unpacked;
}

/** Packs bytes as a raw DEFLATE stream (RFC 1951). */
export function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return through(bytes, new CompressionStream('deflate-raw'));
}

/** Unpacks a raw DEFLATE stream. @throws DamagedBytes where it is none */
export async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await through(bytes, new DecompressionStream('deflate-raw'));
  } catch (error) {
    throw new DamagedBytes('A compressed part cannot be unpacked.', { cause: error });
  }
}
