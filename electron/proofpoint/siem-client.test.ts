import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventKind } from '../../shared/event/kinds.ts';
import type { Fault } from '../../test/tap-simulator/fault.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../test/tap-simulator/simulator.ts';
import { createSimulatedClock, type SimulatedClock } from '../simulated-clock.ts';
import {
  createSiemClient,
  intervalParameter,
  type SiemClientOptions,
  type WindowOutcome,
} from './siem-client.ts';

const hour = 3_600_000;
const morning = Date.UTC(2025, 5, 10, 8);
const credentials = { principal: 'principal-7f3a', secret: 'secret-91bc' };

let clock: SimulatedClock;
let simulator: Simulator;
let others: Server[];

beforeEach(() => {
  clock = createSimulatedClock({ startAt: morning, frozen: true });
  others = [];
});
afterEach(async () => {
  await simulator?.stop();
  for (const server of others) server.close();
});

async function start(options: SimulatorOptions = {}): Promise<void> {
  simulator = await startSimulator({ rate: 60, clock, ...credentials, ...options });
}

interface Entry {
  kind: EventKind;
  text: string;
  valid: boolean;
}

interface Asked {
  outcome: WindowOutcome;
  entries: Entry[];
}

async function ask(
  changes: Partial<SiemClientOptions> & { origin?: string; signal?: AbortSignal; secret?: string } = {},
): Promise<Asked> {
  const { origin = simulator.origin, signal, secret = credentials.secret, ...options } = changes;
  const client = createSiemClient({ fetch, clock, userAgent: 'Lurescope/test', ...options });
  const entries: Entry[] = [];
  const outcome = await client.fetchWindow(
    {
      origin,
      credentials: { ...credentials, secret },
      endpoint: '/v2/siem/all',
      window: { from: morning - hour, to: morning },
    },
    {
      entry(kind, text, valid) {
        entries.push({ kind, text, valid });
        return undefined;
      },
    },
    signal,
  );
  return { outcome, entries };
}

async function askWith(fault: Fault, changes: Parameters<typeof ask>[0] = {}): Promise<Asked> {
  simulator.faults.queue(fault);
  return ask(changes);
}

function troubleOf({ outcome }: Asked) {
  if (outcome.ok) throw new Error('this window was read though it should not have been');
  const { sentence } = outcome.trouble;
  expect(sentence).not.toContain(credentials.principal);
  expect(sentence).not.toContain(credentials.secret);
  expect(sentence).not.toContain(Buffer.from(Object.values(credentials).join(':')).toString('base64'));
  return outcome.trouble;
}

/** Lets the network go on until something has happened. */
async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setImmediate(resolve));
}

/** Serves one fixed answer on the loopback address, and counts who asks. */
async function serve(body: string, status = 200): Promise<{ origin: string; requests: () => number }> {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.writeHead(status, { 'content-type': 'application/json' }).end(status === 204 ? undefined : body);
  });
  others.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests: () => requests };
}

