import type { CdpSession, Protocol } from '../cdp/connection.ts';

/** A navigation that something other than the app's main process asked for. */
export interface AskedNavigation {
  url: string;
  isMainFrame: boolean;
  isRedirect: boolean;
}

/**
 * Holds every document request until it is known whether it may go on. What main itself asked for goes on; so
 * does a reload of the address shown. Everything else is asked about.
 */
export class NavigationGuard {
  readonly #session: CdpSession;
  readonly #mainFrame: string;
  readonly #ask: (navigation: AskedNavigation) => boolean;
  #expected: string | undefined;
  #current = '';

  constructor(session: CdpSession, mainFrame: string, ask: (navigation: AskedNavigation) => boolean) {
    this.#session = session;
    this.#mainFrame = mainFrame;
    this.#ask = ask;
    session.on('Fetch.requestPaused', (paused) => this.#decide(paused));
  }

  async start(): Promise<void> {
    const patterns = [
      { urlPattern: '*', resourceType: 'Document' as const, requestStage: 'Request' as const },
    ];
    await this.#session.send('Fetch.enable', { patterns });
  }

  /** Lets the next request for `url` pass: main asked for it. */
  expect(url: string): void {
    this.#expected = withoutHash(url);
  }

  /** Says which address the page now shows. */
  arrived(url: string): void {
    this.#current = withoutHash(url);
  }

  #decide(paused: Protocol.Fetch.requestPausedPayload): void {
    const url = withoutHash(paused.request.url);
    const isMainFrame = paused.frameId === this.#mainFrame;
    const isRedirect = paused.redirectedRequestId !== undefined;
    const asked = isMainFrame && !isRedirect && url === this.#expected;
    if (asked) this.#expected = undefined;
    const reload = isMainFrame && !isRedirect && url === this.#current && paused.request.method === 'GET';
    const allowed =
      asked ||
      reload ||
      this.#ask({ url: paused.request.url + (paused.request.urlFragment ?? ''), isMainFrame, isRedirect });
    const { requestId } = paused;
    if (allowed) this.#session.post('Fetch.continueRequest', { requestId });
    else this.#session.post('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
  }
}

function withoutHash(url: string): string {
  return url.replace(/#.*$/, '');
}
