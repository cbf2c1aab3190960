import { describe, expect, it } from 'vitest';
import { pause } from './clock.ts';
import { createSimulatedClock } from './simulated-clock.ts';

const start = Date.UTC(2025, 0, 1);

describe('a frozen clock', () => {
  it('moves by advance alone and fires what falls due, in order', () => {
    const clock = createSimulatedClock({ startAt: start, frozen: true });
    const fired: string[] = [];
    clock.after(200, () => fired.push(`b at ${clock.now() - start}`));
    clock.after(100, () => fired.push(`a at ${clock.now() - start}`));
    clock.after(301, () => fired.push('never'));
    const cancel = clock.after(50, () => fired.push('cancelled'));
    cancel();
    expect(clock.now()).toBe(start);
    clock.advance(99);
    expect(fired).toEqual([]);
    clock.advance(201);
    expect(fired).toEqual(['a at 300', 'b at 300']);
  });

  it('lets a callback set the next one', () => {
    const clock = createSimulatedClock({ startAt: start, frozen: true });
    let rounds = 0;
    const again = () => {
      rounds += 1;
      clock.after(10, again);
    };
    clock.after(10, again);
    for (let i = 0; i < 3; i++) clock.advance(10);
    expect(rounds).toBe(3);
  });
});

describe('a pause', () => {
  it('ends when its time has passed, or when its signal is aborted, or never begins', async () => {
    const clock = createSimulatedClock({ frozen: true });
    const control = new AbortController();
    const ended: string[] = [];
    const timed = pause(clock, 100).then(() => ended.push('timed'));
    const aborted = pause(clock, 1e9, control.signal).then(() => ended.push('aborted'));
    control.abort();
    await aborted;
    expect(ended).toEqual(['aborted']);
    clock.advance(100);
    await timed;
    await pause(clock, 1e9, control.signal);
    expect(ended).toEqual(['aborted', 'timed']);
  });
});
