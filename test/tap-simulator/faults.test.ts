import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RawEvent } from '../../shared/event/raw-event.ts';
import type { Fault } from './fault.ts';
import { type Simulator, startSimulator } from './simulator.ts';
import { createManualClock, fetchWindow } from './test-client.ts';

const hour = 3_600_000;
const morning = Date.UTC(2025, 5, 10, 8);
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ rate: 100, clock: createManualClock(morning), controlToken: 'token' });
});
beforeEach(() => {
  simulator.faults.clear();
  simulator.budgets.reset();
});
afterAll(() => simulator.stop());

const ask = (signal?: AbortSignal): Promise<Response> =>
  fetchWindow(simulator, morning - hour, morning, 'all', signal);

async function askWith(fault: Fault): Promise<Response> {
  simulator.faults.queue(fault);
  return ask();
}

describe('faults', () => {
  it.each([401, 403, 404, 429, 500, 502, 503, 504])('status %i, once', async (status) => {
    const response = await askWith({ kind: 'status', status, retryAfter: '17' });
    expect(response.status).toBe(status);
    expect(response.headers.get('retry-after')).toBe('17');
    await response.text();
    expect((await ask()).status).toBe(200);
    expect(simulator.ledger.requests.at(-2)).toMatchObject({ status, fault: 'status', count: 0 });
  });

  it('HTML with status 200', async () => {
    const response = await askWith({ kind: 'html' });
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/^<!doctype html>/);
  });

  it('malformed JSON', async () => {
    const body = await (await askWith({ kind: 'malformed' })).text();
    expect(body.length).toBeGreaterThan(10_000);
    expect(() => JSON.parse(body)).toThrow(SyntaxError);
  });

  it.each([50, 5_000, undefined])('a body truncated after %s characters', async (afterChars) => {
    const body = await (
      await askWith({ kind: 'truncate', ...(afterChars === undefined ? {} : { afterChars }) })
    ).text();
    expect(body).toHaveLength(afterChars ?? 400);
    expect(() => JSON.parse(body)).toThrow(SyntaxError);
  });

  it('a truncated body even where it would have fitted', async () => {
    simulator.faults.queue({ kind: 'truncate', afterChars: 1_000_000_000 });
    const body = await (await ask()).text();
    expect(() => JSON.parse(body)).toThrow(SyntaxError);
  });

  it('a connection reset in the middle of the body', async () => {
    const response = await askWith({ kind: 'reset', afterChars: 3_000 });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('a body in drops', async () => {
    const response = await askWith({ kind: 'drip', chars: 10, everyMs: 20 });
    const reader = response.body?.getReader();
    const started = performance.now();
    let got = 0;
    for (let i = 0; i < 5; i++) got += (await reader?.read())?.value?.length ?? 0;
    await reader?.cancel();
    expect(got).toBeLessThan(300);
    expect(performance.now() - started).toBeGreaterThan(40);
  });

  it('no answer at all', async () => {
    simulator.faults.queue({ kind: 'hang' });
    await expect(ask(AbortSignal.timeout(150))).rejects.toThrow(/timeout/i);
    expect((await ask()).status).toBe(200);
  });

  it('a redirect to another host', async () => {
    const response = await askWith({ kind: 'redirect' });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('https://elsewhere.example/v2/siem/all');
  });

  it('a huge body that is well-formed', async () => {
    const body = await (await askWith({ kind: 'huge', megabytes: 3 })).text();
    expect(body.length).toBeGreaterThan(3_000_000);
    const plain = (await (await ask()).json()) as Record<string, unknown[]>;
    const parsed = JSON.parse(body) as Record<string, RawEvent[]>;
    const real = Object.values(parsed)
      .flat()
      .filter((raw) => !String(raw.GUID).startsWith('padding-'));
    expect(real).toHaveLength(Object.values(plain).flat().length);
  });

  it.each<[string, Fault, unknown]>([
    ['an odd event', { kind: 'badEvent' }, { GUID: 42, messageTime: 'yesterday', recipient: { to: 1 } }],
    ['null', { kind: 'badEvent', value: null }, null],
    ['a text', { kind: 'badEvent', value: 'event' }, 'event'],
  ])('%s among the events', async (_, fault, expected) => {
    const body = (await (await askWith(fault)).json()) as Record<string, unknown[]>;
    expect(body.messagesDelivered?.[0]).toEqual(expected);
    expect(body.messagesDelivered?.length).toBeGreaterThan(1);
  });

  it('a bad event in an array that is empty otherwise', async () => {
    simulator.setSilence(true);
    const body = (await (await askWith({ kind: 'badEvent', value: 1 })).json()) as Record<string, unknown[]>;
    simulator.setSilence(false);
    expect(body.messagesDelivered).toEqual([1]);
  });

  it('a key with a stray colon', async () => {
    const body = (await (await askWith({ kind: 'strayColon', array: 'messagesDelivered' })).json()) as Record<
      string,
      unknown[]
    >;
    expect(Object.keys(body)).toContain('messagesDelivered:');
    expect(Object.keys(body)).toContain('messagesBlocked');
    expect(Object.keys(body)).not.toContain('messagesDelivered');
  });

  it('a Date header that is hours off', async () => {
    const response = await askWith({ kind: 'dateOff', hours: -5 });
    expect(response.headers.get('date')).toBe('Tue, 10 Jun 2025 03:00:00 GMT');
    expect(await response.json()).toHaveProperty('queryEndTime');
  });

  it('waits with a fault in JSON until there is JSON to spoil, and keeps to its endpoint', async () => {
    simulator.faults.queue({ kind: 'malformed' });
    simulator.faults.queue({ kind: 'status', status: 503 }, 1, 'issues');
    expect((await fetchWindow(simulator, morning - 10_000, morning)).status).toBe(400);
    expect((await fetchWindow(simulator, morning - hour, morning, 'issues')).status).toBe(200);
    expect((await fetchWindow(simulator, morning - hour, morning, 'issues')).status).toBe(503);
    expect(simulator.faults.queued).toBe(0);
  });

  it('follows a rule until it is taken back', async () => {
    const takeBack = simulator.faults.rule(
      { kind: 'status', status: 500 },
      ({ request }) => request % 2 === 0,
    );
    const statuses = [(await ask()).status, (await ask()).status];
    expect(statuses.sort()).toEqual([200, 500]);
    takeBack();
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
  });
});

describe('the control surface', () => {
  const control = async (method: string, path: string, body?: unknown, token = 'token'): Promise<Response> =>
    fetch(`${simulator.origin}/control/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it('is closed to who has no token', async () => {
    expect((await control('GET', 'state', undefined, 'guess')).status).toBe(401);
  });

  it('does what the object does', async () => {
    await control('POST', 'faults', { fault: { kind: 'status', status: 502 }, times: 2 });
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([502, 502, 200]);
    await control('POST', 'rules', { fault: { kind: 'html' } });
    expect(await (await ask()).text()).toContain('<html>');
    await control('DELETE', 'faults');
    await control('POST', 'silence', { on: true });
    expect(await (await control('GET', 'state')).json()).toMatchObject({ silent: true });
    await control('POST', 'silence', { on: false });
    await control('POST', 'budgets', { pool: 'others', spend: 1_800 });
    expect((await ask()).status).toBe(429);
    await control('DELETE', 'budgets');
    const raw = { GUID: 'by-hand' };
    await control('POST', 'events', { kind: 'messageBlocked', raw, createdAt: morning - 1 });
    expect(await (await ask()).text()).toContain('by-hand');
    const listed = (await (
      await control('GET', `ledger?from=${morning - 1}&to=${morning}`)
    ).json()) as unknown[];
    expect(listed).toHaveLength(1);
  });

  it('refuses what it does not understand', async () => {
    expect((await control('POST', 'faults', { fault: { kind: 'gremlin' } })).status).toBe(400);
    expect((await control('POST', 'silence', { on: 'yes' })).status).toBe(400);
    expect((await control('GET', 'nothing')).status).toBe(404);
  });
});
