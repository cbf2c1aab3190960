import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import pino, { type Logger } from 'pino';

/** A log larger than this is put aside at the next start; one old one is kept, bytes. */
const rotateAt = 5 * 1024 * 1024;

export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  facts?: Record<string, unknown>,
) => void;

/** Anything that looks like credentials, should a fact ever carry some by mistake. */
const secretPattern = /(basic|bearer)\s+[a-z0-9+/=_-]{8,}/gi;

function mask(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null).replaceAll(secretPattern, '$1 [masked]'));
}

/**
 * The app's log: a JSON line for each thing that happened. Facts are numbers, names and windows; never an event's
 * content, an address or a secret. A folder that cannot be written costs the log, not the app.
 */
export function createLog(file: string): Log {
  let logger: Logger;
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file) && statSync(file).size > rotateAt) renameSync(file, `${file}.old`);
    logger = pino(
      { base: null, timestamp: pino.stdTimeFunctions.isoTime },
      pino.destination({ dest: file, sync: true }),
    );
  } catch (error) {
    process.stderr.write(`The log ${file} cannot be written (${error}); going on without it.\n`);
    logger = pino({ enabled: false });
  }
  return (level, message, facts) => {
    try {
      logger[level](mask(facts ?? {}), String(mask(message)));
    } catch {
      // A full disk is said by the monitor; the log must not take the app down with it.
    }
  };
}
