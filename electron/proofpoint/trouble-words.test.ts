import { describe, expect, it } from 'vitest';
import { troubleKinds } from '../../shared/proofpoint/trouble.ts';
import { troubleOfBody, troubleOfError, troubleOfStatus } from './trouble-words.ts';

const origin = 'https://tap.example';
const now = Date.UTC(2025, 5, 1, 12);

function failed(code: string, depth = 1): Error {
  let error: Error = Object.assign(new Error('inner'), { code });
  for (let i = 0; i < depth; i++) error = new TypeError('fetch failed', { cause: error });
  return error;
}

function statusOf(status: number, headers: Record<string, string> = {}, detail = '') {
  return troubleOfStatus(new Response(null, { status, headers }), origin, detail, now);
}

describe('a request without an answer', () => {
  it.each([
    ['ENOTFOUND', 'host-unknown'],
    ['EAI_AGAIN', 'host-unknown'],
    ['ECONNREFUSED', 'unreachable'],
    ['ECONNRESET', 'unreachable'],
    ['UND_ERR_SOCKET', 'unreachable'],
    ['ENETUNREACH', 'unreachable'],
    ['ETIMEDOUT', 'timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
  ])('for %s is %s', (code, kind) => {
    expect(troubleOfError(failed(code), origin).kind).toBe(kind);
    expect(troubleOfError(failed(code, 2), origin).kind).toBe(kind);
  });

  it('whose causes are several is the first of them', () => {
    const many = new AggregateError([failed('ECONNREFUSED', 0), failed('ENETUNREACH', 0)]);
    const trouble = troubleOfError(new TypeError('fetch failed', { cause: many }), origin);
    expect(trouble.sentence).toMatch(/^tap\.example refuses connections\./);
  });

  it('that was given up is a time-out', () => {
    expect(troubleOfError(new DOMException('x', 'TimeoutError'), origin).kind).toBe('timeout');
  });

  it('for a reason nobody knows still gives a sentence with the host', () => {
    for (const error of [new Error('odd'), 'a text', undefined, { code: 'E' }]) {
      const { kind, sentence } = troubleOfError(error, origin);
      expect(kind).toBe('unreachable');
      expect(sentence).toMatch(/tap\.example broke/);
    }
  });
});

describe('a status', () => {
  it.each([
    [301, 'redirected'],
    [302, 'redirected'],
    [308, 'redirected'],
    [400, 'bad-request'],
    [401, 'unauthorised'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [405, 'not-found'],
    [429, 'throttled'],
    [500, 'server-error'],
    [502, 'server-error'],
    [503, 'server-error'],
    [504, 'server-error'],
  ])('%i is %s and names the status', (status, kind) => {
    const trouble = statusOf(status);
    expect(trouble).toMatchObject({ kind, status });
    expect(troubleKinds).toContain(trouble.kind);
    expect(trouble.sentence).toMatch(/\.$/);
  });

  it('400 says what the service said', () => {
    expect(statusOf(400, {}, 'too short').sentence).toBe(
      'tap.example refused the window that was asked for (400). It says: "too short".',
    );
  });

  it.each([
    ['https://other.example/x', 'other.example'],
    ['/relative', 'tap.example'],
    ['http://[', 'an address that is none'],
  ])('a redirect to %s names where to', (location, where) => {
    expect(statusOf(302, { location }).sentence).toContain(`redirects to ${where}.`);
  });

  it.each([
    ['17', 17],
    [' 17 ', 17],
    ['0', 0],
    ['999999999', 86_400],
    ['Sun, 01 Jun 2025 12:05:00 GMT', 300],
    ['Sun, 01 Jun 2025 11:00:00 GMT', undefined],
    ['soon', undefined],
    ['-5', undefined],
  ])('429 with Retry-After %j waits %s seconds', (header, seconds) => {
    expect(statusOf(429, { 'retry-after': header }).retryAfterSeconds).toBe(seconds);
  });

  it('429 without Retry-After names no wait', () => {
    expect(statusOf(429)).not.toHaveProperty('retryAfterSeconds');
  });
});

describe('a body that is no answer', () => {
  it.each(['not-the-api', 'malformed', 'truncated'] as const)('%s gives a sentence', (kind) => {
    expect(troubleOfBody(kind, origin, 'what it was')).toMatchObject({
      kind,
      status: 200,
      sentence: expect.stringMatching(/tap\.example.*what it was/),
    });
  });
});
