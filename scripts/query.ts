/** `npm run query -- 'QUERY' FILE...` finds events in files; `--help` says more. */
import { runQuery } from './query/run-query.ts';

// Without this a pipe that was closed would be an uncaught error; the writing itself tells of it.
process.stdout.on('error', () => undefined);

process.exitCode = await runQuery(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  say: (text) => process.stderr.write(text),
  now: Date.now(),
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});
