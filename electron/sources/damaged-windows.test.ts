import { expect, it } from 'vitest';
import { DamagedWindows } from './damaged-windows.ts';

const minute = 60_000;
const hour = 60 * minute;
const first = { from: 0, to: hour };
const other = { from: hour, to: 2 * hour };

it('what is damaged for the first time is read again at once, stretch by stretch', () => {
  const windows = new DamagedWindows();
  expect([first, other].map((window) => windows.pauseFor(window, 0, 1))).toEqual([0, 0]);
});

it('what is damaged again and again waits longer each time, up to five minutes', () => {
  const windows = new DamagedWindows();
  const pauses = Array.from({ length: 10 }, (_, i) => windows.pauseFor(first, i * minute, 1));
  expect(pauses).toEqual([0, 5, 10, 20, 40, 80, 160, 300, 300, 300].map((seconds) => seconds * 1000));
});

it('a part of a stretch counts as the stretch, and an hour without damage is forgotten', () => {
  const windows = new DamagedWindows();
  windows.pauseFor(first, 0, 1);
  expect(windows.pauseFor({ from: 10 * minute, to: 20 * minute }, minute, 1)).toBe(5000);
  expect(windows.pauseFor(first, 3 * hour, 1)).toBe(0);
});
