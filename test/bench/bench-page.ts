import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { findBrowser } from '../electron-host/src/browser/find-browser.ts';

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };

export interface BenchPage {
  page: Page;
  close(): Promise<void>;
}

/**
 * Opens the bench's page in a Chromium like the app's, with a database on disk.
 * @param routes further paths that the page's server answers
 */
export async function openBenchPage(
  routes: Record<string, (request: IncomingMessage, response: ServerResponse) => void>,
): Promise<BenchPage> {
  const folder = mkdtempSync(join(tmpdir(), 'lurescope-bench-'));
  const built = join(folder, 'page');
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'page'),
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { outDir: built, emptyOutDir: true, target: 'chrome140', chunkSizeWarningLimit: 2000 },
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const route = routes[pathname];
    if (route) return route(request, response);
    try {
      const path = pathname === '/' ? '/index.html' : pathname;
      const body = readFileSync(join(built, path));
      response.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/plain' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = findBrowser();
  if (!browser)
    throw new Error('The bench needs Chromium, Chrome or Edge: run "npm start" once, which finds one.');
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: browser.path,
    headless: true,
    args: [...root, '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => 'benchLooks' in window);
  return {
    page,
    async close() {
      await context.close();
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
