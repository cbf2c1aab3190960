import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { grid, openSample } from './sample-explorer.ts';
import { askQuery, counts, openExplorer, queryText, setUp, tabTo } from './screens.ts';

const sample = { seed: 7, rate: 20 };

function detailOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Event', exact: true });
}

function leadsOf(page: Page): Locator {
  return detailOf(page).getByRole('list', { name: 'Related events' }).locator('[data-lead]');
}

async function untilShown(page: Page, count: (shown: number) => boolean): Promise<void> {
  await expect.poll(async () => count((await counts(page))[0])).toBe(true);
}

test('an investigation by keyboard alone: from a click to its message, everyone it reached, and all of it kept', async ({
  lurescope,
}) => {
  let page = await openSample(lurescope, sample);
  const [all] = await counts(page);
  const press = (...keys: string[]) =>
    keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
  const clicks = 'kind:clickPermitted classification:phish';

  // A permitted click on a phish.
  await press('/');
  await page.keyboard.type(clicks);
  await press('Escape', 'Enter');
  await untilShown(page, (shown) => shown > 0 && shown < all);
  await press('j', 'Enter');
  await expect(detailOf(page)).toContainText('click permitted');

  // What is related to it, each with how many.
  await press('l');
  await expect(leadsOf(page).first()).toBeFocused();
  await expect(leadsOf(page).first()).toContainText('Its message');
  await expect(
    leadsOf(page)
      .filter({ hasText: 'Same campaign' })
      .or(leadsOf(page).filter({ hasText: 'Same threat' }))
      .first(),
  ).toBeVisible();
  await expect(leadsOf(page).filter({ hasText: '…' })).toHaveCount(0);

  // Its message opens in the panel, and a step leads back to the click.
  await press('ArrowRight');
  const lines = detailOf(page).getByRole('list', { name: 'Related events' }).locator('[data-line]');
  await expect(lines.first()).toBeVisible();
  await press('ArrowDown');
  await expect(lines.first()).toBeFocused();
  await press('Enter');
  await expect(detailOf(page)).not.toContainText('clickIP');
  await expect(detailOf(page).getByRole('heading', { name: 'Timeline' })).toBeVisible();
  await expect(detailOf(page).getByText(/^\d+ (?:person|people): .*clicked through/)).toBeVisible();
  await press('Alt+ArrowLeft');
  await expect(detailOf(page)).toContainText('clickIP');

  // The message in the explorer.
  await press('l', 'Enter');
  await expect
    .poll(() => queryText(page))
    .toMatch(/^\(?GUID:.* AND kind:\(messageDelivered, messageBlocked\)/);
  await expect(detailOf(page)).toBeHidden();
  await expect(grid(page)).toBeFocused();
  await untilShown(page, (shown) => shown >= 1 && shown < 100);
  const lead = await queryText(page);

  // Tagged and noted.
  await press('j', 't');
  const dialog = page.getByRole('dialog', { name: 'Tag this event' });
  await expect(dialog).toContainText('Type a tag');
  await page.keyboard.type('case 7');
  await press('Enter');
  await expect(page.getByText('Tagged 1 event as case 7')).toBeVisible();
  await press('n');
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeFocused();
  await page.keyboard.type('Called the user.');
  await press('Control+Enter');
  await expect(page.getByText('Noted')).toBeVisible();
  await press('Control+z');
  await expect(page.getByText('Noted')).toBeHidden();
  await press('n');
  await page.keyboard.type('Called the user, nothing entered.');
  await press('Control+Enter', 'Enter');
  await expect(detailOf(page)).toContainText('Called the user, nothing entered.');
  await expect(detailOf(page).getByRole('button', { name: 'case 7', exact: true })).toBeVisible();
  await press('Escape');

  // Kept as a view.
  await askQuery(page, 'tag:"case 7" note:nothing');
  await untilShown(page, (shown) => shown === 1);
  await press('Control+s');
  await page.keyboard.type('Case seven');
  await press('Enter');
  await expect(page.getByText('Saved the view Case seven')).toBeVisible();

  // Back through the looks, to the click that was open, and forward again.
  await press('Alt+ArrowLeft');
  await expect.poll(() => queryText(page)).toBe(lead);
  await press('Alt+ArrowLeft');
  await expect.poll(() => queryText(page)).toBe(clicks);
  await expect(detailOf(page)).toContainText('clickIP');
  await press('Alt+ArrowRight');
  await expect.poll(() => queryText(page)).toBe(lead);
  await expect(detailOf(page)).toBeHidden();

  // All of it is there after the app was closed.
  page = await lurescope.relaunch();
  await openExplorer(page);
  await page.keyboard.press('v');
  await expect(page.getByRole('menuitem', { name: 'Case seven' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect.poll(() => queryText(page)).toBe('tag:"case 7" note:nothing');
  await untilShown(page, (shown) => shown === 1);
  await expect(grid(page).locator('[data-index="0"]')).toContainText('case 7');
});

/**
 * From a permitted click to its message, to all that share its campaign or threat, to those of them who clicked: tagged,
 * kept as a view, and their indicators written to a file.
 */
async function investigate(page: Page, name: string): Promise<void> {
  const { keyboard } = page;
  await keyboard.press('/');
  await keyboard.press('Control+a');
  await keyboard.type('kind:clickPermitted classification:phish');
  await keyboard.press('Escape');
  await keyboard.press('Enter');
  await expect(grid(page).locator('[data-index="0"]')).toContainText('click permitted');
  await keyboard.press('j');
  await keyboard.press('Enter');
  await expect(detailOf(page)).toContainText('clickIP');
  await keyboard.press('l');
  await expect(leadsOf(page).first()).toBeFocused();
  await keyboard.press('Enter');
  await expect.poll(() => queryText(page)).toMatch(/kind:\(messageDelivered, messageBlocked\)/);
  await untilShown(page, (shown) => shown >= 1 && shown < 100);

  // Everyone who received what the message was part of.
  await keyboard.press('j');
  await keyboard.press('Enter');
  await expect(leadsOf(page).first()).toBeVisible();
  await keyboard.press('l');
  const shared = leadsOf(page)
    .filter({ hasText: /Same (campaign|threat)/ })
    .first();
  for (let steps = 0; steps < 12; steps++) {
    if (await shared.evaluate((element) => element === document.activeElement)) break;
    await keyboard.press('ArrowDown');
  }
  await keyboard.press('Enter');
  await expect.poll(() => queryText(page)).toMatch(/(campaignID|threatID):/);
  const reached = await queryText(page);
  await untilShown(page, (shown) => shown >= 2);

  // The others who clicked.
  await keyboard.press('/');
  await keyboard.press('End');
  await keyboard.type(' AND kind:clickPermitted ');
  await keyboard.press('Escape');
  await keyboard.press('Enter');
  await expect.poll(() => queryText(page)).toContain(reached);
  await expect(grid(page).locator('[data-index="0"]')).toContainText('click permitted');
  const [clicked] = await counts(page);
  await keyboard.press('T');
  await keyboard.type(name);
  await keyboard.press('Enter');
  await expect(page.getByText(new RegExp(`Tagged ${clicked} events? as ${name}`))).toBeVisible();
  await keyboard.press('Control+s');
  await keyboard.type(`View of ${name}`);
  await keyboard.press('Enter');
  await expect(page.getByText(`Saved the view View of ${name}`)).toBeVisible();

  await keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export events' });
  await tabTo(page, dialog.getByLabel('Format'));
  await keyboard.press('Home');
  for (let steps = 0; steps < 3; steps++) await keyboard.press('ArrowDown');
  await expect(dialog.getByLabel('Format')).toHaveValue('indicators');
  await tabTo(page, dialog.getByRole('button', { name: 'Choose a file and export' }));
  await keyboard.press('Enter');
  await expect(page.getByText(new RegExp(`written to ${name}\\.txt`))).toBeVisible();
}

test('an investigation ends with those who clicked, tagged and kept, and a file of indicators; then again with the network off', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate(sample);
  let page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  const folder = mkdtempSync(join(tmpdir(), 'lurescope-lead-'));
  const indicators = async (name: string) => {
    const path = join(folder, `${name}.txt`);
    await lurescope.answerSaveDialog(path);
    await openExplorer(page);
    await investigate(page, name);
    return readFileSync(path, 'utf8');
  };
  try {
    const online = await indicators('online');
    expect(online.trim().split('\n').length).toBeGreaterThan(1);
    await simulator.stop();
    page = await lurescope.relaunch();
    await expect.poll(async () => (await lurescope.source()).trouble?.kind).toBe('unreachable');
    expect(await indicators('offline')).toBe(online);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('all events of a query are tagged at once, after a question, and untagged by undo', async ({
  lurescope,
}) => {
  const page = await openSample(lurescope, sample);
  await askQuery(page, 'kind:blocked');
  const [, all] = await counts(page);
  await untilShown(page, (shown) => shown > 100 && shown < all);
  const [blocked] = await counts(page);
  const these = `${blocked.toLocaleString('en-US')} events`;
  await page.keyboard.press('T');
  await page.keyboard.type('wave');
  await page.keyboard.press('Enter');
  const question = page.getByRole('alertdialog', { name: `Put "wave" on ${these}?` });
  await expect(question).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Tagged ${these} as wave`)).toBeVisible();
  await askQuery(page, 'tag:wave');
  await untilShown(page, (shown) => shown === blocked);
  await page.getByRole('button', { name: 'Tags', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Tags' }).getByRole('checkbox')).toHaveCount(1);
  // The query is the later step; what was done before it is undone from the palette.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('undo tagged');
  await page.keyboard.press('Enter');
  await untilShown(page, (shown) => shown === 0);
});

test('people are ranked by how hard they were attacked, and one of them is followed by Enter', async ({
  lurescope,
}) => {
  const page = await openSample(lurescope, sample);
  await page.keyboard.press('p');
  const people = page.getByRole('region', { name: 'People' });
  await expect(people.getByRole('heading', { name: 'Most attacked people' })).toBeVisible();
  const persons = people.locator('[data-person]');
  await expect(persons.first()).toBeFocused();
  const scores = await people
    .locator('tbody tr td:nth-child(3)')
    .evaluateAll((cells) => cells.map((cell) => Number(cell.textContent.replaceAll(',', ''))));
  expect(scores.length).toBeGreaterThan(10);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  await page.keyboard.press('j');
  await expect(persons.nth(1)).toBeFocused();
  const address = (await persons.nth(1).textContent()) ?? '';
  await page.keyboard.press('Enter');
  await expect.poll(() => queryText(page)).toBe(`recipient:${address}`);
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(people).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(grid(page)).toBeVisible();
});
