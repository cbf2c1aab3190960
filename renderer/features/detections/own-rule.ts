import type { OwnRule } from '../../../shared/detection.ts';
import { readRule } from '../../../shared/rules/read-rule.ts';

/** The id in a rule's text, even where the text cannot be read. */
export function idIn(text: string): string | undefined {
  return /^id:\s*["']?([a-z0-9.-]+)/m.exec(text)?.[1];
}

/** A rule's text for a query: what an analyst goes on from. */
export function draftOf(query: string, taken: readonly string[]): string {
  let number = 1;
  while (taken.includes(`own.rule-${number}`)) number += 1;
  return `id: own.rule-${number}
title: "{recipient}: {subject}"
severity: medium
description: |
  What this finds, and why it matters.
runbook: |
  1. What to do first.
query: |
  ${query.trim() === '' ? 'phishScore:>=90' : query.trim()}
# Alerts that agree in these fields are one alert for so long.
dedup: { by: [recipient], period: 1d }
`;
}

/** Own rules with one more, or with one in the place of another. */
export function withRule(own: readonly OwnRule[], text: string, on: boolean, instead?: string): OwnRule[] {
  const read = readRule(text);
  const id = read.ok ? read.rule.id : (idIn(text) ?? '');
  const rule = { id, text, on };
  const at = own.findIndex((one) => one.id === (instead ?? id));
  return at < 0 ? [...own, rule] : own.map((one, i) => (i === at ? rule : one));
}
