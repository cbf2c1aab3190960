import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { LurescopeApp } from './lurescope-app.ts';
import { askQuery, openAlerts, openExplorer, queryBox } from './screens.ts';

async function scan(lurescope: LurescopeApp, page: Page, screen: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await lurescope.setTheme(theme);
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
    );
    expect(found, `${screen}, ${theme}`).toEqual([]);
  }
}

test('every screen passes the accessibility scan in both themes', async ({ lurescope }) => {
  test.slow();
  const page = await lurescope.launch({ args: ['--sample-rate=20'] });
  await scan(lurescope, page, 'explorer without a source');
  await page.getByRole('link', { name: 'Sources' }).click();
  await scan(lurescope, page, 'sources without a source');
  await page.getByRole('link', { name: 'Create new' }).click();
  await scan(lurescope, page, 'create new');
  await page.getByRole('button', { name: 'Start setup: Proofpoint' }).click();
  await scan(lurescope, page, 'name');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await scan(lurescope, page, 'credentials with errors');
  await page.getByLabel('Token Service Principal').fill('principal');
  await page.getByLabel('Token Secret').fill('secret');
  await page.getByLabel('Domain').fill('http://127.0.0.1:9');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByText('Cannot connect')).toBeVisible();
  await scan(lurescope, page, 'set-up with a failed test');

  await page.getByRole('link', { name: 'Explorer' }).click();
  await page.getByRole('button', { name: 'Try with sample data' }).click();
  await expect(page.getByRole('heading', { name: 'The source is set up' })).toBeVisible();
  await scan(lurescope, page, 'success page');
  await lurescope.untilFilled();
  await openExplorer(page);
  await scan(lurescope, page, 'explorer');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  await scan(lurescope, page, 'command palette');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Choose columns' }).click();
  await scan(lurescope, page, 'choice of columns');
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: /^From/ }).click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: 'Pin to the left' })).toBeVisible();
  await scan(lurescope, page, 'menu of a column');
  await page.keyboard.press('Escape');
  await page.getByRole('row').nth(1).getByRole('gridcell').nth(4).click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: 'Include' })).toBeVisible();
  await scan(lurescope, page, 'menu of a cell');
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Event', exact: true })).toBeVisible();
  await page.keyboard.press('t');
  await page.keyboard.type('case 7');
  await scan(lurescope, page, 'tag dialog');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Tagged 1 event as case 7')).toBeVisible();
  await page.keyboard.press('n');
  await page.keyboard.type('Called the user.');
  await scan(lurescope, page, 'note dialog');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('l');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('Called the user.')).toBeVisible();
  await scan(lurescope, page, 'detail');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByRole('region', { name: 'Marked events' })).toBeVisible();
  await scan(lurescope, page, 'marked events');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+s');
  await page.keyboard.type('Everything');
  await scan(lurescope, page, 'view dialog');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Saved the view Everything')).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('v');
  await expect(page.getByRole('menuitem', { name: 'Delete Everything' })).toBeVisible();
  await scan(lurescope, page, 'saved views');
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  await expect(page.locator('[data-person]').first()).toBeVisible();
  await scan(lurescope, page, 'people');
  await page.keyboard.press('Escape');
  await queryBox(page).fill('kind:');
  await expect(page.getByRole('option', { name: /^click permitted [0-9]/ })).toBeVisible();
  await scan(lurescope, page, 'completion');
  await queryBox(page).fill('phishScor:>80');
  await page.keyboard.press('Escape');
  await expect(page.getByText('No field is called')).toBeVisible();
  await scan(lurescope, page, 'query with a slip');
  await askQuery(page, '');
  for (const facet of ['Sender domain', 'Recipient', 'Campaign']) {
    await page.getByRole('button', { name: facet, exact: true }).click();
  }
  await page.getByRole('checkbox', { name: /^phish/ }).click({ modifiers: ['Alt'] });
  await expect(page.getByRole('checkbox', { name: /^phish.*excluded/ })).toBeVisible();
  await scan(lurescope, page, 'facets');
  await page.keyboard.press('F1');
  await expect(page.getByRole('complementary', { name: 'Query help' })).toBeVisible();
  await scan(lurescope, page, 'query help');
  await page.keyboard.press('Escape');
  await askQuery(page, 'nothing-has-this-word');
  await expect(page.getByRole('heading', { name: 'No event matches all of this' })).toBeVisible();
  await scan(lurescope, page, 'no results');
  await page.getByRole('link', { name: 'Sources' }).first().click();
  await scan(lurescope, page, 'sources');
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await scan(lurescope, page, 'delete dialog');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByText('Data folder', { exact: true })).toBeVisible();
  await scan(lurescope, page, 'settings');
  await page.getByRole('button', { name: 'Wipe…' }).click();
  await scan(lurescope, page, 'wipe dialog');
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    window.location.hash = '/help/guide';
  });
  await expect(page.getByRole('heading', { name: 'Help: Guide' })).toBeVisible();
  await scan(lurescope, page, 'help');
  await page.keyboard.press('?');
  await scan(lurescope, page, 'keyboard list');
});

test('alerts and detections pass the accessibility scan in both themes', async ({ lurescope }) => {
  test.slow();
  const page = await lurescope.launch({ args: ['--sample-rate=5'] });
  await page.getByRole('link', { name: 'Alerts' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing to look into' })).toBeVisible();
  await scan(lurescope, page, 'alerts without any');
  await page.getByRole('link', { name: 'Explorer' }).click();
  await page.getByRole('button', { name: 'Try with sample data' }).click();
  await lurescope.untilFilled();
  await openAlerts(page);
  await page.keyboard.press('j');
  await scan(lurescope, page, 'alerts');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Why' })).toBeVisible();
  await page.keyboard.press('x');
  await scan(lurescope, page, 'an alert');
  await page.keyboard.press('r');
  await expect(page.getByRole('dialog')).toBeVisible();
  await scan(lurescope, page, 'resolving');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByRole('menuitem', { name: 'CSV', exact: true })).toBeVisible();
  await scan(lurescope, page, 'export');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Detections' }).click();
  await page.getByText('6 rules', { exact: true }).click();
  await page.locator('summary', { hasText: 'essentials.campaign' }).click();
  await scan(lurescope, page, 'detections');
  await page.getByRole('switch', { name: 'Targets' }).click();
  await expect(page.getByRole('button', { name: /^Switch on and raise/ })).toBeVisible();
  await scan(lurescope, page, 'a run over stored events');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'New rule' }).click();
  await page.keyboard.type('nonsense: ');
  await expect(page.getByText('1 problem', { exact: true })).toBeVisible();
  await scan(lurescope, page, 'a rule with a problem');
});
