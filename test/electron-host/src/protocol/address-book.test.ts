import { describe, expect, test } from 'vitest';
import { AddressBook, hostOfHeader } from './address-book.ts';

function bookOf(scheme: string): AddressBook {
  const book = new AddressBook();
  book.register(scheme);
  return book;
}

describe('AddressBook', () => {
  const book = bookOf('app');

  test.each([
    ['app://lurescope/', 'http://lurescope.localhost/'],
    ['app://lurescope/a/b.html?c=d#/e', 'http://lurescope.localhost/a/b.html?c=d#/e'],
  ])('maps %s to %s and back', (app, page) => {
    expect(book.toPage(app)).toBe(page);
    expect(book.toApp(page)).toBe(app);
    expect(book.isOwn(page)).toBe(true);
    expect(book.originOf(page)).toBe('app://lurescope');
  });

  test('gives an address without a path the root', () => {
    expect(book.toPage('app://lurescope')).toBe('http://lurescope.localhost/');
  });

  test.each([
    'https://lurescope.localhost/',
    'http://lurescope.localhost:8080/',
    'http://example.com/',
    'about:blank',
    'nonsense',
    '',
  ])('leaves %s alone', (url) => {
    expect(book.toApp(url)).toBe(url);
    expect(book.toPage(url)).toBe(url);
    expect(book.isOwn(url)).toBe(false);
  });

  test('refuses host names that cannot be mapped, and a second scheme', () => {
    expect(() => book.toPage('app://a.b/')).toThrow('not supported by the Chromium host');
    expect(() => book.register('other')).toThrow('not supported by the Chromium host');
  });

  test('rewrites the scheme in headers', () => {
    expect(book.headerToPage("default-src 'self' app: data:; connect-src app://lurescope")).toBe(
      "default-src 'self' http://*.localhost data:; connect-src http://lurescope.localhost",
    );
    expect(book.headerToPage("img-src 'self' myapp:")).toBe("img-src 'self' myapp:");
  });
});

test.each([
  ['lurescope.localhost', 'lurescope'],
  ['lurescope.localhost:80', 'lurescope'],
  ['127.0.0.1:4000', undefined],
  ['localhost', undefined],
  ['evil.example', undefined],
  ['lurescope.localhost.evil.example', undefined],
  [undefined, undefined],
])('takes from the Host header %s the host %s', (header, host) => {
  expect(hostOfHeader(header)).toBe(host);
});
