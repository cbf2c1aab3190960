import { describe, expect, it } from 'vitest';
import { credentialsSchema } from './credentials.ts';

const good = { principal: 'b12ab34c-0000-4000-8000-000000000000', secret: 'a/b+c=:d"e' };

function sentenceOf(changes: Partial<typeof good>): string | undefined {
  return credentialsSchema.safeParse({ ...good, ...changes }).error?.issues[0]?.message;
}

describe('credentials', () => {
  it('are taken as they are, and a secret may hold any sign', () => {
    expect(credentialsSchema.parse(good)).toEqual(good);
  });

  it.each([
    [{ principal: '' }, 'Enter the token service principal.'],
    [{ principal: ' \t' }, 'Enter the token service principal.'],
    [{ secret: '' }, 'Enter the token secret.'],
    [
      { principal: ' abc' },
      'The token service principal begins or ends with a space. Paste it again without.',
    ],
    [{ secret: 'abc\n' }, 'The token secret begins or ends with a space. Paste it again without.'],
    [{ secret: 'a b' }, 'The token secret has a space or line break in it. Paste it again.'],
    [{ secret: 'a\u0000b' }, 'The token secret has a space or line break in it. Paste it again.'],
    [{ secret: 'a\r\nb' }, 'The token secret has a space or line break in it. Paste it again.'],
    [
      { principal: 'user:secret' },
      'A service principal has no colon in it. Check that the two fields are not swapped.',
    ],
  ])('%j is refused with a sentence', (changes, sentence) => expect(sentenceOf(changes)).toBe(sentence));

  it('a sentence never repeats what was typed', () => {
    for (const secret of [' hunter2 ', 'hunter2 hunter2', 'hunter2\n'])
      expect(sentenceOf({ secret })).not.toContain('hunter2');
  });
});
