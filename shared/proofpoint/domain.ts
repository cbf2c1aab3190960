import { z } from 'zod';

/** Where the SIEM API lives unless an organisation was told otherwise. */
export const defaultDomain = 'https://tap-api-v2.proofpoint.com';

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

export function isLoopback(origin: string): boolean {
  return loopbackHosts.has(new URL(origin).hostname);
}

/**
 * Reads the Domain field as a person types it and gives its origin, such as `https://tap-api-v2.proofpoint.com`.
 * It has to be https (http only to this machine itself, for tests), without path, user name or query: the secret
 * is sent to it and to nowhere else.
 */
export const domainSchema = z.string().transform((typed, context) => {
  const fail = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  const text = typed.trim();
  if (text === '') return fail(`Enter the domain of the API, usually ${defaultDomain}.`);
  if (/\s/.test(text)) return fail('The domain has a space in it. Copy it again without spaces.');
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  let url: URL;
  try {
    url = new URL(withScheme);
  } catch {
    return fail(`"${text}" is not a domain. It looks like ${defaultDomain}.`);
  }
  if (url.username !== '' || url.password !== '') {
    return fail('Leave user name and password out of the domain; they have fields of their own.');
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopbackHosts.has(url.hostname))) {
    return fail(`Use https://: the secret must not travel unprotected over ${url.protocol.slice(0, -1)}.`);
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return fail(`Enter the domain alone, without a path: ${url.origin}.`);
  }
  return url.origin;
});
