import type { EventKind } from './event/kinds.ts';

/** How much harm a threat means by its classification; any other, or none, counts as `otherSeverity`. */
export const severities: Readonly<Record<string, number>> = { malware: 3, impostor: 3, phish: 2, spam: 0 };
export const otherSeverity = 1;

/** How much of it is left by the threat's status; any other, or none, counts in full. */
export const statusWeights: Readonly<Record<string, number>> = { active: 1, cleared: 0.5, falsepositive: 0 };

/** How close a threat came to the person. */
export const exposures: Readonly<Record<EventKind, number>> = {
  messageBlocked: 1,
  messageDelivered: 3,
  clickBlocked: 5,
  clickPermitted: 20,
};

function weightIn(weights: Readonly<Record<string, number>>, word: string, other: number): number {
  const name = word.toLowerCase();
  return Object.hasOwn(weights, name) ? (weights[name] ?? other) : other;
}

/** What a threat weighs, by its classification and status in any case; empty is none. */
export function threatWeight(classification: string, status: string): number {
  return weightIn(severities, classification, otherSeverity) * weightIn(statusWeights, status, 1);
}

/** Points an event gives to each of its recipients: its worst threat, by how close it came. */
export function attackPoints(
  kind: EventKind,
  threats: readonly { classification: string | null; threatStatus: string | null }[],
): number {
  const weights = threats.map(({ classification, threatStatus }) =>
    threatWeight(classification ?? '', threatStatus ?? ''),
  );
  return exposures[kind] * Math.max(0, ...weights);
}
