import { expect, it } from 'vitest';
import { coalesce } from './coalesce.ts';
import { createSimulatedClock } from './simulated-clock.ts';

it('a burst of calls runs once, and the last call is never lost', () => {
  const clock = createSimulatedClock({ frozen: true });
  let runs = 0;
  const call = coalesce(clock, 500, () => {
    runs += 1;
  });
  for (let i = 0; i < 10; i++) call();
  clock.advance(0);
  expect(runs).toBe(1);
  for (let i = 0; i < 10; i++) call();
  clock.advance(499);
  expect(runs).toBe(1);
  clock.advance(1);
  expect(runs).toBe(2);
  clock.advance(10_000);
  expect(runs).toBe(2);
  call();
  clock.advance(0);
  expect(runs).toBe(3);
});

it('a clock that is set back does not hold calls back for long', () => {
  const clock = createSimulatedClock({ frozen: true });
  let runs = 0;
  const call = coalesce(clock, 500, () => {
    runs += 1;
  });
  call();
  clock.advance(0);
  clock.advance(-3_600_000);
  call();
  clock.advance(500);
  expect(runs).toBe(2);
});
