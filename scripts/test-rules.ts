/**
 * `npm run test:rules` runs the tests that stand in the rules of all packs; `npm run test:rules -- DIR...` those of
 * other rules. The last line is `N passed, N failed`.
 */
import { type ProblemInFile, readRules } from '../shared/rules/pack.ts';
import type { Rule } from '../shared/rules/rule.ts';
import { runRuleTests } from '../shared/rules/run-tests.ts';
import { stop } from './root.ts';
import { ruleFilesIn, shippedPacks } from './rule-files.ts';

function rulesOf(paths: readonly string[]): { rules: Rule[]; problems: ProblemInFile[] } {
  if (paths.length > 0) return readRules(new Map(paths.flatMap((path) => [...ruleFilesIn(path)])));
  const { packs, problems } = shippedPacks();
  return { rules: packs.flatMap((pack) => pack.rules), problems };
}

let passed = 0;
let failed = 0;
let read: ReturnType<typeof rulesOf>;
try {
  read = rulesOf(process.argv.slice(2));
} catch (error) {
  stop(error instanceof Error ? error.message : String(error));
}
for (const { file, line, column, message } of read.problems) {
  failed += 1;
  process.stderr.write(`${file}:${line}:${column}: ${message}\n`);
}
for (const rule of read.rules) {
  for (const { name, failure } of runRuleTests(rule)) {
    if (failure === undefined) {
      passed += 1;
      continue;
    }
    failed += 1;
    process.stderr.write(`${rule.id}: ${name}: ${failure}\n`);
  }
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
