import type { DetectionSettings } from '../../shared/detection.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import { readRule } from '../../shared/rules/read-rule.ts';
import type { Rule } from '../../shared/rules/rule.ts';

/** The rules that run: those of packs that are on, and the analyst's own; what cannot be read is left out. */
export function rulesOn(settings: DetectionSettings, packs: readonly Pack[]): Rule[] {
  const off = new Set(settings.rulesOff);
  const shipped = packs
    .filter(({ id }) => settings.packs.includes(id))
    .flatMap(({ rules }) => rules.filter(({ id }) => !off.has(id)));
  const own = settings.own
    .filter(({ on }) => on)
    .flatMap(({ text }) => {
      const read = readRule(text);
      return read.ok ? [read.rule] : [];
    });
  return [...shipped, ...own];
}

/** The names of the lists that rules refer to, with what stands in the rules until an organisation has its own. */
export function listsOf(rules: readonly Rule[]): Record<string, readonly string[]> {
  return Object.fromEntries(rules.flatMap(({ lists = {} }) => Object.entries(lists)));
}
