import { expect, test } from 'vitest';
import { domainsIn, looksLike } from './look-alike.ts';

const own = ['norvik-tools.example', 'norvik.example'];

test.each([
  'norvlk-tools.example',
  'n0rvik-tools.example',
  'norviktools.example',
  'norvik-toools.example',
  'norvik-tools-group.example',
  'norvik-tools.test',
  'norvik-tools.example.com',
  'nоrvik-tools.example', // a Cyrillic o
  'nörvik-tools.example',
  'novrik.example',
  'norvk.example',
])('%s looks like an own domain', (domain) => {
  expect(looksLike(domain, own)).toBe(true);
});

test.each([
  'norvik-tools.example',
  'mail.norvik-tools.example',
  'NORVIK.example',
  'freemail.example',
  'nordwind.example',
])('%s does not', (domain) => {
  expect(looksLike(domain, own)).toBe(false);
});

test('a short name is not like every other short name', () => {
  expect(looksLike('ibn.example', ['ibm.example'])).toBe(false);
  expect(looksLike('lbm.example', ['ibm.example'])).toBe(true);
});

test('domains are found in headers, addresses and domains', () => {
  expect(domainsIn('"Ana" <ana@a.example>, ben@b.example')).toEqual(['a.example', 'b.example']);
  expect(domainsIn('a.example')).toEqual(['a.example']);
  expect(domainsIn('Ana Berg')).toEqual([]);
});
