import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultDomain, domainSchema, isLoopback } from './domain.ts';

function sentenceOf(typed: string): string | undefined {
  return domainSchema.safeParse(typed).error?.issues[0]?.message;
}

describe('a domain', () => {
  it.each([
    ['https://tap-api-v2.proofpoint.com', defaultDomain],
    ['https://tap-api-v2.proofpoint.com/', defaultDomain],
    ['  https://tap-api-v2.proofpoint.com\n', defaultDomain],
    ['tap-api-v2.proofpoint.com', defaultDomain],
    ['HTTPS://TAP-API-V2.Proofpoint.com', defaultDomain],
    ['https://tap-api-v2.proofpoint.com:443', defaultDomain],
    ['https://api.example:8443', 'https://api.example:8443'],
    ['api.example:8443', 'https://api.example:8443'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('%j gives %s', (typed, origin) => expect(domainSchema.parse(typed)).toBe(origin));

  it.each([
    ['', `Enter the domain of the API, usually ${defaultDomain}.`],
    ['   ', `Enter the domain of the API, usually ${defaultDomain}.`],
    ['https://tap api.example', 'The domain has a space in it. Copy it again without spaces.'],
    ['https://', `"https://" is not a domain. It looks like ${defaultDomain}.`],
    ['javascript:alert(1)', `"javascript:alert(1)" is not a domain. It looks like ${defaultDomain}.`],
    [
      'https://user@api.example',
      'Leave user name and password out of the domain; they have fields of their own.',
    ],
    [
      'https://:secret@api.example',
      'Leave user name and password out of the domain; they have fields of their own.',
    ],
    ['http://api.example', 'Use https://: the secret must not travel unprotected over http.'],
    ['ftp://api.example', 'Use https://: the secret must not travel unprotected over ftp.'],
    ['ws://127.0.0.1', 'Use https://: the secret must not travel unprotected over ws.'],
    ['http://127.0.0.1.evil.example', 'Use https://: the secret must not travel unprotected over http.'],
    ['https://api.example/v2/siem', 'Enter the domain alone, without a path: https://api.example.'],
    ['https://api.example/?a=1', 'Enter the domain alone, without a path: https://api.example.'],
    ['https://api.example/#top', 'Enter the domain alone, without a path: https://api.example.'],
  ])('%j is refused with a sentence', (typed, sentence) => expect(sentenceOf(typed)).toBe(sentence));

  it('whatever is typed, gives an https or loopback origin or a sentence', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain()), (typed) => {
        const result = domainSchema.safeParse(typed);
        if (!result.success) {
          expect(result.error.issues[0]?.message).toMatch(/\.$/);
          return;
        }
        expect(new URL(result.data).origin).toBe(result.data);
        expect(result.data.startsWith('https://') || isLoopback(result.data)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the loopback', () => {
  it.each(['http://127.0.0.1:1', 'http://localhost', 'https://[::1]:2'])('%s is it', (origin) => {
    expect(isLoopback(origin)).toBe(true);
  });
  it.each(['https://localhost.example', 'https://10.0.0.1', defaultDomain])('%s is not', (origin) => {
    expect(isLoopback(origin)).toBe(false);
  });
});
