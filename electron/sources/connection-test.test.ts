import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../test/tap-simulator/simulator.ts';
import { createSiemClient } from '../proofpoint/siem-client.ts';
import { createSimulatedClock } from '../simulated-clock.ts';
import { testConnection } from './connection-test.ts';

const clock = createSimulatedClock({ startAt: Date.UTC(2025, 5, 10, 12, 0, 0, 321), frozen: true });
const client = createSiemClient({ fetch, clock, userAgent: 'x' });

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ rate: 60, clock, forbiddenPrincipal: 'guest' });
});
afterEach(() => simulator.stop());

it('a connection that works says so and costs one request for the last minute', async () => {
  const { principal, secret, origin } = simulator;
  expect(await testConnection(client, { principal, secret, domain: origin })).toEqual({
    ok: true,
    sentence: `${new URL(origin).host} accepts these credentials and lets them read events.`,
  });
  expect(simulator.ledger.requests).toHaveLength(1);
  const window = simulator.ledger.requests[0]?.window;
  expect((window?.endMs ?? 0) - (window?.startMs ?? 0)).toBe(60_000);
});

it.each([
  ['nobody', 'unauthorised'],
  ['guest', 'forbidden'],
])('a connection as %s is %s', async (principal, kind) => {
  const { secret, origin } = simulator;
  const result = await testConnection(client, { principal, secret, domain: origin });
  expect(result).toMatchObject({ ok: false, trouble: { kind } });
});
