import { searchText } from '../../renderer/store/event-row.ts';
import { identityOf } from '../../shared/event/identity.ts';
import { normaliseEvent } from '../../shared/event/normalise.ts';
import type { ThreatEvent } from '../../shared/event/threat-event.ts';
import { createTenant } from '../../shared/sample-tenant/tenant.ts';
import { expect, test } from './fixtures.ts';
import type { LurescopeApp } from './lurescope-app.ts';
import { openSample } from './sample-explorer.ts';
import { askQuery, counts, queryBox, queryText } from './screens.ts';

const sample = { seed: 7, rate: 30 };

/** The newest version of each event of the organisation, as it should be in the store. */
async function expectedEvents(lurescope: LurescopeApp): Promise<ThreatEvent[]> {
  const { coverage, clicksReadThrough } = await lurescope.source();
  const [held] = coverage;
  if (!held) throw new Error('Nothing is held.');
  const tenant = createTenant(sample);
  const entries = [
    ...tenant.iterateCreatedBetween(held.from, held.to),
    ...tenant.iterateCreatedBetween(held.to, clicksReadThrough ?? held.to, 'clickPermitted'),
  ];
  const newest = new Map<string, (typeof entries)[number]>();
  for (const entry of entries) {
    const identity = identityOf(entry.kind, entry.raw);
    const known = newest.get(identity);
    if (!known || entry.createdAt > known.createdAt) newest.set(identity, entry);
  }
  return [...newest.values()].map(({ kind, raw }) => normaliseEvent(kind, raw, 0));
}

test('each filter shows exactly the events it should, alone and together', async ({ lurescope }) => {
  const page = await openSample(lurescope, sample);
  const events = await expectedEvents(lurescope);
  const shows = async (isShown: (event: ThreatEvent) => boolean) => {
    const expected = events.filter(isShown).length;
    await expect.poll(() => counts(page)).toEqual([expected, events.length]);
    return expected;
  };
  await shows(() => true);

  const kind = page.getByRole('checkbox', { name: /^delivered/ });
  await kind.check();
  await shows((event) => event.kind === 'messageDelivered');
  const phish = page.getByRole('checkbox', { name: /^phish/ });
  await phish.check();
  const isPhish = (event: ThreatEvent) =>
    event.threatsInfoMap.some(({ classification }) => classification === 'phish');
  const both = await shows((event) => event.kind === 'messageDelivered' && isPhish(event));
  expect(both).toBeGreaterThan(0);
  expect(await queryText(page)).toBe('kind:messageDelivered AND classification:phish');
  await kind.uncheck();
  await phish.uncheck();
  expect(await queryText(page)).toBe('');

  await page.getByRole('checkbox', { name: /^attachment/ }).check();
  await shows((event) => event.threatsInfoMap.some(({ threatType }) => threatType === 'attachment'));
  await page.getByRole('checkbox', { name: /^attachment/ }).uncheck();
  await page.getByRole('checkbox', { name: /^cleared/ }).check();
  const cleared = await shows((event) =>
    event.threatsInfoMap.some(({ threatStatus }) => threatStatus === 'cleared'),
  );
  expect(cleared).toBeGreaterThan(0);
  await page.getByRole('checkbox', { name: /^cleared/ }).uncheck();

  for (const score of ['phish', 'malware', 'impostor', 'spam'] as const) {
    const least = page.getByRole('slider', { name: `Least ${score} score` });
    await least.focus();
    for (let i = 0; i < 7; i++) await page.keyboard.press('PageUp');
    await expect(least).toHaveAttribute('aria-valuenow', '70');
    const greatest = page.getByRole('slider', { name: `Greatest ${score} score` });
    await greatest.focus();
    await page.keyboard.press('PageDown');
    await expect(greatest).toHaveAttribute('aria-valuenow', '90');
    await shows((event) => {
      const value = event[`${score}Score`];
      return value !== null && value >= 70 && value <= 90;
    });
    expect(await queryText(page)).toBe(`${score}Score:70..90`);
    await page.getByRole('button', { name: 'Clear the query' }).click();
    await shows(() => true);
  }

  const sender = events.find((event) => event.fromAddress[0])?.fromAddress[0] ?? '';
  await askQuery(page, `"${sender.toUpperCase()}"`);
  const bySender = await shows((event) =>
    JSON.stringify(event.raw).toLowerCase().includes(sender.toLowerCase()),
  );
  expect(bySender).toBeGreaterThan(0);
  await askQuery(page, '');

  await page.getByRole('combobox', { name: 'Time range' }).selectOption('Last 24 hours');
  expect(await queryText(page)).toBe('time:>now-24h');
  const dayAgo = Date.now() - 24 * 3_600_000;
  await expect
    .poll(async () => {
      const [shown] = await counts(page);
      // The stretch ends at the moment of asking, so events of these seconds may fall on either side.
      return Math.abs(shown - events.filter(({ time }) => Date.parse(time) >= dayAgo).length) <= 2;
    })
    .toBe(true);
});

