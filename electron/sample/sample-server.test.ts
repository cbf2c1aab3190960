import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createdAtOf, identityOf } from '../../shared/event/identity.ts';
import { kindOfArray } from '../../shared/event/kinds.ts';
import type { RawEvent } from '../../shared/event/raw-event.ts';
import { type SampleServer, startSampleServer } from './sample-server.ts';
import { createSiemServer } from './siem-server.ts';

const now = Date.UTC(2025, 5, 10, 12, 30);
let server: SampleServer;

beforeAll(async () => {
  server = await startSampleServer({
    seed: 7,
    rate: 300,
    clock: { now: () => now },
    principal: 'p',
    secret: 's',
  });
});

afterAll(() => server.stop());

async function read(
  window: string,
  secret = 's',
): Promise<{ status: number; seen: [string, number | undefined][] }> {
  const response = await fetch(
    `${server.origin}/v2/siem/all?format=json&${window}&threatStatus=active&threatStatus=cleared&threatStatus=falsePositive`,
    { headers: { authorization: `Basic ${btoa(`p:${secret}`)}` } },
  );
  if (response.status !== 200) return { status: response.status, seen: [] };
  const body = (await response.json()) as Record<string, unknown>;
  const seen = Object.entries(body).flatMap(([key, value]) => {
    const kind = kindOfArray(key);
    if (kind === undefined || !Array.isArray(value)) return [];
    return (value as RawEvent[]).map((raw): [string, number | undefined] => [
      identityOf(kind, raw),
      createdAtOf(kind, raw),
    ]);
  });
  return { status: 200, seen };
}

describe('the sample server', () => {
  it('listens on the loopback address and knows one credential', async () => {
    expect(server.origin).toBe(`http://127.0.0.1:${server.port}`);
    expect((await read('sinceSeconds=3600', 'x')).status).toBe(401);
  });

  it('gives the events of a window by creation time, and none of the future', async () => {
    const { seen } = await read(`interval=${new Date(now - 1_800_000).toISOString()}/PT1H`);
    expect(seen.length).toBeGreaterThan(50);
    for (const [, created] of seen) {
      expect(created).toBeGreaterThanOrEqual(now - 1_800_000);
      expect(created).toBeLessThanOrEqual(now);
    }
  });

  it('gives the same whether a window is read at once or in halves', async () => {
    const start = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
    const whole = await read(`interval=${start(60)}/PT1H`);
    const halves = [await read(`interval=${start(60)}/PT30M`), await read(`interval=${start(30)}/PT30M`)];
    expect(halves.flatMap(({ seen }) => seen).sort()).toEqual(whole.seen.sort());
  });

  it('streams: a client that leaves stops the making of events', async () => {
    let made = 0;
    const endless = createSiemServer({
      source: {
        *entriesCreatedBetween(start, _end, _now, kind) {
          for (; made < 5_000_000; made++)
            yield { kind, raw: { GUID: `${made}`, pad: 'x'.repeat(500) }, createdAt: start };
        },
      },
      clock: { now: () => now },
      checkCredentials: () => 'allowed',
    });
    const { origin } = await endless.start();
    const leaving = new AbortController();
    const response = await fetch(`${origin}/v2/siem/all?format=json&sinceSeconds=60`, {
      headers: { authorization: `Basic ${btoa('a:b')}` },
      signal: leaving.signal,
    });
    await response.body?.getReader().read();
    leaving.abort();
    await endless.stop();
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));
    await pause();
    const after = made;
    await pause();
    expect(made).toBe(after);
    expect(made).toBeLessThan(100_000);
  });
});
