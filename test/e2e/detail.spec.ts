import { expect, test } from './fixtures.ts';
import { openExplorer, setUp } from './screens.ts';

const minute = 60_000;

test('the detail panel has every field, threat, part, version and the raw JSON, all of it as text', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 0 });
  const at = Date.now() - 10 * minute;
  const event = {
    GUID: 'guid-1',
    QID: 'qid-1',
    id: 'id-1',
    messageID: '<m1@evil.example>',
    messageTime: new Date(at).toISOString(),
    subject: '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>\u202Egnp.exe',
    sender: 'bounce@evil.example',
    fromAddress: 'boss@evil.example',
    recipient: ['a@halden.example', 'b@halden.example'],
    senderIP: '192.0.2.7',
    phishScore: 97,
    impostorScore: 12.5,
    malwareScore: -1,
    spamScore: 40,
    clusterId: 'halden_hosted',
    policyRoutes: ['default_inbound', 'executives'],
    aNewField: { nested: 'kept' },
    messageParts: [
      { filename: 'invoice.iso', contentType: 'application/x-iso', sha256: 'ab12', sandboxStatus: 'THREAT' },
    ],
    threatsInfoMap: [
      {
        threatId: 'threat-1',
        threat: 'https://evil.example/login',
        threatUrl: 'https://threatinsight.example/1',
        classification: 'PHISH',
        threatType: 'URL',
        threatStatus: 'active',
        threatTime: new Date(at + minute).toISOString(),
        campaignId: 'campaign-1',
      },
    ],
  };
  simulator.source.push('messageDelivered', event);
  const later = {
    ...event.threatsInfoMap[0],
    threatStatus: 'cleared',
    threatTime: new Date(at + 3 * minute).toISOString(),
  };
  simulator.source.push('messageDelivered', { ...event, threatsInfoMap: [later] });

  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await openExplorer(page);
  const rows = page
    .getByRole('grid', { name: 'Events' })
    .getByRole('row')
    .filter({ hasText: 'halden.example' });
  await expect(rows).toHaveCount(1);
  await rows.click();

  const detail = page.getByRole('region', { name: 'Event', exact: true });
  for (const text of [
    'guid-1',
    'qid-1',
    'id-1',
    '<m1@evil.example>',
    'bounce@evil.example',
    'boss@evil.example',
    'a@halden.example',
    'b@halden.example',
    '192.0.2.7',
    '97',
    '12.5',
    '40',
    'halden_hosted',
    'default_inbound',
    'executives',
    'invoice.iso',
    'ab12',
    'THREAT',
    'threat-1',
    'https://evil.example/login',
    'campaign-1',
    'cleared',
    'aNewField (not in the schema)',
  ]) {
    await expect(detail.getByText(text, { exact: true }).first()).toBeVisible();
  }
  await expect(detail.getByRole('heading', { level: 2 })).toContainText(
    '<script>window.hacked=1</script>⟨RLO⟩gnp.exe',
  );
  await expect(detail.locator('pre')).toContainText('"clusterId": "halden_hosted"');
  await expect(detail.locator('pre')).toContainText('"malwareScore": -1');
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  await expect(detail.locator('a')).toHaveCount(0);

  await expect(detail.getByRole('heading', { name: 'Versions (2)' })).toBeVisible();
  await detail.getByRole('button', { name: /phish active/ }).click();
  await expect(detail.getByText('You are looking at an earlier version')).toBeVisible();
  await expect(detail.getByText('active', { exact: true })).toBeVisible();
});

test('a value is copied defanged, and with Shift as it is', async ({ lurescope, simulate, sourceName }) => {
  const simulator = await simulate({ rate: 0 });
  simulator.source.push('clickPermitted', {
    id: 'click-1',
    url: 'https://evil.example/pay?to=me',
    clickTime: new Date(Date.now() - minute).toISOString(),
    recipient: 'a@halden.example',
    classification: 'phish',
    threatStatus: 'active',
    threatID: 't1',
  });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await openExplorer(page);
  await page.getByRole('row').filter({ hasText: 'evil.example' }).click();
  // What the page puts into a copy, taken from the copy event itself: a headless session has no clipboard to read.
  await page.evaluate(() => {
    Object.assign(window, { copied: [] });
    // On window, which hears of it after the app has filled it.
    window.addEventListener('copy', (event) => {
      (window as unknown as { copied: string[] }).copied.push(
        event.clipboardData?.getData('text/plain') ?? '',
      );
    });
  });
  const value = page
    .getByRole('region', { name: 'Fields', exact: true })
    .getByText('https://evil.example/pay?to=me');
  await value.hover();
  const copy = value
    .locator('xpath=ancestor::span[.//button][1]')
    .getByRole('button', { name: /^Copy defanged/ });
  await copy.click();
  await copy.click({ modifiers: ['Shift'] });
  expect(await page.evaluate(() => (window as unknown as { copied: string[] }).copied)).toEqual([
    'hxxps://evil[.]example/pay?to=me',
    'https://evil.example/pay?to=me',
  ]);
});
