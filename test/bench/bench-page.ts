import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { findBrowser } from '../electron-host/src/browser/find-browser.ts';

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };

/** A page that is isolated so has a clock of 5 µs, another one of 100 µs. */
const isolated = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

type Routes = Record<string, (request: IncomingMessage, response: ServerResponse) => void>;

function routeOf(routes: Routes, pathname: string): Routes[string] | undefined {
  const prefix = Object.keys(routes).find((path) => path.endsWith('/') && pathname.startsWith(path));
  return routes[pathname] ?? (prefix === undefined ? undefined : routes[prefix]);
}

export interface BenchPage {
  page: Page;
  close(): Promise<void>;
}

/**
 * Opens the bench's page in a Chromium like the app's, with a database on disk.
 * @param routes further paths that the page's server answers; one that ends in a slash stands for all below it
 */
export async function openBenchPage(routes: Routes): Promise<BenchPage> {
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
    const route = routeOf(routes, pathname);
    if (route) return route(request, response);
    try {
      const path = pathname === '/' ? '/index.html' : pathname;
      const body = readFileSync(join(built, path));
      const type = { 'content-type': types[extname(path)] ?? 'text/plain' };
      response.writeHead(200, { ...isolated, ...type }).end(body);
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
    args: [
      ...root,
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      // The plain way fetches from the simulator itself, which answers no browser's preflight.
      '--disable-web-security',
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => 'bench' in window);
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
