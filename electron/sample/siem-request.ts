import { answerQuery, type OnServed, type SiemResponse, textResponse } from './siem-answer.ts';
import { endpointOf, parseSiemQuery, type SiemEndpoint, type SiemQuery } from './siem-query.ts';
import type { EventSource } from './siem-source.ts';

/** A request as the protocol sees it. */
export interface SiemRequest {
  method: string;
  /** Path and query, as in the request line. */
  target: string;
  /** The Authorization header. */
  authorization: string | undefined;
}

/** What a credential may do: read the events, or nothing though it is valid, or it is not known. */
export type CredentialVerdict = 'allowed' | 'forbidden' | 'unknown';

export interface SiemService {
  source: EventSource;
  checkCredentials(principal: string, secret: string): CredentialVerdict;
  /** Called for each event as it goes into an answer. */
  onServed?: OnServed | undefined;
}

/** A request's answer, with what was understood of the request on the way there. */
export interface SiemOutcome {
  response: SiemResponse;
  /** Whose credentials were accepted; undefined where they were not, and the request counts for nobody. */
  principal?: string;
  endpoint?: SiemEndpoint;
  query?: SiemQuery;
}

/** The two halves of a Basic credential, or undefined where there is none that can be read. */
function parseBasic(authorization: string | undefined): { principal: string; secret: string } | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { principal: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/**
 * Answers one request as the TAP SIEM API does. The body is made lazily, while it is read; until then nothing of the
 * source is touched for JSON.
 */
export function handleSiemRequest(request: SiemRequest, service: SiemService, now: number): SiemOutcome {
  if (request.method !== 'GET')
    return { response: textResponse(405, 'Method Not Allowed', { allow: 'GET' }) };
  const at = request.target.indexOf('?');
  const endpoint = endpointOf(at < 0 ? request.target : request.target.slice(0, at));
  const credential = parseBasic(request.authorization);
  const verdict = credential ? service.checkCredentials(credential.principal, credential.secret) : 'unknown';
  if (credential === undefined || verdict === 'unknown') {
    return { response: textResponse(401, 'Unauthorized', { 'www-authenticate': 'Basic realm="tap-api"' }) };
  }
  if (verdict === 'forbidden') return { response: textResponse(403, 'Forbidden') };
  const { principal } = credential;
  if (endpoint === undefined) return { response: textResponse(404, 'Not Found'), principal };
  const query = parseSiemQuery(
    endpoint,
    new URLSearchParams(at < 0 ? '' : request.target.slice(at + 1)),
    now,
  );
  if ('status' in query) return { response: textResponse(query.status, query.message), principal, endpoint };
  return { response: answerQuery(service.source, query, now, service.onServed), principal, endpoint, query };
}
