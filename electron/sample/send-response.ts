import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SiemResponse } from './siem-answer.ts';

const chunkChars = 64 * 1024;

/** Thrown by a body to have the connection reset in the middle of the answer. */
export class ConnectionReset extends Error {
  override name = 'ConnectionReset';
}

/** Settles when more can be written, or when nobody is left to write for. */
function writable(to: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      to.off('drain', done);
      to.off('close', done);
      resolve();
    };
    to.on('drain', done);
    to.on('close', done);
  });
}

async function writeChunk(to: ServerResponse, chunk: string): Promise<void> {
  if (to.destroyed) throw new ConnectionReset('the client has gone');
  if (!to.write(chunk) && !to.destroyed) await writable(to);
}

/**
 * Sends an answer piece by piece: never more than some 64 KB ahead of the client, and never for long at a stretch.
 * An asynchronous body is sent as it comes, each piece at once. Resolves when all is handed over or the client has
 * gone; a body that throws resets the connection.
 */
export async function sendResponse(to: ServerResponse, response: SiemResponse, now: number): Promise<void> {
  const headers: Record<string, string> = { date: new Date(now).toUTCString(), ...response.headers };
  to.sendDate = false;
  to.writeHead(response.status, headers);
  try {
    if (Symbol.asyncIterator in response.body) {
      for await (const piece of response.body) await writeChunk(to, piece);
    } else {
      let pending = '';
      for (const piece of response.body) {
        pending += piece;
        if (pending.length < chunkChars) continue;
        await writeChunk(to, pending);
        pending = '';
        await nextTurn();
      }
      if (pending !== '') await writeChunk(to, pending);
    }
    to.end();
  } catch {
    to.socket?.resetAndDestroy();
    to.destroy();
  }
}
