import { expect, type Locator, type Page } from '@playwright/test';
import type { LurescopeApp } from './lurescope-app.ts';
import { openExplorer } from './screens.ts';

/** Starts on sample data, waits until a week of it is stored, and stops polling so that nothing changes. */
export async function openSample(
  lurescope: LurescopeApp,
  sample: { seed: number; rate: number; stories?: boolean },
): Promise<Page> {
  const page = await lurescope.launch({
    args: [
      `--sample-seed=${sample.seed}`,
      `--sample-rate=${sample.rate}`,
      `--sample-stories=${sample.stories ? 'on' : 'off'}`,
    ],
  });
  await page.getByRole('button', { name: 'Try with sample data' }).click();
  await lurescope.untilFilled();
  await page.getByRole('link', { name: 'Show source' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect.poll(async () => (await lurescope.source()).state).toBe('paused');
  await openExplorer(page);
  return page;
}

export function grid(page: Page): Locator {
  return page.getByRole('grid', { name: 'Events' });
}

/** The head of a column, by its id. */
export function head(page: Page, column: string): Locator {
  return grid(page)
    .getByRole('columnheader')
    .and(page.locator(`[data-column="${column}"]`));
}

/** What the first so many rows hold in a column, from the top. */
export async function columnTexts(page: Page, column: string, count: number): Promise<string[]> {
  const texts = await grid(page)
    .locator('[data-index]')
    .evaluateAll(
      (rows, id) =>
        rows
          .filter((row): row is HTMLElement => row instanceof HTMLElement)
          .sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index))
          .map((row) => row.querySelector(`[data-column="${id}"]`)?.textContent ?? ''),
      column,
    );
  return texts.slice(0, count);
}

/** Ids of the columns shown, in order. */
export async function columnOrder(page: Page): Promise<string[]> {
  return grid(page)
    .locator('[role="columnheader"][data-column]')
    .evaluateAll((heads) => heads.map((one) => one.getAttribute('data-column') ?? ''));
}
