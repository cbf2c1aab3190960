/**
 * `npm run normalise -- FILE...` prints one normalised event a line. A file is a SIEM answer, an array of events,
 * one event, or NDJSON of either; `-` is standard input.
 */
import { readFileSync } from 'node:fs';
import { normaliseFile } from '../shared/event/normalise-file.ts';

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('Name at least one file: npm run normalise -- FILE... ("-" reads standard input).\n');
  process.exit(2);
}

let failures = 0;
for (const file of files) {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    process.stderr.write(`${file}: cannot be read: ${error instanceof Error ? error.message : error}\n`);
    failures += 1;
    continue;
  }
  for (const line of normaliseFile(text, Date.now())) {
    if (line.ok) {
      process.stdout.write(`${JSON.stringify(line.event)}\n`);
    } else {
      failures += 1;
      process.stderr.write(`${file}:${line.line}: ${line.reason}\n`);
    }
  }
}
if (failures > 0) process.exitCode = 1;
