import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { createTenant, takeEvents } from '../../shared/sample-tenant/tenant.ts';
import type { LurescopeApp } from '../e2e/lurescope-app.ts';
import type {} from './page/fill-app.ts';

const hour = 3_600_000;
/** Events that copies are made of: three segments, which the sample organisation has in about four hours. */
const originals = 3 * 4096;
const rate = 3000;

/** The filler as one script that can be put into the app's page. */
async function fillerScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'chrome140',
      lib: { entry: join(import.meta.dirname, 'page/fill-app.ts'), formats: ['iife'], name: 'filler' },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const code = output && 'output' in output ? output.output[0].code : undefined;
  if (code === undefined) throw new Error('The script that fills the store could not be built.');
  return code;
}

/** The app on sample data, with so many events in its store, one on another for some weeks. */
export async function startFilled(lurescope: LurescopeApp, count: number): Promise<Page> {
  const page = await lurescope.launch({ args: ['--sample-seed=11', '--sample-rate=1'] });
  await page.getByRole('button', { name: 'Try with sample data' }).click();
  const { id: source } = await lurescope.untilFilled();
  await page.evaluate((one) => window.lurescope.calls['sources.pause'](one), source);
  const texts = takeEvents(createTenant({ seed: 11, rate }), originals, Date.now()).map(({ kind, raw }) => ({
    kind,
    text: JSON.stringify(raw),
  }));
  await page.evaluate(await fillerScript());
  const filling = { source, count, apart: Math.ceil(originals / rate) * hour };
  await page.evaluate(([given, how]) => window.fillApp(given, how), [texts, filling] as const);
  await page.reload();
  return page;
}
