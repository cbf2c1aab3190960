import { open as openInspector } from 'node:inspector';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { BrowserProcess } from './browser/browser-process.ts';
import { Buses } from './dbus/buses.ts';
import { electronModule } from './electron/module.ts';
import { Host } from './host.ts';
import { readAppPackage, readOptions } from './options.ts';

interface LoadHook {
  _load(request: string, ...rest: unknown[]): unknown;
}

/** Answers `require('electron')` in the app, and in Node's inspector, where Playwright asks for it. */
function answerElectron(electron: object): void {
  const hook = Module as unknown as LoadHook;
  const load = hook._load;
  hook._load = function (request, ...rest) {
    if (request === 'electron' || request === 'electron/main' || request === 'electron/common')
      return electron;
    return load.call(this, request, ...rest);
  };
}

async function startBrowser(host: Host): Promise<void> {
  const { app, options } = host;
  const browser = await BrowserProcess.start({
    userDataDir: join(app.getPath('sessionData'), 'chromium'),
    debuggingPort: options.debuggingPort,
    headless: options.headless,
    loopbackPort: await host.loopback.listen(),
    root: process.getuid?.() === 0,
    extra: [...options.browserArguments, ...app.commandLine.appended],
  });
  host.browser = browser;
  process.env.LURESCOPE_HOST_BROWSER = browser.product;
  process.once('exit', () => browser.kill());
  void browser.ended.then((how) => {
    if (app.ending) return;
    console.error(`Chromium host: ${how} while the app was running, so the app ends.`);
    for (const window of app.windows()) window.webContents.browserGone();
    process.exit(1);
  });
  await host.targets.watch();
}

function endWithSignals(host: Host): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => host.app.quit());
  }
  // Electron, too, reports a rejection that nobody handles and goes on.
  process.on('unhandledRejection', (reason) =>
    console.error('Unhandled promise rejection in the main process:', reason),
  );
}

async function start(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  const appPackage = readAppPackage(options.appFolder);
  if (options.inspectPort !== undefined) openInspector(options.inspectPort);
  const host = new Host(options, appPackage, await Buses.connect());
  answerElectron(electronModule(host));
  process.env.LURESCOPE_HOST = 'chromium';
  process.argv.splice(1, process.argv.length - 1, options.appFolder, ...options.appArguments);
  endWithSignals(host);
  createRequire(appPackage.main)(appPackage.main);
  // The app's first synchronous steps may end it (a second instance) or set where its data lies.
  await new Promise((resolve) => setImmediate(resolve));
  if (host.app.ending) return;
  await startBrowser(host);
  if (!host.app.ending) host.app.announceReady();
}

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
