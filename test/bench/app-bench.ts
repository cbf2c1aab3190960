import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { LurescopeApp } from '../e2e/lurescope-app.ts';
import type { Bench } from './bench.ts';
import { objectMemory } from './column-memory-bench.ts';
import { costFigure, median, quantile } from './figure.ts';
import { startFilled } from './million-app.ts';
import { rendererMemory } from './renderer-memory.ts';

const million = 1_000_000;
const wheelTurns = 240;
const jumps = 40;

/** How long the page took from one frame to the next, ms, while it was scrolled. */
async function framesWhile(page: Page, scroll: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const frames: number[] = [];
    let before = performance.now();
    const next = (now: number) => {
      frames.push(now - before);
      before = now;
      if (window.benchFrames === frames) requestAnimationFrame(next);
    };
    window.benchFrames = frames;
    requestAnimationFrame(next);
  });
  await scroll();
  return page.evaluate(() => {
    const frames = window.benchFrames ?? [];
    window.benchFrames = undefined;
    // The first one began before it was looked at.
    return frames.slice(1);
  });
}

declare global {
  interface Window {
    benchFrames: number[] | undefined;
  }
}

function firstRow(page: Page): Locator {
  return page.locator('[role="grid"] [data-index]').first();
}

async function scrollThrough(page: Page): Promise<void> {
  await firstRow(page).hover({ position: { x: 40, y: 8 } });
  for (let turn = 0; turn < wheelTurns; turn++) {
    await page.mouse.wheel(0, turn % 60 < 40 ? 600 : -240);
    await page.waitForTimeout(16);
  }
}

/** As dragging the scroll bar does: somewhere else each time. */
async function jumpAbout(page: Page): Promise<void> {
  const keys = ['End', 'Home', 'PageDown', 'PageUp'] as const;
  for (let jump = 0; jump < jumps; jump++) {
    await page.keyboard.press(keys[jump % keys.length] as string);
    await page.waitForTimeout(60);
  }
}

/** What the page's process holds once nothing more is freed, MB. */
async function heldMemory(lurescope: LurescopeApp): Promise<number> {
  const pid = lurescope.app.process().pid ?? 0;
  let held = rendererMemory(pid);
  for (let looks = 0; looks < 60; looks++) {
    await lurescope.page.waitForTimeout(1000);
    const now = rendererMemory(pid);
    if (looks > 10 && now >= held * 0.98) return now;
    held = now;
  }
  return held;
}

/** Until the table has rows: what an analyst waits for after a start. */
async function untilUseful(page: Page): Promise<number> {
  await page.reload();
  await firstRow(page).waitFor();
  return page.evaluate(() => performance.now());
}

async function takePictures(lurescope: LurescopeApp, page: Page, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const detail = page.getByRole('region', { name: 'Event', exact: true });
  for (const theme of ['light', 'dark'] as const) {
    await lurescope.setTheme(theme);
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(folder, `explorer-million-${theme}.png`) });
    await firstRow(page).click();
    await detail.waitFor();
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(folder, `detail-million-${theme}.png`) });
    await detail.getByRole('button', { name: 'Close' }).click();
    await detail.waitFor({ state: 'hidden' });
  }
}

/** The app itself with a million events: how soon it shows them, and how it scrolls. */
export const appBench: Bench = {
  name: 'app',
  about: 'the app with a million events: its start and its table',
  needsApp: true,
  async run({ rounds, say, pictures }) {
    const objects = await objectMemory();
    const lurescope = new LurescopeApp();
    try {
      const page = await startFilled(lurescope, million);
      await firstRow(page).waitFor({ timeout: 120_000 });
      const starts: number[] = [];
      for (let round = 0; round < rounds; round++) starts.push(await untilUseful(page));
      say(`  first rows after ${starts.map((ms) => ms.toFixed(0)).join(', ')} ms`);
      const isComplete = (text: string | null) =>
        Number(/[\d,]+/.exec(text ?? '')?.[0].replaceAll(',', '')) >= million;
      const until = Date.now() + 120_000;
      while (!isComplete(await page.getByTestId('counts').textContent())) {
        if (Date.now() > until) throw new Error('The million events never showed.');
        await page.waitForTimeout(250);
      }
      const held = await heldMemory(lurescope);
      say(`  the page holds ${held.toFixed(0)} MB`);
      if (pictures) await takePictures(lurescope, page, pictures);
      await scrollThrough(page);
      const wheel = await framesWhile(page, () => scrollThrough(page));
      await firstRow(page).click();
      const jumping = await framesWhile(page, () => jumpAbout(page));
      const told = (frames: readonly number[]) =>
        `${frames.length} frames, p99 ${quantile(frames, 0.99).toFixed(1)} ms, longest ${Math.max(...frames).toFixed(1)} ms`;
      say(`  by the wheel: ${told(wheel)}; from end to end: ${told(jumping)}`);
      const alone = { peer: Number.NaN, peerName: '-' };
      return [
        costFigure({
          ...alone,
          name: 'the app from its page being loaded to the first rows, 1,000,000 stored',
          unit: 'ms',
          ours: median(starts),
          goal: { oursAtMost: 1500 },
          note: `the whole page with its scripts, in the app; ${starts.length} times, the slowest ${Math.max(...starts).toFixed(0)} ms`,
        }),
        costFigure({
          name: 'memory of the page with 1,000,000 events',
          unit: 'MB',
          ours: held,
          peer: objects.each * (million / 1e6),
          peerName: 'objects with every field, alone',
          goal: { oursAtMost: 300 },
          note: 'all of the process that draws the page: Chromium, scripts, the store and its engine; the peer is the objects alone, without a page around them',
        }),
        costFigure({
          ...alone,
          name: 'longest frame while 1,000,000 rows are scrolled by the wheel',
          unit: 'ms',
          ours: Math.max(...wheel),
          goal: { oursAtMost: 32 },
          note: `from one animation frame to the next, drawn without a graphics card; ${told(wheel)}; from end to end by keys: ${told(jumping)}`,
        }),
      ];
    } finally {
      await lurescope.dispose();
    }
  },
};
