/**
 * `npm run normalise -- FILE...` prints one normalised event a line. A file is whatever `readEvents` reads: a SIEM
 * answer, a list of events, one event, NDJSON of these, gzip'd or not; `-` is standard input.
 */
import { createReadStream } from 'node:fs';
import { normalised } from '../shared/files/normalised.ts';
import { readEvents } from '../shared/files/read-events.ts';

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('Name at least one file: npm run normalise -- FILE... ("-" reads standard input).\n');
  process.exit(2);
}

function fail(place: string, reason: string): void {
  process.exitCode = 1;
  process.stderr.write(`${place}: ${reason}\n`);
}

for (const file of files) {
  try {
    for await (const entry of readEvents(file === '-' ? process.stdin : createReadStream(file))) {
      const event = entry.ok ? normalised(entry, Date.now()) : undefined;
      if (event && 'raw' in event) process.stdout.write(`${JSON.stringify(event)}\n`);
      else
        fail(
          `${file}:${entry.line}`,
          entry.ok ? 'an entry that could not be read as an event' : entry.reason,
        );
    }
  } catch (error) {
    fail(file, `cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
