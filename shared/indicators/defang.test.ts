import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defang, refang } from './defang.ts';

describe('a defanged value', () => {
  it.each([
    ['https://evil.example/a.b?c=d.e#f', 'hxxps://evil[.]example/a.b?c=d.e#f'],
    ['http://evil.example', 'hxxp://evil[.]example'],
    ['HTTPS://Evil.Example/', 'HxxPS://Evil[.]Example/'],
    ['ftp://evil.example/x', 'fxp://evil[.]example/x'],
    ['http://evil.example:8080/x', 'hxxp://evil[.]example:8080/x'],
    ['https://good.example@evil.example/', 'hxxps://good[.]example[@]evil[.]example/'],
    ['someone@evil.example', 'someone[@]evil[.]example'],
    ['"A. Name" <a.name+tag@mail.evil.example>', '"A. Name" <a.name+tag[@]mail[.]evil[.]example>'],
    ['192.0.2.1', '192[.]0[.]2[.]1'],
    ['http://192.0.2.1/x', 'hxxp://192[.]0[.]2[.]1/x'],
    [
      'https://x.example/?to=a@b.example&u=http://c.example/',
      'hxxps://x[.]example/?to=a[@]b[.]example&u=hxxp://c[.]example/',
    ],
    ['two: https://a.example and https://b.example', 'two: hxxps://a[.]example and hxxps://b[.]example'],
    ['http://http://evil.example/x', 'hxxp://hxxp://evil[.]example/x'],
    ['invoice.pdf, 3.5 MB', 'invoice.pdf, 3.5 MB'],
    ['', ''],
  ])('of %j is %j', (text, safe) => expect(defang(text)).toBe(safe));

  it.each([
    ['www.evil.example/a.b', 'www[.]evil[.]example/a.b'],
    ['evil.example/login', 'evil[.]example/login'],
  ])('of %j, which mail programs make a link of without a scheme, is %j', (text, safe) => {
    expect(defang(text)).toBe(safe);
  });

  it('holds no scheme that leads anywhere, and is not defanged twice', () => {
    const part = fc.oneof(fc.webUrl(), fc.emailAddress(), fc.ipV4(), fc.string());
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const safe = defang(parts.join(' '));
        expect(safe).not.toMatch(/\bhttps?:\/\/[^/\s?#]/i);
        expect(defang(safe)).toBe(safe);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a value pasted from elsewhere', () => {
  it.each([
    ['hxxps://evil[.]example/a.b', 'https://evil.example/a.b'],
    ['hXXp[:]//evil(.)example', 'http://evil.example'],
    ['hxxp[://]evil{.}example/x', 'http://evil.example/x'],
    ['fxp://evil[.]example', 'ftp://evil.example'],
    ['someone[@]evil[dot]example', 'someone@evil.example'],
    ['someone [at] evil [DOT] example', 'someone@evil.example'],
    ['192[.]0[.]2[.]1', '192.0.2.1'],
    ['2001[:]db8[:][:]1', '2001:db8::1'],
    ['invoice (final).pdf [1]', 'invoice (final).pdf [1]'],
    ['', ''],
  ])('%j is %j', (text, value) => expect(refang(text)).toBe(value));

  it('is what it was before it was defanged', () => {
    // An address may begin with `{.}`, which cannot be told from a dot that was defanged.
    const value = fc
      .oneof(fc.webUrl({ validSchemes: ['http', 'https', 'ftp'] }), fc.emailAddress(), fc.ipV4())
      .filter((text) => refang(text) === text);
    fc.assert(
      fc.property(value, (text) => {
        expect(refang(defang(text))).toBe(text);
      }),
    );
  });
});
