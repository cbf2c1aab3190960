import type { Protocol } from '../cdp/connection.ts';

const CODES: Record<string, number> = {
  ERR_ABORTED: -3,
  ERR_CONNECTION_RESET: -101,
  ERR_CONNECTION_REFUSED: -102,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_EMPTY_RESPONSE: -324,
};

/** Electron's words for a page that did not load. */
export function loadError(errorText: string, url: string): { code: number; name: string; error: Error } {
  const name = errorText.replace(/^net::/, '');
  const code = CODES[name] ?? -2;
  return {
    code,
    name,
    error: Object.assign(new Error(`${name} (${code}) loading '${url}'`), { code: name, errno: code, url }),
  };
}

const LEVELS: Record<string, 'info' | 'warning' | 'error' | 'debug'> = {
  error: 'error',
  assert: 'error',
  warning: 'warning',
  debug: 'debug',
};

/** The parameters of Electron's `console-message` event. */
export function consoleDetails(
  entry: Protocol.Runtime.consoleAPICalledPayload,
  toApp: (url: string) => string,
): { level: 'info' | 'warning' | 'error' | 'debug'; message: string; lineNumber: number; sourceId: string } {
  const top = entry.stackTrace?.callFrames[0];
  return {
    level: LEVELS[entry.type] ?? 'info',
    message: entry.args
      .map((arg) => (arg.value === undefined ? (arg.description ?? arg.type) : String(arg.value)))
      .join(' '),
    lineNumber: (top?.lineNumber ?? -1) + 1,
    sourceId: toApp(top?.url ?? ''),
  };
}
