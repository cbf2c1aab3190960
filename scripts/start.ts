/**
 * `npm start`: builds the app and opens it on the host that is there.
 *
 * Own switches: --host=electron|chromium, --headless, --demo, --seconds N, --report FILE. All others go to the app.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { build } from './build.ts';
import { runDemo } from './demo.ts';
import { chooseHost } from './host.ts';
import { root, stop } from './root.ts';

const own = {
  host: { type: 'string' },
  headless: { type: 'boolean' },
  demo: { type: 'boolean' },
  seconds: { type: 'string' },
  report: { type: 'string' },
} as const;

function readArguments() {
  const { values, tokens } = parseArgs({ options: own, strict: false, allowPositionals: true, tokens: true });
  const forApp = tokens.flatMap((token) => {
    if (token.kind !== 'option' || Object.hasOwn(own, token.name)) return [];
    return [token.value === undefined ? token.rawName : `${token.rawName}=${token.value}`];
  });
  const host = z.enum(['electron', 'chromium']).optional().safeParse(values.host);
  if (!host.success) stop(`--host takes electron or chromium, not "${String(values.host)}".`);
  const seconds = Number(values.seconds ?? 60);
  if (!(seconds >= 20)) stop('--seconds takes a number of at least 20.');
  return {
    host: host.data,
    seconds,
    headless: values.headless === true,
    demo: values.demo === true,
    report: typeof values.report === 'string' ? values.report : undefined,
    forApp,
  };
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

async function start(): Promise<void> {
  const options = readArguments();
  await build();
  const isHeadless = options.headless || !hasDisplay();
  // Electron itself has no headless mode: without a display the Chromium host is the one that can run.
  const force = options.host ?? (isHeadless ? 'chromium' : undefined);
  const chosen = await chooseHost(force ? { force } : {});
  const why =
    options.host === undefined && isHeadless
      ? `${chosen.reason}, since Electron needs a display`
      : chosen.reason;
  process.stdout.write(`Starting on the ${why}.\n`);
  if (isHeadless && !options.headless) {
    process.stdout.write(
      'There is no display: running headless. Ctrl+C ends it; --remote-debugging-port=PORT drives it.\n',
    );
  }
  const hostArguments = isHeadless ? ['--host-headless'] : [];
  if (options.demo) {
    process.exitCode = await runDemo({
      ...options,
      chosen,
      arguments: [...hostArguments, ...options.forApp],
    });
    return;
  }
  const [before, after] = partition(options.forApp, (arg) => arg.startsWith('--remote-debugging-port'));
  const child = spawn(chosen.executablePath, [...before, root, ...after, ...hostArguments], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => stop(`The app could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}

function partition(list: readonly string[], test: (item: string) => boolean): [string[], string[]] {
  return [list.filter(test), list.filter((item) => !test(item))];
}

start().catch((error: unknown) => stop(error instanceof Error ? error.message : String(error)));
