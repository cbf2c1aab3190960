import { percentDecoded } from './unescape.ts';

const runLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The shortest run a letter can stand for: shorter ones are written as single stars. */
const shortestRun = 2;

/** The text that base64url stands for. @returns undefined where it stands for none */
function textOfBase64(encoded: string): string | undefined {
  if (!/^[\w-]*={0,2}$/.test(encoded)) return undefined;
  const plain = encoded.replace(/=+$/, '');
  if (plain.length % 4 === 1) return undefined;
  try {
    const bytes = atob(plain.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)),
    );
  } catch {
    return undefined;
  }
}

/** What a link of version 3 leads to, or why that cannot be told. */
export type Unwrapped = { ok: true; url: string } | { ok: false; reason: string };

function fault(reason: string): Unwrapped {
  return { ok: false, reason };
}

/**
 * Reads what stands behind `/v3/`: `__BODY__;REPLACEMENTS!…`. The service puts a star in the place of characters it
 * will not have in a link, and keeps those, one after another, as base64 behind it.
 */
export function unwrapVersionThree(path: string): Unwrapped {
  const match = /^__(.+?)__;([^!]*)!/s.exec(path);
  if (!match) return fault('it has no end, or is not written as version 3 is');
  const [, body = '', encoded = ''] = match;
  const replacements = textOfBase64(encoded);
  if (replacements === undefined) return fault('its replaced characters cannot be read');
  const characters = Array.from(replacements);
  const text = percentDecoded(body.replace(/^([a-z][a-z\d+.-]*:\/)(?=[^/])/i, '$1/'));
  let next = 0;
  let faulty: string | undefined;
  const url = text.replaceAll(/\*(?:\*(.))?/gsu, (_, letter: string | undefined) => {
    const index = letter === undefined ? 0 : runLetters.indexOf(letter);
    if (index === -1) faulty ??= 'it names a run of characters that cannot be';
    const count = letter === undefined ? 1 : index + shortestRun;
    if (next + count > characters.length) faulty ??= 'replaced characters are missing';
    next += count;
    return characters.slice(next - count, next).join('');
  });
  if (next < characters.length) faulty ??= 'replaced characters are left over';
  return faulty === undefined ? { ok: true, url } : fault(faulty);
}
