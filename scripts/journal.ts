/**
 * `npm run journal -- inspect DIR` says what lies in a journal or archive folder, file by file, and whether it can
 * be read. It changes nothing.
 */
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipMembers } from '../electron/ingest/gzip-members.ts';
import { batchHeadSchema, batchTailSchema } from '../shared/journal-batch.ts';
import { formatSize } from '../shared/size.ts';
import { stop } from './root.ts';

interface Findings {
  batches: number;
  entries: number;
  versions: Set<number>;
  faults: string[];
}

function inspectMember(text: string, found: Findings): void {
  const lines = text.split('\n').filter((line) => line !== '');
  const head = batchHeadSchema.safeParse(JSON.parse(lines[0] ?? 'null'));
  const tail = batchTailSchema.safeParse(JSON.parse(lines.at(-1) ?? 'null'));
  if (!head.success) found.faults.push('a batch without a head');
  else found.versions.add(head.data.v);
  const entries = lines.filter((line) => line.startsWith('{"k"')).length;
  if (!tail.success) found.faults.push('a batch without a tail');
  else if (tail.data.events !== entries) found.faults.push(`${tail.data.events - entries} entries missing`);
  found.batches += 1;
  found.entries += entries;
}

async function inspectFile(path: string): Promise<Findings> {
  const found: Findings = { batches: 0, entries: 0, versions: new Set(), faults: [] };
  for await (const member of gzipMembers(createReadStream(path))) {
    if (!member.ok) found.faults.push(`${formatSize(member.bytes)} damaged (${member.reason})`);
    else {
      try {
        inspectMember(member.text.toString(), found);
      } catch (error) {
        found.faults.push(error instanceof Error ? error.message : String(error));
      }
    }
  }
  return found;
}

async function inspect(folder: string): Promise<number> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ndjson.gz'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  let damaged = 0;
  for (const path of files) {
    const { batches, entries, faults, versions } = await inspectFile(path);
    if (faults.length > 0) damaged += 1;
    const state = faults.length === 0 ? 'ok' : faults.join('; ');
    const facts = `${batches} batches  ${entries.toLocaleString('en-US')} entries`;
    process.stdout.write(
      `${relative(folder, path)}  v${[...versions].join(',')}  ${formatSize(statSync(path).size)}  ${facts}  ${state}\n`,
    );
  }
  process.stdout.write(
    files.length === 0 ? 'nothing waits here\n' : `${files.length} files, ${damaged} damaged\n`,
  );
  return damaged;
}

const [command, folder] = process.argv.slice(2);
if (command !== 'inspect' || folder === undefined) stop('Usage: npm run journal -- inspect DIR');
try {
  process.exitCode = (await inspect(folder)) === 0 ? 0 : 1;
} catch (error) {
  stop(`${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
}
