/** Long work of the worker that was ended by whoever began it. */
export class Cancelled extends Error {
  override name = 'Cancelled';
}

/** Long work under way: ends where it is told to, at its next step. */
export interface Job {
  readonly signal: AbortSignal;
}

/** @throws Cancelled once the job was ended */
export function goOn({ signal }: Job): void {
  if (signal.aborted) throw new Cancelled();
}

/** Calls at most so often, ms, so that progress does not cost more than the work. */
export function throttled<T>(every: number, call: (value: T) => void): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (value) => {
    const now = performance.now();
    if (now - last < every) return;
    last = now;
    call(value);
  };
}

/** Bodies from this length on are handed over as blobs, bytes. */
const largeBody = 65_536;

/**
 * Hands bytes to main over the app protocol; answers when the next may come. Electron's `protocol.handle` takes either
 * body (lib/browser/api/protocol.ts, `convertToRequestBody`).
 * @throws what main says, a sentence
 */
export async function post(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  // A blob is handed over as it is. Bytes would be copied to whoever looks on at requests, as tests and DevTools do.
  const body = bytes.length < largeBody ? bytes : new Blob([bytes]);
  const response = await fetch(path, { method: 'POST', body });
  if (!response.ok) throw new Error(await response.text());
}
