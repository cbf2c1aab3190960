/** What decides Chromium's command line. */
export interface FlagInput {
  userDataDir: string;
  debuggingPort: number;
  headless: boolean;
  /** Port of the loopback server that answers for the app's own protocol. */
  loopbackPort: number;
  /** A process of root must run without Chromium's sandbox. */
  root: boolean;
  /** Switches from the command line and from `app.commandLine`. */
  extra: readonly string[];
}

const DISABLED_FEATURES = [
  'BackForwardCache',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'Translate',
];

/** Chromium's command line. Background work must go on at full speed, since a hidden page still ingests. */
export function browserFlags(input: FlagInput): string[] {
  const merged = mergeFeatures(input.extra);
  return [
    `--user-data-dir=${input.userDataDir}`,
    `--remote-debugging-port=${input.debuggingPort}`,
    `--host-resolver-rules=MAP *.localhost 127.0.0.1:${input.loopbackPort}`,
    '--no-startup-window',
    '--keep-alive-for-test',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-proxy-server',
    '--disable-background-networking',
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--disable-ipc-flooding-protection',
    '--disable-hang-monitor',
    '--disable-popup-blocking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-quic',
    '--disable-sync',
    '--disable-session-crashed-bubble',
    '--disable-search-engine-choice-screen',
    '--hide-crash-restore-bubble',
    '--password-store=basic',
    '--use-mock-keychain',
    ...(input.headless ? ['--headless', '--disable-gpu', '--hide-scrollbars'] : []),
    ...(input.root ? ['--no-sandbox', '--test-type'] : []),
    ...merged,
  ];
}

/** Chromium keeps only the last `--disable-features`, so the app's and the host's become one. */
function mergeFeatures(extra: readonly string[]): string[] {
  const prefix = '--disable-features=';
  const asked = extra
    .filter((arg) => arg.startsWith(prefix))
    .flatMap((arg) => arg.slice(prefix.length).split(','));
  const rest = extra.filter((arg) => !arg.startsWith(prefix));
  return [`${prefix}${[...new Set([...DISABLED_FEATURES, ...asked])].join(',')}`, ...rest];
}
