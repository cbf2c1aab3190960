import { setTimeout as delay } from 'node:timers/promises';
import { faultTest } from './fault-test.ts';

const minute = 60_000;

faultTest({ name: 'main is killed', times: [200, 8], fromTheStart: true }, async (run, times) => {
  for (let kill = 0; kill < times; kill++) {
    await run.pass(run.random.between(5, 50) * minute);
    await delay(run.random.between(0, 1500));
    await run.lurescope.kill();
    await run.start();
  }
});

faultTest({ name: 'the page crashes', times: [20, 3] }, async (run, times) => {
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
});

faultTest({ name: 'the page is reloaded', times: [30, 4] }, async (run, times) => {
  for (let reload = 0; reload < times; reload++) {
    await run.pass(run.random.between(5, 50) * minute);
    await delay(run.random.between(0, 800));
    await run.lurescope.page.reload();
    await run.lurescope.page.getByRole('navigation', { name: 'Pages' }).waitFor();
  }
});

faultTest({ name: 'two instances are started at once', times: [10, 2] }, async (run, times) => {
  const { spawnSecond } = await import('./second-instance.ts');
  for (let round = 0; round < times; round++) {
    await run.pass(10 * minute);
    const codes = await Promise.all([
      spawnSecond(run.lurescope.userData),
      spawnSecond(run.lurescope.userData),
    ]);
    if (codes.some((code) => code !== 0))
      throw new Error(`A second instance ended with ${codes.join(' and ')}.`);
  }
});
