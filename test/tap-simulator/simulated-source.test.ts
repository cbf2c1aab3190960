import { afterEach, describe, expect, it } from 'vitest';
import { identityOf } from '../../shared/event/identity.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator.ts';
import { createManualClock, fetchWindow, versionsIn } from './test-client.ts';

const minute = 60_000;
const hour = 60 * minute;
const morning = Date.UTC(2025, 5, 10, 8);

let simulator: Simulator;
afterEach(() => simulator.stop());

async function start(options: SimulatorOptions): Promise<void> {
  simulator = await startSimulator(options);
}

async function versionsOf(startMs: number, endMs: number): Promise<string[]> {
  return versionsIn(await (await fetchWindow(simulator, startMs, endMs)).json());
}

const pushedMessage = (guid: string, at: number) => ({
  GUID: guid,
  messageTime: new Date(at).toISOString(),
  threatsInfoMap: [{ threatStatus: 'active', threatTime: new Date(at).toISOString() }],
});

describe('the simulated source', () => {
  it('serves pushed events, late if so wished, and refuses one without any time', async () => {
    const clock = createManualClock(morning);
    await start({ rate: 0, clock });
    simulator.source.push('messageDelivered', pushedMessage('now', morning - minute));
    simulator.source.push('messageDelivered', pushedMessage('late', morning - minute), {
      availableAt: morning + minute,
    });
    simulator.source.push(
      'clickBlocked',
      { url: 'http://timeless.example/' },
      { createdAt: morning - minute },
    );
    expect(await versionsOf(morning - hour, morning)).toHaveLength(2);
    clock.advance(minute);
    expect(await versionsOf(morning - hour + minute, morning + minute)).toHaveLength(3);
    expect(() => simulator.source.push('clickBlocked', {})).toThrow(RangeError);
  });

  it('changes an event in place: the same creation, another content, the former never again', async () => {
    const clock = createManualClock(morning);
    await start({ rate: 0, clock });
    const raw = pushedMessage('changing', morning - minute);
    simulator.source.push('messageDelivered', raw);
    simulator.source.replaceInPlace(
      identityOf('messageDelivered', raw),
      (copy) => ({ ...copy, subject: 'changed' }),
      morning + minute,
    );
    const [before] = await versionsOf(morning - hour, morning);
    clock.advance(minute);
    const after = await versionsOf(morning - 30 * minute, morning);
    expect(after).toHaveLength(1);
    expect(after[0]).not.toBe(before);
    expect(after[0]?.split(' ')[0]).toBe(before?.split(' ')[0]);
    expect(simulator.ledger.available(morning - hour, morning, clock.now())).toMatchObject([
      { inPlace: false, replacedAt: morning + minute },
      { inPlace: true, availableAt: morning + minute },
    ]);
  });

  it('falls silent: nothing while it is on, nothing ever of that time, and the past again afterwards', async () => {
    const clock = createManualClock(morning);
    await start({ rate: 200, clock, late: { share: 0, maxMs: 0 } });
    const before = await versionsOf(morning - hour, morning);
    simulator.setSilence(true);
    expect(await versionsOf(morning - hour, morning)).toEqual([]);
    clock.advance(hour);
    simulator.setSilence(false);
    expect(await versionsOf(morning, morning + hour)).toEqual([]);
    expect(simulator.ledger.available(morning, morning + hour, clock.now())).toEqual([]);
    expect(await versionsOf(morning - hour, morning)).toEqual(before);
    clock.advance(hour);
    expect((await versionsOf(morning + hour, morning + 2 * hour)).length).toBeGreaterThan(50);
  });
});
