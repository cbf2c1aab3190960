import { notSupported } from '../unsupported.ts';

const SUFFIX = '.localhost';

/**
 * Translates between the addresses that the app uses (`app://lurescope/x`) and those that Chromium loads
 * (`http://lurescope.localhost/x`), because Chromium refuses an unknown scheme. The page's origin then depends
 * neither on a port nor on the run, so that its storage stays.
 */
export class AddressBook {
  #scheme: string | undefined;

  /** Makes `scheme` the one that stands for `http://*.localhost`. */
  register(scheme: string): void {
    if (this.#scheme !== undefined && this.#scheme !== scheme) {
      throw notSupported(`a second custom scheme (${scheme}: beside ${this.#scheme}:)`);
    }
    this.#scheme = scheme;
  }

  get scheme(): string | undefined {
    return this.#scheme;
  }

  /** The address that Chromium is to load for one the app names. */
  toPage(url: string): string {
    const parsed = parse(url);
    if (!parsed || !this.#scheme || parsed.protocol !== `${this.#scheme}:`) return url;
    if (!/^[a-z0-9-]+$/i.test(parsed.hostname)) throw notSupported(`the host name in ${url}`);
    return `http://${parsed.hostname.toLowerCase()}${SUFFIX}${parsed.pathname || '/'}${parsed.search}${parsed.hash}`;
  }

  /** The address that the app knows for one that Chromium reports. */
  toApp(url: string): string {
    const parsed = parse(url);
    if (!parsed || !this.#scheme || !isMapped(parsed)) return url;
    const host = parsed.hostname.slice(0, -SUFFIX.length);
    return `${this.#scheme}://${host}${parsed.pathname}${parsed.search}${parsed.hash}`;
  }

  /** The origin of an address in the app's own form: `app://lurescope`, without a trailing slash. */
  originOf(url: string): string {
    const mapped = this.toApp(url);
    const parsed = parse(mapped);
    if (!parsed) return 'null';
    return parsed.protocol === `${this.#scheme}:` ? `${parsed.protocol}//${parsed.host}` : parsed.origin;
  }

  /** Whether Chromium's address belongs to the app. */
  isOwn(url: string): boolean {
    const parsed = parse(url);
    return parsed !== undefined && this.#scheme !== undefined && isMapped(parsed);
  }

  /** Rewrites the app's scheme inside a header's value, as in a Content-Security-Policy that names it. */
  headerToPage(value: string): string {
    if (!this.#scheme) return value;
    const escaped = this.#scheme.replace(/[.+-]/g, '\\$&');
    return value
      .replace(new RegExp(`\\b${escaped}://([a-z0-9-]+)`, 'gi'), `http://$1${SUFFIX}`)
      .replace(new RegExp(`(^|[\\s;,])${escaped}:(?=$|[\\s;,])`, 'gi'), `$1http://*${SUFFIX}`);
  }
}

/** The app's host name for a Host header, or undefined where the header is not one of the app's. */
export function hostOfHeader(header: string | undefined): string | undefined {
  return /^([a-z0-9-]+)\.localhost(?::80)?$/.exec(header ?? '')?.[1];
}

function isMapped(url: URL): boolean {
  return (
    url.protocol === 'http:' &&
    url.port === '' &&
    url.hostname.endsWith(SUFFIX) &&
    url.hostname.length > SUFFIX.length
  );
}

function parse(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined;
}
