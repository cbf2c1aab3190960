/**
 * The plain way of the same: each answer's text as a whole, parsed as a whole, its events appended to one NDJSON
 * file as lines, with one fsync a window. Arguments: as of read-windows.ts.
 */
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { intervalParameter } from '../../../electron/proofpoint/siem-client.ts';
import { answerArrays } from '../../../shared/event/kinds.ts';
import { windowAt } from '../windows.ts';
import { timeWindows } from './timed-windows.ts';

const [origin = '', folder = '', windows = 0, warmUp = 0] = process.argv.slice(2);
/** Events written at once: line by line would be slower, and a large window's lines together are no string. */
const groupSize = 1000;

await mkdir(folder, { recursive: true });
const file = await open(join(folder, 'events.ndjson'), 'a');

async function readWindow(index: number): Promise<number> {
  const interval = encodeURIComponent(intervalParameter(windowAt(index)));
  const response = await fetch(`${origin}/v2/siem/all?format=json&interval=${interval}`, {
    headers: { authorization: `Basic ${btoa('principal:secret')}` },
  });
  const answer = JSON.parse(await response.text()) as Record<string, unknown[]>;
  let events = 0;
  for (const kind of answerArrays) {
    const list = answer[kind] ?? [];
    events += list.length;
    for (let at = 0; at < list.length; at += groupSize) {
      const lines = list.slice(at, at + groupSize).map((raw) => `${JSON.stringify({ kind, raw })}\n`);
      await file.appendFile(lines.join(''));
    }
  }
  await file.sync();
  return events;
}

const times = await timeWindows(Number(windows), Number(warmUp), readWindow);
const written = (await file.stat()).size;
process.stdout.write(`${JSON.stringify({ ...times, written })}\n`);
