import type { BatchNotice, BatchOutcome } from '../../shared/journal-batch.ts';
import type { Source } from '../../shared/source.ts';
import type { TimeMemory } from './shared-time.ts';

/** What the app's thread is started with. */
export interface AppStart {
  /** Holds all that a start finds again: journal, archive, state. */
  folder: string;
  source: Source;
  credentials: { principal: string; secret: string };
  time: TimeMemory;
  hanging: SharedArrayBuffer;
  seed: number;
}

/** How the app stands, as its own screens would show it. */
export interface AppStatus {
  /** Windows that back-filling has yet to read. */
  remainingWindows: number;
  journalBatches: number;
  journalBytes: number;
  trouble: string | null;
  lost: { from: number; to: number }[];
  requests: { shared: number; clicks: number };
}

/** To the app's thread. One port carries both ways, so that the order of what is said is the order it is heard in. */
export type ToApp =
  /** Fire what is due, and say `settled` with this number when nothing more happens. */
  | { say: 'step'; step: number }
  | { say: 'quit' }
  | { say: 'asleep'; asleep: boolean }
  | { say: 'poll now' }
  | { say: 'status' }
  | { say: 'read'; source: string; seq: number; ask: number }
  | { say: 'acknowledge'; notice: BatchNotice; outcome: BatchOutcome }
  | { say: 'damaged'; notice: BatchNotice; reason: string };

/** From the app's thread. */
export type FromApp =
  /** A batch waits for the store; `at` is when it became durable, null where it was found at the start. */
  | { say: 'batch'; notice: BatchNotice; at: number | null }
  /** Nothing happens any more before `nextDue`, by the server's clock. */
  | { say: 'settled'; step: number; nextDue: number }
  | { say: 'status'; status: AppStatus }
  | { say: 'bytes'; ask: number; bytes: Uint8Array<ArrayBuffer> | null }
  | { say: 'quit' };
