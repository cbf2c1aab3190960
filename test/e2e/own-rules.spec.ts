import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { hasReadOnly, makeReadOnly } from './read-only.ts';
import { askQuery, openExplorer, setUp } from './screens.ts';
import { storedAlerts } from './stored-alerts.ts';

test.skip(!hasReadOnly, 'a folder is made read-only by its mode');

test('an own rule that cannot be saved says why and what to do, and its text is kept', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 0 });
  simulator.source.push('messageBlocked', {
    GUID: 'g1',
    id: 'g1',
    recipient: ['someone@halden.example'],
    subject: 'An invoice',
    phishScore: 10,
    messageTime: new Date(Date.now() + simulator.offset - 60_000).toISOString(),
  });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await openExplorer(page);
  await askQuery(page, 'subject:invoice');
  await page.getByRole('button', { name: 'Alert on this' }).click();
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await expect(preview.getByText('1 alert: 1 medium')).toBeVisible();
  const editor = page.getByRole('textbox', { name: 'Rule' });
  await editor.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('# kept by hand');

  const folder = join(lurescope.userData, 'data');
  const makeWritable = makeReadOnly(folder);
  try {
    await page.getByRole('button', { name: 'Save and raise 1 alert' }).click();
    const refusal = preview.getByRole('status').filter({ hasText: 'The rule is not saved.' });
    await expect(refusal).toContainText(
      `The data folder ${folder} may not be written to. Give your account the right to, and save again.`,
    );
    await expect(editor).toContainText('# kept by hand');
    // Nothing was raised by a rule that is not there.
    expect((await storedAlerts(page)).alerts).toEqual([]);
    await test.info().attach('not saved', { body: await page.screenshot(), contentType: 'image/png' });

    // It is still there after a look at something else.
    await page.getByRole('link', { name: 'Detections' }).click();
    await expect(page.getByText('There is none yet.')).toBeVisible();
    await page.getByRole('switch', { name: 'Clicks' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'The change is not saved.' })).toContainText(
      'Give your account the right to',
    );
    await expect(page.getByRole('switch', { name: 'Clicks' })).toBeChecked();
    await page.getByRole('button', { name: 'New rule' }).click();
    await expect(editor).toContainText('# kept by hand');
    await expect(refusal).toBeVisible();
  } finally {
    makeWritable();
  }
  await page.getByRole('button', { name: 'Save and raise 1 alert' }).click();
  await expect(page.getByRole('switch', { name: 'Rule own.rule-1' })).toBeChecked();
  expect((await storedAlerts(page)).alerts.map(({ title }) => title)).toEqual([
    'someone@halden.example: An invoice',
  ]);
  const file = join(folder, 'detection.json');
  expect(existsSync(file) && readFileSync(file, 'utf8')).toContain('# kept by hand');
  // Another new rule begins anew.
  await page.getByRole('button', { name: 'New rule' }).click();
  await expect(editor).toContainText('own.rule-2');
  await expect(editor).not.toContainText('# kept by hand');
});