describe('a window', () => {
  it('is read whole, with every event as its exact text', async () => {
    await start();
    const { outcome, entries } = await ask();
    expect(outcome).toEqual({ ok: true, events: entries.length, queryEndTime: morning, unknownKeys: [] });
    expect(entries.length).toBeGreaterThan(10);
    expect(entries.every(({ valid }) => valid)).toBe(true);
    expect(simulator.ledger.requests[0]?.count).toBe(entries.length);
  });

  it('is asked for as JSON, in whole seconds, with all three threat statuses', async () => {
    await start();
    await ask();
    const url = new URL(simulator.ledger.requests[0]?.target ?? '', simulator.origin);
    expect(url.pathname).toBe('/v2/siem/all');
    expect(url.searchParams.get('format')).toBe('json');
    expect(url.searchParams.get('interval')).toBe('2025-06-10T07:00:00Z/2025-06-10T08:00:00Z');
    expect(url.searchParams.getAll('threatStatus')).toEqual(['active', 'cleared', 'falsePositive']);
  });

  it('of the last minute is asked for by the server clock', async () => {
    await start();
    const client = createSiemClient({ fetch, clock, userAgent: 'x' });
    const target = { origin: simulator.origin, credentials, window: 'last minute' } as const;
    const outcome = await client.fetchWindow(
      { ...target, endpoint: '/v2/siem/all' },
      { entry: () => undefined },
    );
    expect(outcome).toMatchObject({ ok: true, queryEndTime: morning });
    expect(simulator.ledger.requests[0]?.window).toEqual({ startMs: morning - 60_000, endMs: morning });
  });

  it('with fractions of a second is widened to whole ones', () => {
    expect(intervalParameter({ from: morning + 1, to: morning + 30_001 })).toBe(
      '2025-06-10T08:00:00Z/2025-06-10T08:00:31Z',
    );
  });

  it('without events is covered', async () => {
    await start({ rate: 0 });
    expect((await ask()).outcome).toMatchObject({ ok: true, events: 0, queryEndTime: morning });
  });

  it('answered with 204 is covered', async () => {
    await start({ rate: 0 });
    const { origin } = await serve('', 204);
    const asked = await ask({ origin });
    expect(asked.outcome).toEqual({ ok: true, events: 0, queryEndTime: null, unknownKeys: [] });
  });

  it('of a large body is read as it arrives', async () => {
    await start();
    const { outcome, entries } = await askWith({ kind: 'huge', megabytes: 2 });
    expect(outcome).toMatchObject({ ok: true, events: entries.length });
    expect(entries.reduce((sum, { text }) => sum + text.length, 0)).toBeGreaterThan(2_000_000);
  });

  it('holds the network back while the sink is busy, and ends after it', async () => {
    await start();
    let settled = 0;
    const client = createSiemClient({ fetch, clock, userAgent: 'x' });
    const entry = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      settled += 1;
    };
    const target = { origin: simulator.origin, credentials, window: { from: morning - hour, to: morning } };
    const outcome = await client.fetchWindow({ ...target, endpoint: '/v2/siem/all' }, { entry });
    expect(outcome).toMatchObject({ ok: true, events: settled });
  });

  it('fails with what the sink says, for that is no trouble of the network', async () => {
    await start();
    const client = createSiemClient({ fetch, clock, userAgent: 'x' });
    const target = { origin: simulator.origin, credentials, window: { from: morning - hour, to: morning } };
    const entry = () => Promise.reject(new Error('the disk is full'));
    await expect(client.fetchWindow({ ...target, endpoint: '/v2/siem/all' }, { entry })).rejects.toThrow(
      'the disk is full',
    );
  });
});

describe('an odd answer', () => {
  it('with a stray colon in a key is read like any other', async () => {
    await start();
    const plain = await ask();
    const odd = await askWith({ kind: 'strayColon' });
    expect(odd.entries).toEqual(plain.entries);
    expect(odd.outcome).toMatchObject({ ok: true, unknownKeys: [] });
  });

  it('tells of unknown keys and drops nothing else', async () => {
    await start({ rate: 0 });
    const { origin } = await serve(
      '{"version":2,"messagesHeld":[{"GUID":"x"}],"messagesDelivered":[{"GUID":"y"}]}',
    );
    const { outcome, entries } = await ask({ origin });
    expect(outcome).toEqual({
      ok: true,
      events: 1,
      queryEndTime: null,
      unknownKeys: ['version', 'messagesHeld'],
    });
    expect(entries).toEqual([{ kind: 'messageDelivered', text: '{"GUID":"y"}', valid: true }]);
  });

  it.each([
    [
      'an odd event',
      { kind: 'badEvent' } as const,
      '{"GUID":42,"messageTime":"yesterday","recipient":{"to":1}}',
    ],
    ['null', { kind: 'badEvent', value: null } as const, 'null'],
    ['a text', { kind: 'badEvent', value: 'text' } as const, '"text"'],
  ])('with %s among its events gives that one and all others', async (_, fault, text) => {
    await start();
    const plain = await ask();
    const odd = await askWith(fault);
    expect(odd.entries).toHaveLength(plain.entries.length + 1);
    expect(odd.entries[0]).toEqual({ kind: 'messageDelivered', text, valid: true });
  });

  it('with an event that is no JSON gives it as its text', async () => {
    await start({ rate: 0 });
    const { origin } = await serve('{"messagesBlocked":[{"GUID":oops},{"GUID":"y"}]}');
    expect((await ask({ origin })).entries).toEqual([
      { kind: 'messageBlocked', text: '{"GUID":oops}', valid: false },
      { kind: 'messageBlocked', text: '{"GUID":"y"}', valid: true },
    ]);
  });

  it('with a lone event for a list, and null for one, is read', async () => {
    await start({ rate: 0 });
    const { origin } = await serve('{"messagesBlocked":{"GUID":"x"},"clicksBlocked":null}');
    expect((await ask({ origin })).entries).toEqual([
      { kind: 'messageBlocked', text: '{"GUID":"x"}', valid: true },
    ]);
  });

  it.each([
    ['other JSON', '{"hello":"world"}', 'not-the-api'],
    ['an empty object', '{}', 'not-the-api'],
    ['a list', '[]', 'malformed'],
    ['nothing', '', 'truncated'],
    ['HTML behind spaces', '\n <html></html>', 'not-the-api'],
  ])('that is %s is %3$s', async (_, body, kind) => {
    await start({ rate: 0 });
    const { origin } = await serve(body);
    expect(troubleOf(await ask({ origin }))).toMatchObject({ kind, status: 200 });
  });
});

