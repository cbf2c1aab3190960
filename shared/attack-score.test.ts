import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { attackPoints, exposures, otherSeverity, severities, statusWeights } from './attack-score.ts';
import { kindLabel } from './event/kinds.ts';

const page = readFileSync(new URL('../docs/attack-score.md', import.meta.url), 'utf8');
const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
const weightOf = (name: string) => Number(rows.find(([, first]) => first?.toLowerCase() === name)?.[2]);

const threat = (classification: string | null, threatStatus: string | null = 'active') => ({
  classification,
  threatStatus,
});

describe('the attack score', () => {
  it('counts the worst threat of an event by how close it came', () => {
    expect(attackPoints('messageDelivered', [threat('spam'), threat('phish')])).toBe(6);
    expect(attackPoints('clickPermitted', [threat('malware')])).toBe(60);
    expect(attackPoints('clickPermitted', [threat('Malware', 'cleared')])).toBe(30);
    expect(attackPoints('messageBlocked', [threat('malware', 'falsePositive')])).toBe(0);
    expect(attackPoints('messageBlocked', [threat(null, null)])).toBe(1);
    expect(attackPoints('messageDelivered', [])).toBe(0);
  });

  it('is documented as it is', () => {
    for (const [name, weight] of Object.entries(severities)) expect(weightOf(name), name).toBe(weight);
    expect(weightOf('any other, or none')).toBe(otherSeverity);
    expect(weightOf('active, or not said')).toBe(statusWeights.active);
    expect(weightOf('cleared')).toBe(statusWeights.cleared);
    expect(weightOf('false positive')).toBe(statusWeights.falsepositive);
    for (const [kind, label] of Object.entries(kindLabel)) {
      expect(weightOf(label), label).toBe(exposures[kind as keyof typeof exposures]);
    }
  });
});
