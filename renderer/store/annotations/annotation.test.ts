import { describe, expect, it } from 'vitest';
import { annotated, longestTag, noAnnotation, readTags } from './annotation.ts';

describe('readTags', () => {
  it('takes what stands between commas, each once in any case', () => {
    expect(readTags(' phish wave ,, To  Do, to do,x')).toEqual(['phish wave', 'To Do', 'x']);
    expect(readTags(' , ')).toEqual([]);
    expect(readTags('y'.repeat(200))).toEqual(['y'.repeat(longestTag)]);
  });
});

describe('annotated', () => {
  it('adds and takes away tags and keeps the spelling that is there', () => {
    const one = annotated(noAnnotation, { addTags: ['Wave', 'to do'] });
    expect(one).toEqual({ tags: ['Wave', 'to do'], note: '' });
    expect(annotated(one, { addTags: ['wave'] })).toBe(one);
    expect(annotated(one, { removeTags: ['TO DO'], note: ' called ' })).toEqual({
      tags: ['Wave'],
      note: 'called',
    });
  });

  it('is the same where nothing new is said', () => {
    const said = { tags: ['a'], note: 'b' };
    expect(annotated(said, { note: 'b ', removeTags: ['c'] })).toBe(said);
  });
});
