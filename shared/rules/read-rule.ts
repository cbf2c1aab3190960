import { compileRule } from './compile-rule.ts';
import { FieldSlots } from './engine/seen-event.ts';
import { type Rule, ruleSchema } from './rule.ts';
import { type FileProblem, YamlText } from './yaml-text.ts';

/** A rule's file, read: the rule, or all that is wrong with it in the order of its lines. */
export type ReadRule = { ok: true; rule: Rule } | { ok: false; problems: FileProblem[] };

function sorted(problems: readonly FileProblem[]): FileProblem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** Reads a rule from YAML; what is wrong is said with its line, within queries too. */
export function readRule(text: string): ReadRule {
  const yaml = new YamlText(text);
  if (yaml.problems.length > 0) return { ok: false, problems: sorted(yaml.problems) };
  const parsed = ruleSchema.safeParse(yaml.value);
  if (!parsed.success) return { ok: false, problems: sorted(yaml.problemsOf(parsed.error)) };
  const compiled = compileRule(parsed.data, {}, new FieldSlots());
  if (compiled.ok) return { ok: true, rule: parsed.data };
  const problems = compiled.problems.map(({ path, offset, message }) =>
    offset === undefined ? yaml.problemAt(path, message) : yaml.problemIn(path, offset, message),
  );
  return { ok: false, problems: sorted(problems) };
}
