import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Pack, type ProblemInFile, packFile, readPack } from '../shared/rules/pack.ts';
import { root } from './root.ts';

/** Where the packs lie that the app is shipped with, each in a folder of its own. */
const packsFolder = join(root, 'shared', 'rules', 'packs');

function textsOf(paths: readonly string[], nameOf: (path: string) => string): Map<string, string> {
  return new Map(paths.map((path) => [nameOf(path), readFileSync(path, 'utf8')]));
}

/**
 * The texts of the rules in a folder and all below it, by their paths, in the order of these; of one file where the
 * path is one.
 */
export function ruleFilesIn(path: string): Map<string, string> {
  if (statSync(path).isFile()) return textsOf([path], (file) => file);
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name) && basename(name) !== packFile)
    .sort()
    .map((name) => join(path, name));
  return textsOf(files, (file) => file);
}

/** The packs that the app is shipped with. */
export function shippedPacks(): { packs: Pack[]; problems: ProblemInFile[] } {
  const packs: Pack[] = [];
  const problems: ProblemInFile[] = [];
  for (const id of ['essentials', 'clicks', 'targets', 'delivered-after-all']) {
    const folder = join(packsFolder, id);
    const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    const read = readPack(id, new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')])));
    if (read.pack) packs.push(read.pack);
    problems.push(...read.problems.map((problem) => ({ ...problem, file: join(folder, problem.file) })));
  }
  return { packs, problems };
}
