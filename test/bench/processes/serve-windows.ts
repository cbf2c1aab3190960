/**
 * Serves SIEM answers that were built beforehand, from a process of its own: what serving costs is no side's cost.
 * Arguments: how many windows, events in each, or 0 and a body's size in bytes.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerBody, sampleTexts } from '../sample-texts.ts';
import { windowAt, windowsFrom } from '../windows.ts';

const [windows = 0, events = 0, bytes = 0] = process.argv.slice(2).map(Number);
const texts = sampleTexts();
const bodies = new Map<number, Buffer[]>();
for (let index = 0; index < windows; index++) {
  const { from, to } = windowAt(index);
  const end = new Date(to).toISOString().replace('.000Z', 'Z');
  const pieces = answerBody(texts, events > 0 ? { events } : { bytes }, end);
  bodies.set(
    from,
    Array.from(pieces, (piece) => Buffer.from(piece)),
  );
}

const server = createServer(async (request, response) => {
  const { searchParams } = new URL(request.url ?? '', 'http://localhost');
  const from = Date.parse(searchParams.get('interval')?.split('/')[0] ?? '');
  const body = bodies.get(from);
  if (!body) return void response.writeHead(400).end(`no window begins there, the first is ${windowsFrom}`);
  response.writeHead(200, { 'content-type': 'application/json' });
  for (const piece of body) if (!response.write(piece)) await once(response, 'drain');
  response.end();
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const size = [...bodies.values()].flat().reduce((sum, piece) => sum + piece.length, 0);
  process.stdout.write(`${JSON.stringify({ origin: `http://127.0.0.1:${port}`, bytes: size })}\n`);
});
// Whoever started it has ended.
process.stdin.resume().on('end', () => process.exit(0));
