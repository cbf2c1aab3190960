import { expect, it } from 'vitest';
import { troubleOfDisk } from './disk-trouble.ts';

it.each([
  ['ENOSPC', /disk is full/],
  ['EDQUOT', /quota/],
  ['EROFS', /read-only/],
  ['EACCES', /may not be written to/],
  ['EPERM', /may not be written to/],
  ['EIO', /failed \(EIO\)/],
])('%s is told in words, with the folder and that nothing is lost', (code, words) => {
  const trouble = troubleOfDisk(Object.assign(new Error('x'), { code }), '/data/journal');
  expect(trouble.kind).toBe(code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'disk');
  expect(trouble.sentence).toMatch(words);
  expect(trouble.sentence).toContain('/data/journal');
  expect(trouble.sentence).toContain('Nothing is lost');
});

it('an error without a code is told by its message', () => {
  expect(troubleOfDisk(new Error('odd'), '/d').sentence).toContain('(odd)');
  expect(troubleOfDisk('odder', '/d').sentence).toContain('(odder)');
});
