import type { Pack } from '../shared/rules/pack.ts';
import { keyNames, type Rule } from '../shared/rules/rule.ts';

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();
}

function code(text: string): string {
  const line = cell(text);
  return line.includes('`') ? line : `\`${line}\``;
}

function severityText({ severity }: Rule): string {
  if (typeof severity === 'string') return severity;
  const cases = severity.cases.map(({ when, where, severity: is }) => {
    const condition = when ?? (where ?? []).map((one) => JSON.stringify(one)).join(' ');
    return `${is} where ${code(condition)}`;
  });
  return `${cases.join(', ')}, else ${severity.default}`;
}

function conditionLines(rule: Rule): string[] {
  const { query, unless, where, was, threshold, sequence, unusual, dedup } = rule;
  const said: [string, string | undefined][] = [
    ['Finds', query && code(query)],
    ['Finds, one after another', sequence?.steps.map((step) => code(step.query)).join(', then ')],
    ['Unless', unless && code(unless)],
    ['Where', where?.map((one) => code(JSON.stringify(one))).join(', ')],
    ['Before, it was', was && code(was)],
    [
      'Counts',
      threshold &&
        `${threshold.count} ${threshold.distinct ? `different ${threshold.distinct}` : 'events'} within ${threshold.window}${threshold.groupBy ? ` for each ${threshold.groupBy.join(' and ')}` : ''}`,
    ],
    ['On the same', sequence && `${sequence.on.join(' and ')}, within ${sequence.within}`],
    [
      'Unusual',
      unusual && `${unusual.of} for a ${unusual.for}, after ${unusual.after} events, over ${unusual.memory}`,
    ],
    ['Severity', severityText(rule)],
    ['One alert for', dedup && `the same ${keyNames(dedup.by).join(' and ')}, for ${dedup.period}`],
    ['ATT&CK', rule.tags?.join(', ')],
  ];
  return said.flatMap(([name, text]) => (text ? [`- ${name}: ${text}`] : []));
}

function ruleText(rule: Rule): string {
  const title = cell(rule.title);
  return [`### ${rule.id}`, `_${title}_`, cell(rule.description), conditionLines(rule).join('\n')].join(
    '\n\n',
  );
}

/** The page on what the packs have in them, and why. */
export function packsDocument(packs: readonly Pack[]): string {
  const head = `# Packs

Rules that are shipped, in packs that are switched on as one. This page is made of their files in \`shared/rules/packs/\`, which have the runbooks and tests too; how a rule is written is in [rules.md](rules.md).`;
  const parts = packs.map(({ title, about, rules }) =>
    [`## ${title}`, cell(about), ...rules.map(ruleText)].join('\n\n'),
  );
  return `${[head, ...parts].join('\n\n')}\n`;
}
