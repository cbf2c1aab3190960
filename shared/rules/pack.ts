import { z } from 'zod';
import type { Rule } from './rule.ts';
import { readAnyRule } from './sigma/read-any-rule.ts';
import { type FileProblem, YamlText } from './yaml-text.ts';

/** Rules that are switched on together. */
export interface Pack {
  /** The name of its folder. */
  id: string;
  title: string;
  about: string;
  rules: Rule[];
}

/** Something wrong in one of several files. */
export interface ProblemInFile extends FileProblem {
  file: string;
}

/** The file that says what a pack is; every other file of its folder is a rule. */
export const packFile = 'pack.yaml';

const packSchema = z.strictObject({
  title: z.string().trim().min(1),
  about: z.string().trim().min(1),
});

/**
 * Rules of some files, ours or Sigma's, in the order of the files.
 * @param files their texts by their paths
 */
export function readRules(files: ReadonlyMap<string, string>): { rules: Rule[]; problems: ProblemInFile[] } {
  const rules: Rule[] = [];
  const problems: ProblemInFile[] = [];
  const fileOf = new Map<string, string>();
  for (const [file, text] of files) {
    const read = readAnyRule(text);
    if (!read.ok) {
      problems.push(...read.problems.map((problem) => ({ file, ...problem })));
      continue;
    }
    const other = fileOf.get(read.rule.id);
    fileOf.set(read.rule.id, file);
    if (other === undefined) rules.push(read.rule);
    else
      problems.push({
        file,
        ...new YamlText(text).problemAt(['id'], `${other} has a rule of the same id.`),
      });
  }
  return { rules, problems };
}

/**
 * A pack of the files of its folder.
 * @param files their texts by their names
 */
export function readPack(
  id: string,
  files: ReadonlyMap<string, string>,
): { pack: Pack | undefined; problems: ProblemInFile[] } {
  const yaml = new YamlText(files.get(packFile) ?? '');
  const parsed = packSchema.safeParse(yaml.value);
  const rest = new Map([...files].filter(([name]) => name !== packFile).sort(([a], [b]) => (a < b ? -1 : 1)));
  const { rules, problems } = readRules(rest);
  if (parsed.success) return { pack: { id, ...parsed.data, rules }, problems };
  const own = [...yaml.problems, ...yaml.problemsOf(parsed.error)];
  return {
    pack: undefined,
    problems: [...own.map((problem) => ({ file: packFile, ...problem })), ...problems],
  };
}
