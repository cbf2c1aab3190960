import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, type Page } from '@playwright/test';
import { createTenant, takeEvents } from '../../shared/sample-tenant/tenant.ts';
import { LurescopeApp } from '../e2e/lurescope-app.ts';
import { grid, openSample } from '../e2e/sample-explorer.ts';
import { askQuery, importByTile, openAlerts } from '../e2e/screens.ts';

const small = { width: 1280, height: 800 };
const large = { width: 1920, height: 1080 };

/** Takes a picture of a screen in both themes. */
type Take = (name: string, size?: typeof small) => Promise<void>;

function taker(lurescope: LurescopeApp, page: Page, folder: string): Take {
  return async (name, size = small) => {
    await page.setViewportSize(size);
    for (const theme of ['light', 'dark'] as const) {
      await lurescope.setTheme(theme);
      await page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
    }
  };
}

async function takeLead(page: Page, take: Take): Promise<void> {
  const detail = page.getByRole('region', { name: 'Event', exact: true });
  await askQuery(page, 'kind:clickPermitted classification:phish campaignID:*');
  await expect(grid(page).locator('[data-index="0"]')).toContainText('click permitted');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(detail).toContainText('clickIP');
  await take('detail');
  await take('detail-1920', large);
  await page.keyboard.press('l');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(detail.locator('[data-line]').first()).toBeVisible();
  await take('related');
  await page.keyboard.press('Escape');
  await expect(detail).toBeHidden();
}

async function takeExplorer(page: Page, take: Take): Promise<void> {
  await take('explorer');
  await takeLead(page, take);
  await page.keyboard.press('Control+s');
  await page.keyboard.type('Clicked phish campaigns');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Saved the view Clicked phish campaigns')).toBeVisible();
  await page.keyboard.press('v');
  await expect(page.getByRole('menuitem', { name: 'Save this view' })).toBeVisible();
  await take('views');
  await page.keyboard.press('Escape');
  await grid(page).focus();
  for (let marked = 0; marked < 4; marked++) await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText(/events? marked/).first()).toBeVisible();
  await take('marked');
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await page.keyboard.press('p');
  await expect(page.getByRole('heading', { name: 'Most attacked people' })).toBeVisible();
  await take('people');
  await page.keyboard.press('p');
}

async function takeOthers(page: Page, take: Take): Promise<void> {
  await openAlerts(page);
  await page.keyboard.press('j');
  await take('alerts');
  await page.getByRole('link', { name: 'Detections' }).click();
  await expect(page.getByRole('heading', { name: 'Detections', level: 1 })).toBeVisible();
  await take('detections');
  await page.getByRole('link', { name: 'Sources' }).click();
  await take('sources');
}

/** A file in which some lines are none. */
function fileWithFaults(folder: string): string {
  const events = takeEvents(createTenant({ seed: 5, rate: 200, people: 500 }), 4000, Date.now());
  const lines = events.map(({ raw }) => JSON.stringify(raw));
  lines.splice(40, 0, '{"GUID":"truncated","subject":"Invoice" "x"}');
  lines.splice(812, 0, '[1, 2]', '<14>Nov 24 10:00:00 gateway filter: accepted');
  const path = join(folder, 'tap-november.ndjson.gz');
  writeFileSync(path, gzipSync(`${lines.join('\n')}\n`));
  return path;
}

async function takeImport(page: Page, take: Take, path: string): Promise<void> {
  await importByTile(page, path);
  await expect(page.getByRole('button', { name: 'Undo import' })).toBeVisible();
  await take('import-report');
}

async function withApp(work: (lurescope: LurescopeApp) => Promise<void>): Promise<void> {
  const lurescope = new LurescopeApp();
  try {
    await work(lurescope);
  } finally {
    await lurescope.dispose();
  }
}

/** Takes the documents' pictures of the app with sample data, each in both themes. */
export async function takePictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await withApp(async (lurescope) => {
    const page = await lurescope.launch({ args: ['--sample-seed=7', '--sample-rate=20'] });
    await page.getByRole('button', { name: 'Try with sample data' }).click();
    await expect(page.getByRole('heading', { name: 'The source is set up' })).toBeVisible();
    await lurescope.untilFilled();
    await taker(lurescope, page, folder)('setup-success');
  });
  await withApp(async (lurescope) => {
    const page = await openSample(lurescope, { seed: 7, rate: 40, stories: true });
    const take = taker(lurescope, page, folder);
    await takeExplorer(page, take);
    await takeOthers(page, take);
  });
  const files = mkdtempSync(join(tmpdir(), 'lurescope-pictures-'));
  try {
    await withApp(async (lurescope) => {
      const page = await lurescope.launch();
      await takeImport(page, taker(lurescope, page, folder), fileWithFaults(files));
    });
  } finally {
    rmSync(files, { recursive: true, force: true });
  }
}
