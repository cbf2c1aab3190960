import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noon, PollerStand } from '../../test/ingest/poller-stand.ts';
import { holes } from './coverage.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

let stand: PollerStand;
beforeEach(async () => {
  stand = await PollerStand.create();
});
afterEach(() => stand.close());

/** A computer whose clock can be set wrong, beside a server whose clock is right. */
async function start(rate = 60): Promise<void> {
  await stand.serve({ rate });
  stand.start({
    client: stand.client({ followsSkew: true }),
    source: { id: 'a', historyFrom: noon - 2 * hour },
  });
}

const overdue = () =>
  stand.missing(noon - 2 * hour, stand.clock.now() - 15 * minute, stand.clock.now() - 15 * minute);

describe('a clock that jumps a day ahead and back', () => {
  it('costs no event, nothing said to be lost, and no lane its pace', async () => {
    await start();
    await stand.run(30 * minute, 30 * second);
    stand.setWrongBy = day;
    await stand.run(45 * minute, 30 * second);
    expect(await overdue()).toEqual([]);
    stand.setWrongBy = 0;
    await stand.run(45 * minute, 30 * second);
    expect(await overdue()).toEqual([]);
    expect(stand.state.lost).toEqual([]);
    const wanted = { from: noon - 2 * hour, to: stand.clock.now() - 3 * minute };
    expect(holes(stand.state.coverage, wanted)).toEqual([]);
    expect(stand.poller.status().trouble).toBeNull();
    const times = stand.askedAt('clicks/permitted');
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(90);
  });

  it('takes nothing for settled that has not happened yet, from the next sweep on', async () => {
    await start(4);
    await stand.run(30 * minute, 30 * second);
    stand.setWrongBy = day;
    await stand.run(minute, 30 * second);
    stand.setWrongBy = 0;
    await stand.run(11 * minute, 30 * second);
    expect(stand.state.settledThrough).toBeLessThanOrEqual(stand.clock.now());
  });

  it('is no reason to miss what is indexed late while the app is off after it', async () => {
    await start(4);
    await stand.run(90 * minute, 30 * second);
    stand.setWrongBy = day;
    await stand.run(5 * minute, 30 * second);
    stand.setWrongBy = 0;
    await stand.run(15 * minute, 30 * second);
    const createdAt = stand.clock.now() - 20 * minute;
    stand.simulator.source.push(
      'messageDelivered',
      { GUID: 'late', messageTime: new Date(createdAt).toISOString(), recipient: ['a@b.example'] },
      { createdAt, availableAt: createdAt + 29 * minute },
    );
    await stand.restartAfter(5 * hour, { client: stand.client({ followsSkew: true }) });
    await stand.run(30 * minute, 30 * second);
    expect(await overdue()).toEqual([]);
  });

  it('says nothing to be lost of a week that is still being filled', async () => {
    await stand.serve({ rate: 1 });
    stand.simulator.faults.queue({ kind: 'status', status: 503 }, 3, 'all');
    const client = stand.client({ followsSkew: true });
    stand.start({ client, source: { id: 'a', historyFrom: noon - 7 * day + 10 * minute } });
    await stand.settle();
    stand.setWrongBy = day;
    await stand.run(2 * minute, 10 * second);
    stand.setWrongBy = 0;
    await stand.run(5 * minute, 10 * second);
    expect(stand.state.lost).toEqual([]);
    const wanted = { from: noon - 7 * day + 10 * minute, to: stand.clock.now() - 3 * minute };
    expect(holes(stand.state.coverage, wanted)).toEqual([]);
  });
});

describe('a clock that goes back', () => {
  it.each([hour, day, 30 * day])(
    'by %i ms while a failure is waited out does not make the wait longer',
    async (by) => {
      await start(4);
      const mend = stand.simulator.faults.rule({ kind: 'status', status: 503 }, () => true);
      await stand.run(20 * minute, 10 * second);
      stand.setWrongBy = -by;
      mend();
      const asked = stand.askedAt('all').length;
      await stand.run(30 * second, 10 * second);
      expect(stand.askedAt('all').length).toBeGreaterThan(asked);
      expect(stand.poller.status().trouble).toBeNull();
      await stand.run(30 * minute, 10 * second);
      expect(await overdue()).toEqual([]);
    },
  );

  it('while the server throttles does not make the wait longer', async () => {
    await start(4);
    await stand.run(minute, 10 * second);
    stand.simulator.faults.queue({ kind: 'status', status: 429, retryAfter: '600' }, 1, 'all');
    await stand.run(5 * minute, 10 * second);
    stand.setWrongBy = -day;
    const asked = stand.askedAt('all').length;
    await stand.run(10 * minute, 10 * second);
    expect(stand.askedAt('all').length).toBeGreaterThan(asked);
  });
});
