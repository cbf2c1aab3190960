import { describe, expect, it } from 'vitest';
import { appPage, isAppUrl } from './app-origin.ts';

describe("the app's own pages", () => {
  it.each([appPage, 'app://lurescope/', 'app://lurescope/journal/a/1'])('%s is one', (url) =>
    expect(isAppUrl(url)).toBe(true),
  );
  it.each([
    'https://lurescope/index.html',
    'app://lurescope.evil.example/index.html',
    'app://evil.example/lurescope',
    'app://lurescope@evil.example/',
    'app://lurescope:8080/index.html',
    'file:///app://lurescope/index.html',
    'about:blank',
    '',
    'lurescope',
  ])('%j is none', (url) => expect(isAppUrl(url)).toBe(false));
});
