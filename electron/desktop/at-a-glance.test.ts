import { expect, test } from 'vitest';
import { noNewAlerts } from '../../shared/detection.ts';
import type { Severity } from '../../shared/rules/rule.ts';
import { AtAGlance } from './at-a-glance.ts';

function shown(least: Severity = 'high') {
  const seen = { tooltip: '', badge: 0 };
  const wanted = { least };
  const glance = new AtAGlance({
    setTray: ({ tooltip }) => {
      seen.tooltip = tooltip;
    },
    setBadge: (count) => {
      seen.badge = count;
    },
    least: () => wanted.least,
    now: () => 0,
  });
  return { seen, wanted, glance };
}

test('new alerts that are worth a notification are counted until somebody has looked at them', () => {
  const { seen, glance } = shown();
  glance.setAlerts({ ...noNewAlerts, low: 7, medium: 5, high: 2, critical: 1 });
  expect(seen).toEqual({ tooltip: 'Lurescope: 3 new alerts; no source yet', badge: 3 });
  glance.setAlerts({ ...noNewAlerts, low: 7, medium: 5, high: 1 });
  expect(seen).toEqual({ tooltip: 'Lurescope: 1 new alert; no source yet', badge: 1 });
  glance.setAlerts({ ...noNewAlerts, low: 7, medium: 5 });
  expect(seen).toEqual({ tooltip: 'Lurescope: no source yet', badge: 0 });
});

test('a setting says from which severity on', () => {
  const { seen, wanted, glance } = shown();
  glance.setAlerts({ ...noNewAlerts, medium: 5, high: 2 });
  wanted.least = 'medium';
  glance.show();
  expect(seen.badge).toBe(7);
  wanted.least = 'critical';
  glance.show();
  expect(seen.badge).toBe(0);
});
