import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { OutgoingEvent } from '../../shared/files/export/outgoing-event.ts';
import { readEvents } from '../../shared/files/read-events.ts';
import { parseQuery } from '../../shared/query/parse.ts';
import { EventTable } from './event-table.ts';
import { help, type Options, readOptions } from './options.ts';
import { written } from './output.ts';
import { problemText } from './problem-text.ts';

/** What the command talks to. */
export interface Terminal {
  stdin: Readable;
  stdout: Writable & { isTTY?: boolean };
  /** Says something to whoever called it. */
  say(text: string): void;
  /** Ms since the epoch. */
  now: number;
  timeZone: string;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Reads all files into a table; answers whether all could be read. */
async function readFiles(files: readonly string[], table: EventTable, terminal: Terminal): Promise<boolean> {
  let isGood = true;
  const fail = (place: string, reason: string) => {
    isGood = false;
    terminal.say(`${place}: ${reason}\n`);
  };
  for (const file of files) {
    try {
      for await (const entry of readEvents(file === '-' ? terminal.stdin : createReadStream(file))) {
        if (entry.ok) table.add(entry, terminal.now);
        else fail(`${file}:${entry.line}`, entry.reason);
      }
    } catch (error) {
      fail(file, `cannot be read: ${wordsOf(error)}`);
    }
  }
  return isGood;
}

async function* eventsAt(table: EventTable, places: readonly number[]): AsyncGenerator<OutgoingEvent> {
  for (const place of places) yield table.at(place);
}

/** Writes to a file, which is there when it is complete, and before that not at all. */
async function writeFile(path: string, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  const temporary = `${path}.part`;
  try {
    await pipeline(pieces, createWriteStream(temporary));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function print(
  options: Options,
  pieces: AsyncIterable<string | Uint8Array>,
  { stdout, say }: Terminal,
): Promise<boolean> {
  try {
    if (options.output === null) await pipeline(pieces, stdout, { end: false });
    else await writeFile(options.output, pieces);
    return true;
  } catch (error) {
    // Whoever read has had enough, as `head` does.
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return true;
    say(`${options.output ?? 'Standard output'} cannot be written: ${wordsOf(error)}\n`);
    return false;
  }
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** `npm run query`: finds events in files. @returns the exit code */
export async function runQuery(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args);
  if (options === 'help') {
    terminal.stdout.write(help);
    return 0;
  }
  if ('problem' in options) {
    terminal.say(`${options.problem}\nSee npm run query -- --help.\n`);
    return 2;
  }
  const isBinary = options.format === 'parquet' && !options.count;
  if (isBinary && options.output === null && terminal.stdout.isTTY) {
    terminal.say('Parquet is nothing to read on a screen: name a file with --output.\n');
    return 2;
  }
  const { query: text } = options;
  const parsed = parseQuery(text, { now: options.now ?? terminal.now, timeZone: terminal.timeZone });
  if (!parsed.ok) {
    terminal.say(
      `The query cannot be read:\n${parsed.errors.map((one) => problemText(text, one)).join('\n')}`,
    );
    return 2;
  }
  for (const hint of parsed.hints) terminal.say(`This may not be what is meant:\n${problemText(text, hint)}`);
  const table = new EventTable(parsed.query);
  const couldRead = await readFiles(options.files, table, terminal);
  const places = table.matching();
  const pieces = options.count ? once(`${places.length}\n`) : written(eventsAt(table, places), options);
  const couldWrite = await print(options, pieces, terminal);
  return couldRead && couldWrite ? 0 : 1;
}