test('the keyboard alone finds an event, opens it, and leads back', async ({ lurescope }) => {
  const page = await openSample(lurescope, sample);
  await page.keyboard.press('/');
  await page.keyboard.type('phish');
  await page.keyboard.press('Enter');
  await expect(queryBox(page)).not.toBeFocused();
  const events = await expectedEvents(lurescope);
  const first = events.filter(({ raw }) => searchText(raw).includes('phish')).length;
  await expect.poll(() => counts(page)).toEqual([first, events.length]);
  expect(first).toBeGreaterThan(0);
  for (let i = 0; i < 3; i++) await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect(page.getByRole('row', { selected: true })).toHaveAttribute('aria-rowindex', '3');
  const subject =
    (await page.getByRole('row', { selected: true }).getByRole('gridcell').nth(5).textContent()) ?? '';
  await page.keyboard.press('Enter');
  const detail = page.getByRole('region', { name: 'Event', exact: true });
  const headline = subject === '' ? /without a subject$/ : subject.slice(0, 400);
  await expect(detail.getByRole('heading', { level: 2 })).toHaveText(headline);
  await page.keyboard.press('Escape');
  await expect(detail).toBeHidden();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page.getByRole('heading', { name: 'Sources' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await expect.poll(async () => (await counts(page))[0]).toBe(first);
});

test('the histogram narrows the time by dragging and by keyboard', async ({ lurescope }) => {
  const page = await openSample(lurescope, sample);
  const [, all] = await counts(page);
  const histogram = page.getByRole('application', { name: /Events over time/ });
  const box = await histogram.boundingBox();
  if (!box) throw new Error('The histogram has no place on the screen.');
  await page.mouse.move(box.x + box.width * 0.6, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + 20, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => (await counts(page))[0]).toBeLessThan(all);
  const [brushed] = await counts(page);
  expect(brushed).toBeGreaterThan(0);
  expect(await queryText(page)).toMatch(/^time:\[\S+Z TO \S+Z\}$/);
  await expect(page.getByTestId('brush')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Time range' })).toHaveValue('custom');
  // From the middle of what was brushed, which is drawn with a margin on either side.
  await histogram.focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < 3; i++) await page.keyboard.press('PageDown');
  for (let i = 0; i < 8; i++) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await counts(page))[0]).toBeLessThan(brushed);
  await page.keyboard.press('Backspace');
  await expect.poll(async () => (await counts(page))[0]).toBe(brushed);
  await page.keyboard.press('Escape');
  await expect.poll(() => counts(page)).toEqual([all, all]);
  await page.getByRole('combobox', { name: 'Time range' }).selectOption('Last hour');
  await page.getByRole('combobox', { name: 'Time range' }).selectOption('All time');
  await expect.poll(() => counts(page)).toEqual([all, all]);
});
