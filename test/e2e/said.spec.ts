import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, type MovableSimulator, test } from './fixtures.ts';
import { askQuery, counts, openAlerts, openExplorer, queryBox, setUp } from './screens.ts';
import { storedAlerts } from './stored-alerts.ts';

/** Messages that the rule of phishing finds, an hour old. */
function push(simulator: MovableSimulator, subjects: readonly string[]): void {
  for (const subject of subjects) {
    simulator.source.push('messageBlocked', {
      GUID: subject,
      id: subject,
      recipient: ['someone@halden.example'],
      subject,
      phishScore: 95,
      messageTime: new Date(Date.now() - 3_600_000).toISOString(),
    });
  }
}

/** Tags the event a query finds, and writes a note about it, by keyboard. */
async function say(page: Page, subject: string, tag: string, note: string): Promise<void> {
  await askQuery(page, `subject:${subject}`);
  await expect.poll(async () => (await counts(page))[0]).toBe(1);
  await page.keyboard.press('j');
  await page.keyboard.press('t');
  await page.keyboard.type(tag);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Tagged 1 event as ${tag}`)).toBeVisible();
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Note' }).fill(note);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByText('Noted')).toBeVisible();
}

/** What was decided of alerts, as it is stored. */
async function decisions(page: Page) {
  const { alerts } = await storedAlerts(page);
  return alerts
    .map(({ id, title, state, verdict, note, events }) => ({ id, title, state, verdict, note, events }))
    .sort((a, b) => a.id.localeCompare(b.id));
}

test('tags, notes and decisions come back when the database is lost, and go when everything is wiped', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 0 });
  push(simulator, ['alpha', 'beta', 'gamma']);
  let page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await openExplorer(page);
  await say(page, 'alpha', 'case 7', 'Called the user');
  await say(page, 'beta', 'to do', 'Wrong');
  await page.keyboard.press('ControlOrMeta+z');
  await askQuery(page, 'note:*');
  await expect.poll(async () => (await counts(page))[0]).toBe(1);

  await expect.poll(async () => (await storedAlerts(page)).alerts.length).toBe(3);
  await openAlerts(page);
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Note' }).fill('Nobody clicked');
  await dialog.getByRole('button', { name: /true positive/ }).click();
  await expect(page.getByRole('button', { name: 'Resolved 1', exact: true })).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await expect(page.getByRole('button', { name: 'Acknowledged 1', exact: true })).toBeVisible();
  const before = await decisions(page);
  await openExplorer(page);
  await askQuery(page, 'tag:"case 7"');
  await page.keyboard.press('Control+s');
  await page.getByRole('textbox', { name: 'Name' }).fill('Cases');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Saved the view Cases')).toBeVisible();
  const copy = join(lurescope.userData, 'data', 'views.json');
  await expect.poll(() => existsSync(copy) && readFileSync(copy, 'utf8')).toContain('Cases');
  await lurescope.kill();
  // All the browser keeps is gone, as after an eviction or a profile that was wiped.
  rmSync(join(lurescope.userData, 'chromium'), { recursive: true, force: true });

  page = await lurescope.launch();
  await openExplorer(page);
  for (const query of ['tag:"case 7" note:"called the user"', 'tag:"to do"']) {
    await askQuery(page, query);
    await expect.poll(async () => (await counts(page))[0]).toBe(1);
  }
  await askQuery(page, 'note:*');
  await expect.poll(async () => (await counts(page))[0]).toBe(1);
  await expect.poll(async () => (await storedAlerts(page)).waiting).toBe(0);
  await expect.poll(() => decisions(page)).toEqual(before);
  await page.keyboard.press('v');
  await page.getByRole('menuitem', { name: 'Cases', exact: true }).click();
  await expect(queryBox(page)).toHaveText('tag:"case 7"');
  await page.getByRole('link', { name: 'Alerts' }).click();
  for (const name of ['Resolved 1', 'Acknowledged 1', 'New 1']) {
    await expect(page.getByRole('button', { name, exact: true })).toBeVisible();
  }

  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Wipe…' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('wipe');
  await page.getByRole('dialog').getByRole('button', { name: /Wipe/ }).click();
  await expect(page.getByText('Everything was removed from this computer.')).toBeVisible();
  const data = join(lurescope.userData, 'data');
  expect(readFileSync(copy, 'utf8')).not.toContain('Cases');
  const kept = readdirSync(data).filter((name) => name.startsWith('said'));
  expect(kept).toEqual(['said.ndjson']);
  expect(readFileSync(join(data, 'said.ndjson'), 'utf8').trim().split('\n')).toHaveLength(2);
});

test('what cannot be kept is not said, and the screen says so', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 0 });
  push(simulator, ['alpha']);
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await openExplorer(page);
  // A folder in its place is an obstacle that stops root too.
  const record = join(lurescope.userData, 'data', 'said.ndjson');
  renameSync(record, `${record}.moved`);
  mkdirSync(record);
  const tag = async () => {
    await page.keyboard.press('t');
    await page.keyboard.type('case 7');
    await page.keyboard.press('Enter');
  };
  await askQuery(page, 'subject:alpha');
  await page.keyboard.press('j');
  await tag();
  const refused = page.getByText(/What you said could not be kept, and is as it was before \(EISDIR/);
  await expect(refused).toBeVisible();
  rmdirSync(record);
  renameSync(`${record}.moved`, record);
  await askQuery(page, 'tag:*');
  await expect(page.getByRole('heading', { name: 'No event matches all of this' })).toBeVisible();
  await askQuery(page, 'subject:alpha');
  await page.keyboard.press('j');
  await tag();
  await expect(page.getByText('Tagged 1 event as case 7')).toBeVisible();
  await expect(refused).toBeHidden();
});
