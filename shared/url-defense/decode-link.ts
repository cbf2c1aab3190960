import { htmlUnescaped, percentDecoded, quotedPrintableUndone } from './unescape.ts';
import { type Unwrapped, unwrapVersionThree } from './version-three.ts';

/** Who wrapped a link: URL Defense in one of its versions, or Microsoft's Safe Links. */
export type LinkLayer = 'v1' | 'v2' | 'v3' | 'safe-links';

/** Where a link leads. */
export interface DecodedLink {
  /** The link within, or the link as it was given where nothing is wrapped around it. */
  url: string;
  /** What was taken off, the outermost first. */
  layers: LinkLayer[];
  /** What is odd about it, in words for an analyst: a wrapping that could not be undone, or an end that is missing. */
  note?: string;
}

const urlDefenseHosts: ReadonlySet<string> = new Set([
  'urldefense.proofpoint.com',
  'urldefense.com',
  'urldefense.us',
]);

const safeLinksHost = /^[a-z\d-]+\.safelinks\.protection\.(?:outlook\.com|office365\.us)$/;

/** Real mail has two or three; more of them is somebody's game. */
const mostLayers = 10;

/** Far more than a link that any browser opens. */
const longestLink = 100_000;

interface Wrapping {
  layer: LinkLayer;
  unwrapped: Unwrapped;
  isCut: boolean;
}

/** The value of a parameter of a query, as it is written; `isLast` where nothing follows it. */
function parameter(query: string, name: string): { value: string; isLast: boolean } | undefined {
  const parameters = query.split('&');
  const at = parameters.findIndex((one) => one.startsWith(`${name}=`));
  const value = parameters[at]?.slice(name.length + 1).replace(/#.*$/s, '');
  return value ? { value, isLast: at === parameters.length - 1 } : undefined;
}

function ofParameter(
  layer: LinkLayer,
  found: ReturnType<typeof parameter>,
  decode: (value: string) => string | undefined,
): Wrapping {
  const url = found && decode(found.value);
  const unwrapped: Unwrapped = url
    ? { ok: true, url }
    : { ok: false, reason: found ? 'it is cut or was changed' : 'it has no link in it' };
  return { layer, unwrapped, isCut: found?.isLast === true && layer !== 'safe-links' };
}

function versionTwo(value: string): string | undefined {
  const encoded = value.replaceAll('-', '%').replaceAll('_', '/');
  // The service writes every `-` and `%` of the link as a code: one that is none is what is left of one.
  return /%(?![\da-f]{2})/i.test(encoded) ? undefined : htmlUnescaped(percentDecoded(encoded));
}

/** The wrapping of a link; undefined where there is none that is known. */
function wrappingOf(link: string): Wrapping | undefined {
  const plain = quotedPrintableUndone(link.trim()).replaceAll(/&amp;/gi, '&').replace(/^hxxp/i, 'http');
  const [, host = '', path = ''] = /^https?:\/\/([^/?#\\\s]+)([/?].*)$/is.exec(plain) ?? [];
  const lowerHost = host.toLowerCase();
  const query = path.slice(path.indexOf('?') + 1);
  if (safeLinksHost.test(lowerHost)) {
    // Its own pages have no link to lead to.
    const found = parameter(query, 'url');
    return found && ofParameter('safe-links', found, percentDecoded);
  }
  if (!urlDefenseHosts.has(lowerHost)) return undefined;
  if (path.startsWith('/v3/'))
    return { layer: 'v3', unwrapped: unwrapVersionThree(path.slice(4)), isCut: false };
  if (path.startsWith('/v2/url?')) return ofParameter('v2', parameter(query, 'u'), versionTwo);
  if (path.startsWith('/v1/url?'))
    return ofParameter('v1', parameter(query, 'u'), (value) => htmlUnescaped(percentDecoded(value)));
  return undefined;
}

/**
 * Takes the wrappings of URL Defense (versions 1, 2 and 3) and Safe Links off a link, whichever is around which.
 * Offline, and never throws: a wrapping that cannot be undone is left as it is, and `note` says why.
 */
export function decodeLink(link: string): DecodedLink {
  const layers: LinkLayer[] = [];
  let url = link;
  let note: string | undefined;
  while (url.length <= longestLink) {
    const wrapping = wrappingOf(url);
    if (!wrapping) break;
    const { layer, unwrapped, isCut } = wrapping;
    if (layers.length === mostLayers) {
      note = `More than ${mostLayers} links are wrapped around each other.`;
      break;
    }
    if (!unwrapped.ok) {
      const name = layer === 'safe-links' ? 'Safe Links' : `URL Defense ${layer}`;
      note = `This link of ${name} cannot be decoded: ${unwrapped.reason}.`;
      break;
    }
    if (isCut) note = 'The link was cut, so its end may be missing.';
    layers.push(layer);
    url = unwrapped.url;
  }
  return note === undefined ? { url, layers } : { url, layers, note };
}
