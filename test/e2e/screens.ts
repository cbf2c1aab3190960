import { expect, type Locator, type Page } from '@playwright/test';

/** What the credentials form takes. */
export interface Connection {
  domain: string;
  principal: string;
  secret: string;
}

/** Opens Sources > Create new > Proofpoint > Start setup. */
export async function startSetup(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Sources' }).first().click();
  await page.getByRole('link', { name: 'Create new' }).click();
  await page.getByRole('searchbox', { name: 'Search' }).fill('proofpoint');
  await expect(page.getByRole('button', { name: 'Try with sample data' })).toBeHidden();
  await page.getByRole('button', { name: 'Start setup: Proofpoint' }).click();
}

export async function fillCredentials(page: Page, connection: Connection): Promise<void> {
  await page.getByLabel('Domain').fill(connection.domain);
  await page.getByLabel('Token Service Principal').fill(connection.principal);
  await page.getByLabel('Token Secret').fill(connection.secret);
}

/** Goes through Name and Set credentials, up to the last step. */
export async function reachSetupStep(page: Page, name: string, connection: Connection): Promise<void> {
  await startSetup(page);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('button', { name: 'Next' }).click();
  await fillCredentials(page, connection);
  await page.getByRole('button', { name: 'Next' }).click();
}

/** The whole set-up, up to the success page. Where the session has no keychain, credentials stay in memory. */
export async function setUp(page: Page, name: string, connection: Connection): Promise<void> {
  await reachSetupStep(page, name, connection);
  const setup = page.getByRole('button', { name: 'Setup', exact: true });
  const memoryOnly = page.getByRole('switch', { name: /in memory for this run/ });
  await expect(setup.or(memoryOnly).first()).toBeVisible();
  await setup.click();
  await expect(page.getByRole('heading', { name: 'The source is set up' })).toBeVisible();
}

/** Imports files through the catalogue's tile, where the page has it. */
export async function importByTile(page: Page, paths: string | string[]): Promise<void> {
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import files' }).first().click();
  await (await chosen).setFiles(paths);
}

export async function openExplorer(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Explorer' }).first().click();
  await expect(page.getByRole('grid', { name: 'Events' })).toBeVisible();
}

/** The explorer's two counts: shown and all. */
export async function counts(page: Page): Promise<[shown: number, all: number]> {
  const text = (await page.getByTestId('counts').textContent()) ?? '';
  const [shown = '', all = ''] = text.replaceAll(',', '').split(' of ');
  return [Number(shown), Number(all)];
}

/** Where the explorer's query is written. */
export function queryBox(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Query' });
}

/** The explorer's query as it stands there. */
export function queryText(page: Page): Promise<string> {
  return queryBox(page).evaluate((box) =>
    box.querySelector('.cm-placeholder') ? '' : (box.textContent ?? ''),
  );
}

/** Writes a query in place of the one that is there, and goes on with what it shows. */
export async function askQuery(page: Page, text: string): Promise<void> {
  await queryBox(page).fill(text);
  await page.keyboard.press('Enter');
}

/** Presses Tab until something has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let i = 0; i < 80; i++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${target} was not reached by ${key}.`);
}

/** Waits for the alerts in the inbox: a key that is pressed before they are there moves to none. */
export async function untilAlerts(page: Page): Promise<void> {
  await expect(page.getByRole('list', { name: 'Alerts' }).getByRole('listitem').first()).toBeVisible();
}

/** Opens the inbox, with alerts in it. */
export async function openAlerts(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Alerts/ }).click();
  await untilAlerts(page);
}