describe('a trouble', () => {
  it.each([
    [400, 'bad-request'],
    [401, 'unauthorised'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [429, 'throttled'],
    [500, 'server-error'],
    [502, 'server-error'],
    [503, 'server-error'],
    [504, 'server-error'],
  ])('of status %i is %s', async (status, kind) => {
    await start();
    expect(troubleOf(await askWith({ kind: 'status', status }))).toMatchObject({ kind, status });
  });

  it('of wrong credentials is theirs', async () => {
    await start();
    expect(troubleOf(await ask({ secret: 'wrong' })).kind).toBe('unauthorised');
  });

  it('of a missing right is told apart from wrong credentials', async () => {
    await start({ principal: 'somebody', forbiddenPrincipal: credentials.principal });
    expect(troubleOf(await ask()).kind).toBe('forbidden');
  });

  it('of a budget that is used up brings what the server asks to wait', async () => {
    await start();
    const asked = await askWith({ kind: 'status', status: 429, retryAfter: '17' });
    expect(troubleOf(asked)).toMatchObject({ kind: 'throttled', retryAfterSeconds: 17 });
  });

  it.each([
    [{ kind: 'html' }, 'not-the-api'],
    [{ kind: 'malformed' }, 'malformed'],
    [{ kind: 'truncate', afterChars: 50 }, 'truncated'],
    [{ kind: 'truncate', afterChars: 5000 }, 'truncated'],
    [{ kind: 'truncate', afterChars: 1_000_000_000 }, 'truncated'],
    [{ kind: 'reset', afterChars: 3000 }, 'unreachable'],
  ] satisfies [Fault, string][])('of %j is %s', async (fault, kind) => {
    await start();
    expect(troubleOf(await askWith(fault)).kind).toBe(kind);
  });

  it('of a host that refuses connections is unreachable', async () => {
    await start({ rate: 0 });
    const { origin } = simulator;
    await simulator.stop();
    expect(troubleOf(await ask({ origin }))).toMatchObject({
      kind: 'unreachable',
      sentence: expect.stringContaining('refuses connections'),
    });
  });

  it('of a certificate that is self-signed is of TLS, and nothing was sent', async () => {
    await start({ https: true });
    const trouble = troubleOf(await ask());
    expect(trouble).toMatchObject({ kind: 'tls', sentence: expect.stringContaining('self-signed') });
    expect(simulator.ledger.requests).toEqual([]);
  });

  it('of the service is told in its own words without any that are secret', async () => {
    await start();
    const token = Buffer.from(Object.values(credentials).join(':')).toString('base64');
    const echoes = [credentials.secret, `Authorization: Basic ${token}`, credentials.principal];
    for (const body of echoes)
      troubleOf(await askWith({ kind: 'status', status: 400, body: `Bad: ${body}` }));
  });

  it('of the service may hold anything and is one short line', async () => {
    await start();
    const body = `line one\nline\ttwo\u0000${'long '.repeat(1000)}`;
    const { sentence } = troubleOf(await askWith({ kind: 'status', status: 400, body }));
    expect(sentence).toContain('"line one line two long');
    expect(sentence.length).toBeLessThan(400);
  });
});

describe('a redirect', () => {
  it.each([301, 302, 307, 308])(
    '(%i) to another host is not followed and takes no credentials along',
    async (status) => {
      await start();
      const elsewhere = await serve('{"messagesDelivered":[]}');
      const trouble = troubleOf(
        await askWith({ kind: 'redirect', status, location: `${elsewhere.origin}/v2/siem/all` }),
      );
      expect(trouble).toMatchObject({ kind: 'redirected', status });
      expect(trouble.sentence).toContain(new URL(elsewhere.origin).host);
      expect(elsewhere.requests()).toBe(0);
    },
  );

  it('to itself is not followed either', async () => {
    await start();
    const location = `${simulator.origin}/v2/siem/all`;
    expect(troubleOf(await askWith({ kind: 'redirect', location })).kind).toBe('redirected');
    expect(simulator.ledger.requests).toHaveLength(1);
  });
});

describe('time', () => {
  it('runs out for a server that never answers', async () => {
    await start();
    const asked = askWith({ kind: 'hang' });
    let over = false;
    void asked.then(() => (over = true));
    await until(() => simulator.ledger.requests.length === 1);
    clock.advance(119_999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(over).toBe(false);
    clock.advance(1);
    expect(troubleOf(await asked).kind).toBe('timeout');
  });

  it('runs out for a body that stands still', async () => {
    await start();
    let over = false;
    const forEver = 1e15;
    const asked = askWith({ kind: 'drip', chars: 16, everyMs: 2 ** 30 }, { headersTimeout: forEver });
    void asked.then(() => (over = true));
    await until(() => {
      clock.advance(60_000);
      return over;
    });
    expect(troubleOf(await asked).kind).toBe('timeout');
  });

  it('runs out for a fetch that does not even answer its abort', async () => {
    await start();
    let over = false;
    const asked = ask({ fetch: () => new Promise(() => undefined) });
    void asked.then(() => (over = true));
    await until(() => {
      clock.advance(60_000);
      return over;
    });
    expect(troubleOf(await asked).kind).toBe('timeout');
  });

  it('takes nothing of a body any more once it has run out', async () => {
    await start();
    let over = false;
    let body: ReadableStreamDefaultController<Uint8Array> | undefined;
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        body = controller;
      },
    });
    const asked = ask({ fetch: async () => new Response(stream) });
    void asked.then(() => (over = true));
    await until(() => {
      clock.advance(120_000);
      return over;
    });
    body?.enqueue(new TextEncoder().encode('{"messagesBlocked":[{"GUID":"late"}]}'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await asked).entries).toEqual([]);
  });

  it('does not run out for a body that comes slowly', async () => {
    await start();
    let over = false;
    const asked = askWith(
      { kind: 'drip', chars: 2000, everyMs: 1 },
      { headersTimeout: 1e15, idleTimeout: 1e9 },
    );
    void asked.then(() => (over = true));
    await until(() => {
      clock.advance(1000);
      return over;
    });
    expect((await asked).outcome.ok).toBe(true);
  });

  it('leaves no timer behind', async () => {
    await start();
    let running = 0;
    const counted = {
      now: clock.now,
      after(ms: number, callback: () => void) {
        running += 1;
        const cancel = clock.after(ms, callback);
        let done = false;
        return () => {
          if (!done) running -= 1;
          done = true;
          cancel();
        };
      },
    };
    await ask({ clock: counted });
    await askWith({ kind: 'status', status: 500 }, { clock: counted });
    await askWith({ kind: 'reset' }, { clock: counted });
    expect(running).toBe(0);
  });

  it('of the server is told as how far this clock is behind', async () => {
    await start();
    const skews: number[] = [];
    const onClockSkew = (skew: number) => skews.push(skew);
    await ask({ onClockSkew });
    await askWith({ kind: 'dateOff', hours: -5 }, { onClockSkew });
    await askWith({ kind: 'dateOff', hours: 2 }, { onClockSkew });
    expect(skews).toEqual([0, -5 * hour, 2 * hour]);
  });

  it('is not waited for any more by who gave up', async () => {
    await start();
    const control = new AbortController();
    const asked = askWith({ kind: 'hang' }, { signal: control.signal });
    await until(() => simulator.ledger.requests.length === 1);
    control.abort();
    expect((await asked).outcome.ok).toBe(false);
    const late = await ask({ signal: control.signal });
    expect(late.outcome.ok).toBe(false);
    expect(simulator.ledger.requests).toHaveLength(1);
  });
});
