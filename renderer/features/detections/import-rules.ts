import { stringify } from 'yaml';
import type { OwnRule } from '../../../shared/detection.ts';
import { readRule } from '../../../shared/rules/read-rule.ts';
import { importSigma, isSigma } from '../../../shared/rules/sigma/import-sigma.ts';
import { withRule } from './own-rule.ts';

/** What became of files that were to be taken over as rules. */
export interface Imported {
  own: OwnRule[];
  taken: number;
  notes: string[];
}

/** A problem with its file and line, for a sentence. */
export function problemText(file: string, { line, message }: { line: number; message: string }): string {
  return `${file}, line ${line}: ${message}`;
}

/** Takes over rules, ours or Sigma's, switched off until somebody has looked at them. */
export function importRules(
  own: readonly OwnRule[],
  files: readonly { name: string; text: string }[],
  shipped: ReadonlySet<string>,
): Imported {
  const result: Imported = { own: [...own], taken: 0, notes: [] };
  for (const { name, text } of files) {
    const sigma = isSigma(text) ? importSigma(text) : undefined;
    const written = sigma?.ok ? stringify(sigma.rule) : text;
    const read = sigma && !sigma.ok ? sigma : readRule(written);
    if (!read.ok) {
      result.notes.push(...read.problems.slice(0, 3).map((problem) => problemText(name, problem)));
      continue;
    }
    if (shipped.has(read.rule.id)) {
      result.notes.push(`${name}: ${read.rule.id} is the id of a shipped rule.`);
      continue;
    }
    result.notes.push(...(sigma?.ok ? sigma.notes.map((note) => `${name}: ${note}`) : []));
    result.own = withRule(result.own, written, false);
    result.taken += 1;
  }
  return result;
}
