import type { Trouble, TroubleKind } from '../../shared/proofpoint/trouble.ts';

const tlsCodes: Record<string, string> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: "its certificate is not valid yet, or this computer's clock is wrong",
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain holds one that this computer does not trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate was issued by an authority that this computer does not trust',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate was issued by an authority that this computer does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate was issued by an authority that this computer does not trust',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  EPROTO: 'it does not speak TLS as expected',
};

/** The innermost cause with a code, which is where Node puts what really happened. */
function codeOf(error: unknown): string | undefined {
  let code: string | undefined;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const inner: unknown = cause instanceof AggregateError ? cause.errors[0] : undefined;
    if (inner instanceof Error && 'code' in inner) return String(inner.code);
    if ('code' in cause && typeof cause.code === 'string') code = cause.code;
  }
  return code;
}

function trouble(kind: TroubleKind, sentence: string, extra: Partial<Trouble> = {}): Trouble {
  return { kind, sentence, ...extra };
}

/** What the innermost error says: `fetch failed` alone helps nobody. */
function innermostMessage(error: unknown): string {
  let message = String(error);
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) message = cause.message;
  return message;
}

/** A request that got no usable answer. */
export function troubleOfError(error: unknown, origin: string): Trouble {
  const host = new URL(origin).host;
  const code = codeOf(error) ?? '';
  if (error instanceof Error && error.name === 'TimeoutError') return timedOut(host);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    const cause = code === 'ENOTFOUND' ? 'No such host is known' : 'The name could not be looked up just now';
    return trouble(
      'host-unknown',
      `${cause}: ${host}. Check the domain for a typing error, and that this computer is online.`,
    );
  }
  if (tlsCodes[code] !== undefined || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) {
    const why = tlsCodes[code] ?? `the handshake failed (${code})`;
    return trouble(
      'tls',
      `No safe connection to ${host}: ${why}. Nothing was sent. Check the domain; behind a proxy that inspects TLS, have its root certificate installed on this computer.`,
    );
  }
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT' || code.endsWith('TIMEOUT'))
    return timedOut(host);
  if (code === 'ECONNREFUSED') {
    return trouble(
      'unreachable',
      `${host} refuses connections. Check the domain and port, and that no firewall or proxy stands in between.`,
    );
  }
  const what = code === '' ? innermostMessage(error) : code;
  return trouble(
    'unreachable',
    `The connection to ${host} broke (${what}). The window will be read again; nothing is lost.`,
  );
}

function timedOut(host: string): Trouble {
  return trouble(
    'timeout',
    `${host} did not answer in time. It is retried with growing pauses, and nothing is lost; if it goes on, check the network, the proxy and the service's status.`,
  );
}

/** An answer whose status says that it is none. */
export function troubleOfStatus(response: Response, origin: string, detail: string, now: number): Trouble {
  const { status } = response;
  const host = new URL(origin).host;
  const said = detail === '' ? '' : ` It says: "${detail}".`;
  const extra = { status };
  if (status >= 300 && status < 400) {
    const target = safeHost(response.headers.get('location'), origin);
    return trouble(
      'redirected',
      `${host} redirects to ${target}. The credentials were not sent there. Enter the domain of the API itself.`,
      extra,
    );
  }
  if (status === 400)
    return trouble('bad-request', `${host} refused the window that was asked for (400).${said}`, extra);
  if (status === 401) {
    return trouble(
      'unauthorised',
      `${host} does not accept these credentials (401). Check service principal and secret; a secret that was revoked needs a new one, under Settings > Connected Applications in TAP.`,
      extra,
    );
  }
  if (status === 403) {
    return trouble(
      'forbidden',
      `The credentials are right, but have no right to this data (403). Ask a TAP administrator to allow this service principal the SIEM API.`,
      extra,
    );
  }
  if (status === 404 || status === 405) {
    return trouble(
      'not-found',
      `${host} answers, but has no SIEM API there (${status}). Check the domain: it is usually tap-api-v2.proofpoint.com.`,
      extra,
    );
  }
  if (status === 429) {
    const wait = retryAfterSeconds(response.headers.get('retry-after'), now);
    return trouble(
      'throttled',
      `The request budget of these credentials is used up (429): the API allows 1,800 requests in 24 hours, shared by all tools that use this service principal. Polling goes on as older requests age out; give Lurescope a principal of its own if that happens often.`,
      wait === undefined ? extra : { ...extra, retryAfterSeconds: wait },
    );
  }
  return trouble(
    'server-error',
    `${host} has trouble of its own (${status}). It is retried with growing pauses, and nothing is lost.`,
    extra,
  );
}

function safeHost(location: string | null, origin: string): string {
  try {
    return new URL(location ?? '', origin).host;
  } catch {
    return 'an address that is none';
  }
}

function retryAfterSeconds(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 24 * 3600) : undefined;
}

/** A 200 whose body is no SIEM answer. */
export function troubleOfBody(
  kind: 'not-the-api' | 'malformed' | 'truncated' | 'too-large',
  origin: string,
  what: string,
): Trouble {
  const host = new URL(origin).host;
  const sentences = {
    'not-the-api': `${host} answered with ${what} instead of the SIEM API's JSON. Check the domain; a proxy or a log-in page may have answered in its place.`,
    malformed: `${host} sent an answer that is no valid JSON (${what}). Nothing of it was stored; the window will be read again.`,
    'too-large': `The answer of ${host} is larger than ${what}. Nothing of it was stored; the window is read in shorter pieces.`,
    truncated: `The answer of ${host} broke off (${what}). Nothing of it was stored; the window will be read again.`,
  };
  return trouble(kind, sentences[kind], { status: 200 });
}
