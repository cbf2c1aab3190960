import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { identityOf } from '../../shared/event/identity.ts';
import { storiesBetween } from '../../shared/sample-tenant/stories.ts';
import { createTenant } from '../../shared/sample-tenant/tenant.ts';
import { storyAlerts } from '../story-alerts.ts';
import { expect, type MovableSimulator, test } from './fixtures.ts';
import type { LurescopeApp } from './lurescope-app.ts';
import { clickNotification, hasNotificationServer, receivedNotifications } from './notification-server.ts';
import { askQuery, openExplorer, setUp, untilAlerts } from './screens.ts';
import { storedAlerts } from './stored-alerts.ts';

const minute = 60_000;

/** Waits until the rules have looked at all that is stored. */
async function untilDetected(page: Page): Promise<void> {
  await expect.poll(async () => (await storedAlerts(page)).waiting, { timeout: 60_000 }).toBe(0);
}

/**
 * A message that the rule of phishing finds, of this score.
 * @param ago how long ago it occurred, ms; less than 0 is after what has been read already
 */
function push(simulator: MovableSimulator, subject: string, phishScore: number, ago = minute): void {
  simulator.source.push('messageDelivered', {
    GUID: subject,
    id: subject,
    recipient: ['someone@halden.example'],
    subject,
    phishScore,
    messageTime: new Date(Date.now() + simulator.offset - ago).toISOString(),
  });
}

/** Lets time pass, and what was pushed arrive. */
async function pass(lurescope: LurescopeApp, simulator: MovableSimulator, ms: number): Promise<void> {
  simulator.advance(ms);
  await lurescope.advance(ms);
}

function titleOf(subject: string, score: number): string {
  return `Phishing, score ${score}: ${subject} to someone@halden.example`;
}

test('sample data raises the alerts that were planted in it, each once and no other', async ({
  lurescope,
}) => {
  test.slow();
  const sample = { seed: 7, rate: 12 };
  const { company } = createTenant(sample);
  const page = await lurescope.launch({
    args: [`--sample-seed=${sample.seed}`, `--sample-rate=${sample.rate}`],
  });
  await page.evaluate(
    (lists) =>
      window.lurescope.calls['detection.change']({
        packs: ['essentials', 'clicks', 'targets', 'delivered-after-all'],
        lists,
      }),
    {
      executives: company.byDepartment.executives.members.map((i) => company.people[i]?.address ?? ''),
      'own-domains': [company.domain],
    },
  );
  await page.getByRole('button', { name: 'Try with sample data' }).click();
  const { coverage } = await lurescope.untilFilled();
  await untilDetected(page);
  const [held] = coverage;
  if (!held) throw new Error('Nothing is held.');
  const planted = storiesBetween(sample.seed, company, held.from, held.to)
    .filter(({ entries }) => entries.every(({ createdAt }) => createdAt >= held.from && createdAt < held.to))
    .map(({ name, entries }) => ({
      name,
      identities: new Set(entries.map(({ kind, raw }) => identityOf(kind, raw))),
    }));
  expect(planted.length).toBeGreaterThan(50);
  const { alerts } = await storedAlerts(page);
  const raised = alerts.map(({ rule, events }) => ({
    rule,
    identities: events.map((key) => key.slice(key.indexOf(':') + 1)),
  }));
  const wrong = planted.flatMap(({ name, identities }) => {
    const found = raised.filter((alert) => alert.identities.some((one) => identities.has(one)));
    const rules = found.map(({ rule }) => rule).sort();
    const beside = found.filter((alert) => alert.identities.some((one) => !identities.has(one)));
    const isRight = rules.join() === storyAlerts[name].toSorted().join() && beside.length === 0;
    return isRight ? [] : [{ name, rules, beside: beside.length }];
  });
  expect(wrong).toEqual([]);
});

