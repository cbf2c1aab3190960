import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noon, PollerStand } from '../../test/ingest/poller-stand.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

let stand: PollerStand;

beforeEach(async () => {
  stand = await PollerStand.create();
});
afterEach(() => stand.close());

describe('a window that fails', () => {
  it.each([
    { kind: 'reset' },
    { kind: 'truncate', afterChars: 3000 },
    { kind: 'malformed' },
    { kind: 'html' },
    { kind: 'status', status: 500 },
  ] as const)('for %j leaves nothing in the journal and is read again', async (fault) => {
    await stand.serve({ rate: 60, late: { share: 0, maxMs: 0 } });
    stand.simulator.faults.rule(fault, ({ now }) => now < noon + 20 * second);
    stand.start({ source: { id: 'a', historyFrom: noon - 2 * hour } });
    await stand.settle();
    expect(stand.journal.waiting()).toEqual([]);
    expect(await readdir(join(stand.root, 'journal', 'a'))).toEqual([]);
    expect(stand.state.coverage).toEqual([]);
    expect(stand.poller.status().trouble).not.toBeNull();
    await stand.run(minute, second);
    const inJournal = await stand.held();
    const could = stand.available(noon - 2 * hour, stand.state.coverage.at(-1)?.to ?? 0, stand.clock.now());
    expect([...could].filter((version) => !inJournal.has(version))).toEqual([]);
    expect(stand.poller.status().trouble).toBeNull();
  });

  it('again and again is asked for ever more seldom, and goes on when the server does', async () => {
    await stand.serve();
    stand.simulator.faults.queue({ kind: 'status', status: 503 }, 4, 'all');
    stand.start();
    await stand.run(80 * second, second);
    expect(stand.askedAt('all').slice(0, 5)).toEqual([0, 5, 15, 35, 75]);
    expect(stand.simulator.ledger.requests.filter(({ endpoint }) => endpoint === 'all').at(-1)?.status).toBe(
      200,
    );
    expect(stand.poller.status()).toMatchObject({ trouble: null, troubleSince: null });
  });

  it('in one pool does not hold the other back', async () => {
    await stand.serve();
    stand.simulator.faults.rule({ kind: 'status', status: 503 }, ({ endpoint }) => endpoint === 'all');
    stand.start();
    await stand.run(10 * minute, 30 * second);
    expect(stand.askedAt('clicks/permitted')).toHaveLength(11);
    expect(stand.poller.status()).toMatchObject({ trouble: { kind: 'server-error' }, troubleSince: noon });
  });

  it('does not stop the others: the main lane goes on though one hour of the past is refused', async () => {
    await stand.serve();
    stand.simulator.faults.rule({ kind: 'status', status: 504 }, ({ target }) =>
      target.includes(encodeURIComponent(new Date(noon - 2 * hour).toISOString().replace('.000', ''))),
    );
    stand.start({ source: { id: 'a', historyFrom: noon - 3 * hour } });
    await stand.run(30 * minute, 30 * second);
    expect(stand.state.coverage.at(-1)?.to).toBeGreaterThan(noon + 20 * minute);
  });
});

describe('credentials that are refused', () => {
  it('stop all requests until somebody polls again', async () => {
    await stand.serve();
    let secret = 'wrong';
    const credentials = async () => ({
      ok: true as const,
      credentials: { principal: stand.simulator.principal, secret },
    });
    stand.start({ credentials });
    await stand.run(day, hour);
    expect(stand.simulator.ledger.requests).toHaveLength(2);
    expect(stand.poller.status()).toMatchObject({
      trouble: { kind: 'unauthorised', status: 401 },
      troubleSince: noon,
      nextPollAt: null,
      tried: true,
    });
    secret = stand.simulator.secret;
    stand.poller.pollNow();
    await stand.settle();
    expect(stand.poller.status().trouble).toBeNull();
    expect(stand.simulator.ledger.requests.length).toBeGreaterThan(3);
  });

  it('that the keychain does not give are never asked for with a request', async () => {
    await stand.serve();
    const trouble = { kind: 'no-credentials' as const, sentence: 'The keychain is locked.' };
    stand.start({ credentials: async () => ({ ok: false, trouble }) });
    await stand.run(hour, minute);
    expect(stand.simulator.ledger.requests).toEqual([]);
    expect(stand.poller.status().trouble).toEqual(trouble);
  });
});

describe('429', () => {
  it('pauses its pool for as long as the server asks', async () => {
    await stand.serve();
    stand.simulator.faults.queue({ kind: 'status', status: 429, retryAfter: '300' }, 1, 'all');
    stand.start();
    await stand.run(299 * second, second);
    expect(stand.askedAt('all')).toEqual([0]);
    expect(stand.askedAt('clicks/permitted').length).toBeGreaterThan(4);
    expect(stand.poller.status().trouble).toMatchObject({ kind: 'throttled', retryAfterSeconds: 300 });
    await stand.run(second, second);
    expect(stand.askedAt('all')[1]).toBe(300);
    expect(stand.poller.status().trouble).toBeNull();
  });

  it('without a word on how long pauses for a minute, and longer when it comes again', async () => {
    await stand.serve({ limits: { others: 1 } });
    stand.start();
    await stand.run(2 * hour, 30 * second);
    const [, first, second_, ...later] = stand.askedAt('all');
    expect(first).toBe(120);
    expect((second_ ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(60);
    expect(later.length).toBeLessThan(6);
    expect(stand.poller.status().trouble?.kind).toBe('throttled');
  });
});
