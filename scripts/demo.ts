import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { z } from 'zod';
import type {} from '../renderer/bridge.ts';
import { identityOf } from '../shared/event/identity.ts';
import { ipcCalls } from '../shared/ipc.ts';
import { createTenant } from '../shared/sample-tenant/tenant.ts';
import type { SourceView } from '../shared/source.ts';
import { storedTexts } from '../test/e2e/stored-texts.ts';
import type { ChosenHost } from './host.ts';
import { root } from './root.ts';

/** The sample organisation that the demo explores; both are passed to the app. */
const sample = { seed: 20_261, rate: 60 };

export interface DemoOptions {
  chosen: ChosenHost;
  /** How long the app runs, from its first window, in seconds. */
  seconds: number;
  /** Where the report goes; screenshots go into a folder beside it. */
  report: string | undefined;
  arguments: string[];
}

interface Report {
  host: ChosenHost['host'];
  /** Distinct identities that the sample server served or could have served up to the last poll. */
  available: number;
  /** Distinct identities read back from IndexedDB. */
  stored: number;
  duplicates: number;
  versions: number;
  parseFailures: number;
  notifications: { title: string; body: string }[];
  screenshots: string[];
}

async function theSource(page: Page): Promise<SourceView> {
  const answer = await page.evaluate(() => window.lurescope.calls['sources.list']());
  const { value } = z.object({ value: ipcCalls['sources.list'].result }).parse(answer);
  const [source] = value;
  if (!source) throw new Error('The sample source is gone.');
  return source;
}

/** What the organisation's generator says was there to be had: the server's side, reckoned apart from the app. */
function available(source: SourceView): Set<string> {
  const tenant = createTenant({ ...sample, stories: true });
  const [held, ...others] = source.coverage;
  if (!held || others.length > 0) throw new Error('The last seven days are not held without a gap.');
  const identities = new Set<string>();
  for (const { kind, raw } of tenant.iterateCreatedBetween(held.from, held.to))
    identities.add(identityOf(kind, raw));
  const clicksTo = source.clicksReadThrough ?? held.to;
  for (const { kind, raw } of tenant.iterateCreatedBetween(held.to, clicksTo, 'clickPermitted')) {
    identities.add(identityOf(kind, raw));
  }
  return identities;
}

/** Identities as they lie in the database, asked of the browser and not of the app; once for each event. */
async function storedIdentities(page: Page): Promise<string[]> {
  const stored = await storedTexts(page);
  return [...new Set(stored.map(({ key }) => key))].map((key) => key.split(':').at(-1) ?? '');
}

function shownNotifications(userData: string): Report['notifications'] {
  const lineSchema = z.object({ msg: z.literal('notification'), title: z.string(), body: z.string() });
  return readFileSync(join(userData, 'logs', 'lurescope.log'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const parsed = lineSchema.safeParse(JSON.parse(line));
      return parsed.success ? [{ title: parsed.data.title, body: parsed.data.body }] : [];
    });
}

/** Takes each picture in both themes. */
function photographer(app: ElectronApplication, page: Page, folder: string) {
  const taken: string[] = [];
  return {
    taken,
    async take(name: string): Promise<void> {
      for (const theme of ['light', 'dark'] as const) {
        await app.evaluate(({ nativeTheme }, wanted) => {
          nativeTheme.themeSource = wanted;
        }, theme);
        await page.waitForTimeout(300);
        const path = join(folder, `${name}-${theme}.png`);
        await page.screenshot({ path });
        taken.push(path);
      }
    },
  };
}

async function resize(app: ElectronApplication, page: Page, width: number, height: number): Promise<void> {
  await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setBounds(size), {
    width,
    height,
  });
  await page.waitForFunction((wanted) => window.innerWidth === wanted, width);
}

async function waitFor(what: string, within: number, isSo: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + within;
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error(`Waited ${within / 1000} s in vain: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function explore(
  app: ElectronApplication,
  page: Page,
  folder: string,
  seconds: number,
): Promise<Report> {
  const endsAt = Date.now() + seconds * 1000;
  const camera = photographer(app, page, folder);
  await page.getByRole('button', { name: 'Try with sample data' }).click();
  await page.getByRole('heading', { name: 'The source is set up' }).waitFor();
  await camera.take('setup-success');
  await waitFor('the last seven days are read and stored', 120_000, async () => {
    const { backfill, state, journal } = await theSource(page);
    return backfill.remainingWindows === 0 && state === 'live' && journal.batches === 0;
  });
  await page.getByRole('link', { name: 'Explore events' }).click();
  await page.getByRole('grid', { name: 'Events' }).waitFor();
  await camera.take('explorer');
  const counts = await page.getByTestId('counts').textContent();
  await page.getByRole('checkbox', { name: /click permitted/ }).check();
  await waitFor(
    'the filter shows',
    10_000,
    async () => (await page.getByTestId('counts').textContent()) !== counts,
  );
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Event', exact: true }).waitFor();
  await camera.take('detail');
  await resize(app, page, 1920, 1080);
  await camera.take('detail-1920');
  await resize(app, page, 1280, 800);
  await page.getByRole('link', { name: 'Sources' }).click();
  await camera.take('sources');
  await page.waitForTimeout(Math.max(0, endsAt - Date.now()));
  await page.getByRole('button', { name: 'Pause' }).click();
  await waitFor('everything received is stored', 60_000, async () => {
    const { state, journal } = await theSource(page);
    return state === 'paused' && journal.batches === 0;
  });
  const source = await theSource(page);
  const stored = new Set(await storedIdentities(page));
  return {
    host: 'chromium',
    available: available(source).size,
    stored: stored.size,
    duplicates: source.counts.duplicates,
    versions: source.counts.versions,
    parseFailures: source.counts.unparsed,
    notifications: [],
    screenshots: camera.taken,
  };
}

/** Runs the app on sample data the way a newcomer would, by clicking, and reports what came of it. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const userData = mkdtempSync(join(tmpdir(), 'lurescope-demo-'));
  const reportFile = resolve(options.report ?? join(userData, 'report.json'));
  const pictures = join(dirname(reportFile), `${basename(reportFile, '.json')}-screenshots`);
  mkdirSync(pictures, { recursive: true });
  const app = await _electron.launch({
    executablePath: options.chosen.executablePath,
    args: [
      root,
      `--user-data-dir=${userData}`,
      `--sample-seed=${sample.seed}`,
      `--sample-rate=${sample.rate}`,
      ...options.arguments,
    ],
  });
  let report: Report;
  try {
    const page = await app.firstWindow();
    report = { ...(await explore(app, page, pictures, options.seconds)), host: options.chosen.host };
  } finally {
    await app.close();
  }
  report.notifications = shownNotifications(userData);
  writeFileSync(reportFile, `${JSON.stringify(report, null, 2)}\n`);
  if (options.report) rmSync(userData, { recursive: true, force: true });
  const isWhole = report.available === report.stored;
  process.stdout.write(
    `${report.stored} of ${report.available} available events stored${isWhole ? '' : ': NOT EQUAL'}, ${report.versions} later versions, ${report.duplicates} duplicates dropped. Report: ${reportFile}\n`,
  );
  return isWhole ? 0 : 1;
}
