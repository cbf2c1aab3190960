import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { faultTest } from './fault-test.ts';
import { startApp } from './started-app.ts';

const minute = 60_000;

/** So many kills come while the first week is read, when no time may pass: it would grow too old. */
const earlyKills = 10;

faultTest({ name: 'main is killed', times: [210, 6], fromTheStart: true }, async (run, times) => {
  let kills = 0;
  while (kills < times) {
    if (kills >= Math.min(earlyKills, times / 2)) {
      await run.untilFilled(0);
      await run.pass(run.random.between(5, 50) * minute);
    }
    await delay(run.random.between(0, 1500));
    await run.lurescope.kill();
    kills += 1;
    // And while it starts, sometimes several times in a row.
    while (kills < times && run.random.next() < 0.4) {
      const started = startApp(run);
      await delay(run.random.between(50, 2500));
      started.process.kill('SIGKILL');
      expect(await started.ended).toBe('SIGKILL');
      kills += 1;
    }
    await run.start();
  }
  await run.untilFilled(0);
});

faultTest({ name: 'the page crashes', times: [30, 3] }, async (run, times) => {
  for (let crash = 0; crash < times; crash++) {
    await run.pass(run.random.between(5, 50) * minute);
    await delay(run.random.between(0, 800));
    const { app, page } = run.lurescope;
    const next = app.waitForEvent('window');
    const devtools = await app.context().newCDPSession(page);
    // The crash ends the session it was asked for in.
    void devtools.send('Page.crash').catch(() => undefined);
    const revived = await next;
    await revived.getByRole('navigation', { name: 'Pages' }).waitFor();
    run.lurescope.adopt(revived);
  }
  expect(run.logged(({ msg }) => msg === 'the page was lost and is loaded again')).toBe(times);
});

faultTest({ name: 'the page is reloaded', times: [30, 3] }, async (run, times) => {
  for (let reload = 0; reload < times; reload++) {
    await run.pass(run.random.between(5, 50) * minute);
    await delay(run.random.between(0, 800));
    await run.lurescope.page.reload();
    await run.lurescope.page.getByRole('navigation', { name: 'Pages' }).waitFor();
  }
});

faultTest({ name: 'two instances are started at once', times: [20, 2] }, async (run, times) => {
  for (let round = 0; round < times; round++) {
    await run.lurescope.close();
    run.simulator.advance(run.random.between(5, 50) * minute);
    const pair = [startApp(run), startApp(run)];
    const first = await Promise.race(pair.map(async (one) => ({ one, how: await one.ended })));
    expect(first.how).toBe(0);
    const left = pair.filter((one) => one !== first.one);
    // The one that stays reads and stores for a while.
    await delay(run.random.between(500, 2500));
    expect(left.map(({ process }) => process.exitCode)).toEqual([null]);
    for (const { process, ended } of left) {
      process.kill('SIGTERM');
      await ended;
    }
    // And one more beside one that runs.
    await run.start();
    expect(await startApp(run).ended).toBe(0);
  }
});