test.describe('alerts of what arrives', () => {
  test.skip(!hasNotificationServer(), 'this session has no notification server to read (Linux, npm test)');

  test('are told natively as often as is wanted, lead to the inbox, and are worked through by keyboard', async ({
    lurescope,
    simulate,
    sourceName,
  }) => {
    const simulator = await simulate({ rate: 0 });
    const tag = sourceName.replace('Logs ', 'wave-');
    push(simulator, `${tag}-first`, 96);
    push(simulator, `${tag}-old`, 97, 30 * 60 * minute);
    push(simulator, `${tag}-low`, 30);
    let page = await lurescope.launch();
    await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
    await lurescope.untilFilled();
    await expect.poll(() => receivedNotifications(tag)).toHaveLength(1);
    await untilDetected(page);
    expect((await storedAlerts(page)).alerts.map(({ title }) => title).sort()).toEqual([
      titleOf(`${tag}-first`, 96),
      titleOf(`${tag}-old`, 97),
    ]);
    const [first] = receivedNotifications(tag);
    test.info().annotations.push({ type: 'notification', description: `${first?.title}: ${first?.body}` });
    expect(first).toMatchObject({
      app: 'Lurescope',
      title: 'Critical alert',
      body: `${titleOf(`${tag}-first`, 96)}. Click to see why, and what to do.`,
    });

    await page.getByRole('link', { name: 'Settings' }).click();
    await clickNotification(first);
    const detail = page.getByRole('complementary', { name: 'Alert' });
    await expect(detail.getByRole('heading', { name: titleOf(`${tag}-first`, 96) })).toBeVisible();
    await expect(detail.getByText('A message that asks for credentials')).toBeVisible();
    await expect(detail.getByRole('button', { name: `${tag}-first` })).toBeVisible();

    // A storm: five more, and one that tells of all others.
    for (let i = 0; i < 30; i += 1) push(simulator, `${tag}-storm-${i}`, i === 29 ? 98 : 91, -minute);
    await pass(lurescope, simulator, 3 * minute);
    await expect.poll(async () => (await storedAlerts(page)).alerts.length).toBe(32);
    await expect.poll(() => receivedNotifications(tag)).toHaveLength(5);
    await pass(lurescope, simulator, minute);
    await expect.poll(() => receivedNotifications(tag)).toHaveLength(6);
    const digest = receivedNotifications(tag).at(-1);
    test.info().annotations.push({ type: 'notification', description: `${digest?.title}: ${digest?.body}` });
    expect(digest?.title).toBe('26 alerts: 26 high');
    expect(digest?.body).toContain('and 23 more in the inbox');
    for (let i = 30; i < 40; i += 1) push(simulator, `${tag}-storm-${i}`, 91, -minute);
    await pass(lurescope, simulator, 3 * minute);
    await expect.poll(async () => (await storedAlerts(page)).alerts.length).toBe(42);
    expect(receivedNotifications(tag)).toHaveLength(6);

    // Worked through by keyboard.
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    const badge = page.getByRole('navigation', { name: 'Pages' }).getByRole('img', { name: / new$/ });
    await expect(badge).toHaveAccessibleName('42 new');
    await untilAlerts(page);
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    await expect(badge).toHaveAccessibleName('41 new');
    await page.keyboard.press('r');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('2');
    await expect(page.getByRole('button', { name: 'Resolved 1', exact: true })).toBeVisible();
    await page.keyboard.press('u');
    await expect(page.getByRole('button', { name: 'Acknowledged 1', exact: true })).toBeVisible();
    await page.keyboard.press('u');
    await expect(badge).toHaveAccessibleName('42 new');

    // Many at once, and undone at once.
    await page.keyboard.press('x');
    await page.getByRole('button', { name: 'Choose all 42' }).click();
    await page.keyboard.press('r');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('3');
    await expect(badge).toBeHidden();
    await expect(page.getByRole('heading', { name: 'No alert is as the filter asks' })).toBeVisible();
    await page.keyboard.press('u');
    await expect(badge).toHaveAccessibleName('42 new');

    // Decisions survive.
    await untilAlerts(page);
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    await expect(badge).toHaveAccessibleName('41 new');
    page = await lurescope.relaunch({ clockOffset: simulator.offset });
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await expect(page.getByRole('button', { name: 'Acknowledged 1', exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'New 41', exact: true })).toBeVisible();
    await expect(page.getByRole('list', { name: 'Alerts' }).getByRole('listitem')).toHaveCount(42);
    expect(receivedNotifications(tag)).toHaveLength(6);
  });
});

test('a query becomes a rule that looks at what arrives', async ({ lurescope, simulate, sourceName }) => {
  const simulator = await simulate({ rate: 0 });
  push(simulator, 'The first invoice', 10);
  push(simulator, 'Something else', 10);
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await openExplorer(page);
  await askQuery(page, 'subject:invoice time:>=now-7d');
  await page.getByRole('button', { name: 'Alert on this' }).click();
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await expect(preview.getByText('1 alert: 1 medium')).toBeVisible();
  await expect(preview.getByText('someone@halden.example: The first invoice')).toBeVisible();

  // What is wrong is said at its line, and cannot be saved.
  await page.getByRole('textbox', { name: 'Rule' }).focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('nonsense: 1\n');
  await expect(preview.getByRole('button', { name: /^Line 1 .*nonsense/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: 'Save and raise 1 alert' }).click();
  await expect(page.getByRole('heading', { name: 'Detections' })).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Rule own.rule-1' })).toBeChecked();
  expect((await storedAlerts(page)).alerts.map(({ title }) => title)).toEqual([
    'someone@halden.example: The first invoice',
  ]);

  push(simulator, 'The second invoice', 10, -minute);
  await pass(lurescope, simulator, 3 * minute);
  // One alert for each recipient and day.
  await expect
    .poll(async () => (await storedAlerts(page)).alerts.map(({ count }) => count), { timeout: 30_000 })
    .toEqual([2]);

  await page.getByRole('region', { name: 'Own rules' }).locator('summary').click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('There is none yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('switch', { name: 'Rule own.rule-1' })).toBeChecked();
});

test('alerts are saved as a file where the analyst says', async ({ lurescope, simulate, sourceName }) => {
  const simulator = await simulate({ rate: 0 });
  push(simulator, '=1+1, an invoice', 92);
  const page = await lurescope.launch();
  const path = join(lurescope.userData, 'saved.csv');
  await lurescope.answerSaveDialog(path);
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await page.getByRole('link', { name: 'Alerts' }).click();
  await expect(page.getByRole('list', { name: 'Alerts' }).getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: 'CSV', exact: true }).click();
  await expect(page.getByText('1 alert saved')).toBeVisible();
  const [head, line] = readFileSync(path, 'utf8').split('\r\n');
  expect(head).toContain('id,severity,title,rule,state');
  expect(line).toContain(`"${titleOf('=1+1, an invoice', 92)}",essentials.phishing,new`);
});
