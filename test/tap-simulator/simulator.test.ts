import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator.ts';
import { basicOf, createManualClock, fetchWindow, pathOf, versionsIn } from './test-client.ts';

const minute = 60_000;
const hour = 60 * minute;
const morning = Date.UTC(2025, 5, 10, 8);

let simulator: Simulator;
afterEach(() => simulator.stop());

async function start(options: SimulatorOptions): Promise<Simulator> {
  simulator = await startSimulator(options);
  return simulator;
}

async function versionsOf(startMs: number, endMs: number): Promise<string[]> {
  const response = await fetchWindow(simulator, startMs, endMs);
  expect(response.status).toBe(200);
  return versionsIn(await response.json());
}

const keyOf = ({ identity, contentHash }: { identity: string; contentHash: string }): string =>
  `${identity} ${contentHash}`;
describe('the simulator', () => {
  it('counts two pools over a rolling day', async () => {
    const clock = createManualClock(morning);
    await start({ rate: 0, clock, limits: { clicksPermitted: 2, others: 3 } });
    const ask = async (endpoint: string): Promise<number> =>
      (await fetchWindow(simulator, clock.now() - hour, clock.now(), endpoint)).status;
    expect([
      await ask('clicks/permitted'),
      await ask('clicks/permitted'),
      await ask('clicks/permitted'),
    ]).toEqual([200, 200, 429]);
    expect(await ask('all')).toBe(200);
    clock.advance(hour);
    expect([await ask('issues'), await ask('messages/blocked'), await ask('clicks/blocked')]).toEqual([
      200, 200, 429,
    ]);
    clock.advance(23 * hour - 1);
    expect(await ask('all')).toBe(429);
    clock.advance(1);
    expect([await ask('all'), await ask('all')]).toEqual([200, 429]);
    expect([await ask('clicks/permitted'), await ask('clicks/permitted')]).toEqual([200, 200]);
  });

  it('counts for nobody what nobody was let in for', async () => {
    await start({ rate: 0, limits: { others: 1 } });
    const wrong = await fetch(`${simulator.origin}${pathOf(Date.now() - hour, Date.now())}`, {
      headers: basicOf({ principal: 'x', secret: 'y' }),
    });
    expect(wrong.status).toBe(401);
    expect(simulator.budgets.left(simulator.principal, 'others', Date.now())).toBe(1);
  });

  it('indexes some events late, and within half an hour', async () => {
    const clock = createManualClock(morning);
    await start({ rate: 400, clock });
    const atOnce = await versionsOf(morning - 20 * minute, morning);
    clock.advance(15 * minute);
    const later = await versionsOf(morning - 20 * minute, morning);
    clock.advance(15 * minute);
    const last = await versionsOf(morning - 20 * minute, morning);
    clock.advance(hour);
    expect((await versionsOf(morning - 20 * minute, morning)).sort()).toEqual(last.sort());
    expect(later.length).toBeGreaterThan(atOnce.length);
    expect(last.length).toBeGreaterThan(later.length);
    expect(atOnce.length).toBeGreaterThan(last.length * 0.8);
    expect(last).toEqual(expect.arrayContaining(atOnce));
    const late = simulator.ledger
      .available(morning - 20 * minute, morning, clock.now())
      .filter((entry) => entry.availableAt > entry.createdAt);
    expect(late.length / last.length).toBeCloseTo(0.15, 1);
    expect(Math.max(...late.map((entry) => entry.availableAt - entry.createdAt))).toBeLessThanOrEqual(
      30 * minute,
    );
  });

  it('has served, over a day read window by window once all was indexed, exactly what its ledger says', async () => {
    const clock = createManualClock(morning);
    await start({ rate: 80, clock, inPlaceShare: 0.05 });
    clock.set(morning + 24 * hour + 7 * hour);
    const served: string[] = [];
    for (let at = morning; at < morning + 24 * hour; at += 40 * minute)
      served.push(...(await versionsOf(at, at + 40 * minute)));
    const entries = simulator.ledger.available(morning, morning + 24 * hour, clock.now());
    const current = entries.filter(({ replacedAt }) => replacedAt > clock.now()).map(keyOf);
    expect(new Set(served).size).toBe(served.length);
    expect(served.sort()).toEqual(current.sort());
    expect(served.length).toBeGreaterThan(1_500);
    const counted = simulator.ledger.requests.reduce((sum, { count }) => sum + count, 0);
    expect(counted).toBe(served.length);
  });

  it('has given all of its ledger to a client that sweeps as the day goes by', async () => {
    const clock = createManualClock(morning);
    await start({ rate: 60, clock });
    const seen = new Set<string>();
    const end = morning + 12 * hour;
    while (clock.now() < end) {
      clock.advance(10 * minute);
      for (const version of await versionsOf(clock.now() - hour, clock.now())) seen.add(version);
    }
    const had = simulator.ledger.available(morning, end, clock.now()).map(keyOf);
    expect(had.filter((version) => !seen.has(version))).toEqual([]);
  });

  it('serves TLS that a client trusts with its certificate, and only then', async () => {
    const clock = createManualClock(morning);
    await start({ rate: 100, clock, https: true });
    const ask = (ca: string | undefined): Promise<string> =>
      new Promise((resolve, reject) => {
        request(
          `${simulator.origin}${pathOf(morning - hour, morning)}`,
          { headers: basicOf(simulator), ...(ca === undefined ? {} : { ca }) },
          (incoming) => text(incoming).then(resolve, reject),
        )
          .on('error', reject)
          .end();
      });
    expect(simulator.origin).toMatch(/^https:/);
    expect(JSON.parse(await ask(simulator.certificate))).toHaveProperty('queryEndTime');
    await expect(ask(undefined)).rejects.toThrow(/self-signed/i);
  });

  it('tells right from credentials', async () => {
    await start({ rate: 0, forbiddenPrincipal: 'guest' });
    const ask = async (principal: string): Promise<number> =>
      (
        await fetch(`${simulator.origin}/v2/siem/all?format=json&sinceSeconds=60`, {
          headers: basicOf({ principal, secret: simulator.secret }),
        })
      ).status;
    expect([await ask('guest'), await ask('nobody'), await ask(simulator.principal)]).toEqual([
      403, 401, 200,
    ]);
  });
});
