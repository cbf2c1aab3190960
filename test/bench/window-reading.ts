import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { endChild, runChild, startChild } from './child.ts';

const servingSchema = z.object({ origin: z.string(), bytes: z.number() });

const readingSchema = z.object({
  events: z.number(),
  ms: z.number(),
  /** Time of the processor, all threads, ms. */
  cpu: z.number(),
  /** Bytes on disk in the end. */
  written: z.number(),
  /** Memory before and at most, bytes. */
  before: z.number(),
  peak: z.number(),
});

export type Reading = z.infer<typeof readingSchema>;

export interface WindowServer {
  /** Bytes of all bodies together. */
  bytes: number;
  /** Has a process of its own read the first windows; the first few of them warm up and are not counted. */
  read(side: 'read-windows' | 'read-windows-plain', windows: number, warmUp: number): Promise<Reading>;
  stop(): Promise<void>;
}

/** Serves windows over HTTP from a process of its own, with so many events each or of so many bytes. */
export async function serveWindows(
  windows: number,
  each: { events: number } | { bytes: number },
): Promise<WindowServer> {
  const size = 'events' in each ? [each.events, 0] : [0, each.bytes];
  const { answer, process: server } = await startChild('serve-windows', [windows, ...size], servingSchema);
  return {
    bytes: answer.bytes,
    async read(side, count, warmUp) {
      const folder = mkdtempSync(join(tmpdir(), 'lurescope-bench-'));
      try {
        return await runChild(side, [answer.origin, folder, count, warmUp], readingSchema);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    stop: () => endChild(server),
  };
}
