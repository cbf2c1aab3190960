import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noon, PollerStand } from '../../test/ingest/poller-stand.ts';
import type { BatchFile } from './batch-file.ts';
import { uncover } from './coverage.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

let stand: PollerStand;
beforeEach(async () => {
  stand = await PollerStand.create();
});
afterEach(() => stand.close());

/** What RunningSource does when the store could not read a batch. */
function readAgain(batch: BatchFile): void {
  stand.seen.forget();
  stand.state = { ...stand.state, coverage: uncover(stand.state.coverage, batch.window) };
  stand.poller.wake();
}

const settledVersions = () => stand.missing(noon - hour, stand.clock.now() - 5 * minute);

describe('what is durable already', () => {
  it('is not written again by sweeps, and is counted as duplicates', async () => {
    await stand.serve({ rate: 60, late: { share: 0, maxMs: 0 } });
    stand.start();
    await stand.run(2 * hour, 30 * second);
    const lines = await stand.lines();
    expect(lines.length).toBeGreaterThan(150);
    // A click that both pools are given at the same moment is written twice; the store knows it.
    const byMain = lines.filter(({ batch }) => batch.lane !== 'clicks').map(({ version }) => version);
    expect(byMain).toHaveLength(new Set(byMain).size);
    expect(lines.length - new Set(lines.map(({ version }) => version)).size).toBeLessThan(lines.length / 20);
    expect(stand.duplicates).toBeGreaterThan(500);
    expect(lines.filter(({ batch }) => batch.lane === 'sweep')).toEqual([]);
    expect(await settledVersions()).toEqual([]);
  });

  it('and changed since is written again', async () => {
    await stand.serve({ rate: 60, inPlaceShare: 0.5, late: { share: 0, maxMs: 0 } });
    stand.start();
    await stand.run(40 * minute, 30 * second);
    const identity = stand.simulator.ledger.available(noon, noon + 20 * minute, stand.clock.now())[0]
      ?.identity;
    stand.simulator.source.replaceInPlace(
      identity ?? '',
      (raw) => ({ ...raw, threatStatus: 'cleared', subject: 'another' }),
      stand.clock.now(),
    );
    await stand.run(11 * minute, 30 * second);
    const versions = (await stand.lines()).filter(({ version }) => version.startsWith(identity ?? '-'));
    expect(new Set(versions.map(({ version }) => version)).size).toBe(2);
  });

  it('comes again after a restart, which remembers nothing of it', async () => {
    await stand.serve({ rate: 60, late: { share: 0, maxMs: 0 } });
    stand.start();
    await stand.run(30 * minute, 30 * second);
    const before = (await stand.lines()).length;
    await stand.restartAfter(11 * minute);
    await stand.settle();
    expect((await stand.lines()).length).toBeGreaterThan(before);
    expect(await settledVersions()).toEqual([]);
  });
});

describe('a damaged batch', () => {
  it.each(['main', 'clicks', 'backfill'] as const)(
    'of the lane "%s" is read again, entry by entry',
    async (lane) => {
      await stand.serve({ rate: 60, late: { share: 0, maxMs: 0 } });
      stand.start({ source: { id: 'a', historyFrom: noon - 3 * hour } });
      await stand.run(30 * minute, 30 * second);
      const damaged = stand.batches.find((batch) => batch.lane === lane) as BatchFile;
      const before = await stand.held();
      await stand.journal.quarantine(damaged);
      readAgain(damaged);
      await stand.run(11 * minute, 30 * second);
      const after = await stand.held();
      expect([...before].filter((version) => !after.has(version))).toEqual([]);
      expect(stand.state.coverage).toHaveLength(1);
    },
  );

  it('that is reported while its window is being swept is read again all the same', async () => {
    await stand.serve({ rate: 60, late: { share: 0, maxMs: 0 } });
    let damaged: BatchFile | undefined;
    let isReported = false;
    const client = stand.client({
      // The sweep has dropped what it knew of; only then is the batch found to be damaged.
      onOutcome: (_, { window }) => {
        if (!damaged || isReported || window === 'last minute' || window.to - window.from < hour) return;
        isReported = true;
        readAgain(damaged);
      },
    });
    stand.start({ client });
    await stand.run(9 * minute, 30 * second);
    damaged = stand.batches.find((batch) => batch.lane === 'main') as BatchFile;
    const before = await stand.held();
    await stand.run(3 * minute, 30 * second);
    expect(isReported).toBe(true);
    await stand.journal.quarantine(damaged);
    await stand.run(2 * hour, minute);
    const after = await stand.held();
    expect([...before].filter((version) => !after.has(version))).toEqual([]);
  });
});
