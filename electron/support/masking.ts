import { homedir } from 'node:os';

/** Texts that a fact of the log may keep: words of our own, never of an event or an organisation. */
const plainKeys = new Set([
  'lane',
  'pool',
  'kind',
  'call',
  'version',
  'node',
  'level',
  'time',
  'theme',
  'timeZone',
  'state',
]);

const patterns: readonly (readonly [RegExp, string])[] = [
  // What a parser quotes may be an event's text.
  [/(["“`]).*["”`]/gs, '[text]'],
  [/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '[address]'],
  [/[^\s<>"']+@[^\s<>"']+/g, '[address]'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '[address]'],
  [/\b[0-9a-f]*:[0-9a-f:]*:[0-9a-f:]+\b/gi, '[address]'],
  [/\b(?:[\p{L}\p{N}_-]+\.)+\p{L}{2,}\b/giu, '[name]'],
  [/[a-z0-9+/=_-]{20,}/gi, '[token]'],
];

/**
 * Makes a text fit to be shown to somebody outside: whatever could be an address, a domain, a secret or an event's
 * text is replaced.
 * @param names what has to be replaced wherever it stands, such as the names of sources, and by what
 */
export function createMask(
  names: readonly (readonly [name: string, by: string])[],
): (text: string) => string {
  const known = [...names, [homedir(), '~'] as const]
    .filter(([name]) => name.length > 1)
    .sort(([a], [b]) => b.length - a.length);
  return (text) => {
    const replaced = known.reduce((masked, [name, by]) => masked.replaceAll(name, by), text);
    return patterns.reduce((masked, [pattern, by]) => masked.replaceAll(pattern, by), replaced);
  };
}

/** The numbers, flags and own words within a value; all other text is left out, since nobody knows what it holds. */
export function plainFacts(value: unknown, key = ''): unknown {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string')
    return plainKeys.has(key) && /^[\w.:+-]{1,40}$/.test(value) ? value : undefined;
  if (Array.isArray(value))
    return value.map((one) => plainFacts(one, key)).filter((one) => one !== undefined);
  if (typeof value !== 'object') return undefined;
  const kept = Object.entries(value)
    .map(([name, one]) => [name, plainFacts(one, name)] as const)
    .filter(([name, one]) => one !== undefined && /^[A-Za-z]{1,40}$/.test(name));
  return Object.fromEntries(kept);
}
