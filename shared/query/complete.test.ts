import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyQuery } from '../../test/query/any-query.ts';
import { type Completion, completeAt } from './complete.ts';
import { queryText } from './query-text.ts';

/** Completes where the bar stands in a text. */
function at(marked: string): Completion & { stretch: string } {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const completion = completeAt(text, offset);
  return { ...completion, stretch: text.slice(completion.from, completion.to) };
}

function texts({ options }: Completion): string[] {
  return options.map(({ text }) => text);
}

describe('completion', () => {
  it.each([
    ['|', 'field', '', ''],
    ['sen|', 'field', 'sen', 'sen'],
    ['sen|der', 'field', 'sen', 'sender'],
    ['sen|der:x', 'field', 'sen', 'sender:'],
    ['thr|eats(status:x)', 'field', 'thr', 'threats('],
    ['a AND sen|', 'field', 'sen', 'sen'],
    ['-sen|', 'field', 'sen', 'sen'],
    ['(sen|', 'field', 'sen', 'sen'],
    ['a AND |', 'field', '', ''],
    ['a NOT |', 'field', '', ''],
    ['(|', 'field', '', ''],
    ['a | b', 'operator', '', ''],
    ['sender:a |', 'operator', '', ''],
    ['sender:|', 'value', '', ''],
    ['sender: |', 'value', '', ' '],
    ['sender:| AND b', 'value', '', ''],
    ['sender:an|a@x b', 'value', 'an', 'ana@x'],
    ['sender:"an|', 'value', 'an', '"an'],
    ['sender:"an|a x" b', 'value', 'an', '"ana x"'],
    ['subject:="an|', 'value', 'an', '="an'],
    ['sender:(ana, b|', 'value', 'b', 'b'],
    ['sender:(ana, |', 'value', '', ''],
    ['sender:(|)', 'value', '', ''],
    ['sender:(ana |', 'operator', '', ''],
    ['threats(cla|', 'field', 'cla', 'cla'],
    ['threats(classification:ph|)', 'value', 'ph', 'ph'],
    ['sendr:x status:ac|', 'value', 'ac', 'ac'],
    ['phish:>=|', 'value', '>=', '>='],
    ['"a phrase|', 'nothing', '', ''],
    ['a AND|', 'nothing', '', ''],
    ['(a)|', 'nothing', '', ''],
  ])('at %s is a %s that starts with "%s" in place of "%s"', (marked, kind, prefix, stretch) => {
    expect(at(marked)).toMatchObject({ kind, prefix, stretch });
  });

  it('names the field in the schema’s spelling', () => {
    expect(at('to:a|').field).toBe('recipient');
    expect(at('threats(STATUS:|').field).toBe('threatStatus');
    expect(at('score:|').field).toBe('score');
  });

  it('offers the fields that go with what is typed, the best first', () => {
    expect(texts(at('sender|')).slice(0, 3)).toEqual(['sender:', 'senderDomain:', 'senderIP:']);
    expect(texts(at('status|'))[0]).toBe('threatStatus:');
    expect(at('phi|').options[0]).toEqual({ text: 'phishScore:', about: 'phishing score, 0 to 100' });
    expect(texts(at('thre|'))).toContain('threats(');
    expect(texts(at('threats(|'))).toEqual(expect.not.arrayContaining(['sender:', 'threats(']));
    expect(texts(at('a A|'))).toContain('AND');
    expect(texts(at('A|'))).not.toContain('AND');
  });

  it('offers the values that are known', () => {
    expect(texts(at('kind:cl|'))).toEqual(['clickPermitted', 'clickBlocked', 'click']);
    expect(texts(at('threats(status:|'))).toEqual(['active', 'cleared', 'falsePositive']);
    expect(texts(at('unparsed:|'))).toEqual(['true', 'false']);
    expect(texts(at('time:>n|'))).toEqual(['>now-1h', '>now-24h', '>now-7d']);
  });

  it('says nothing in a text that is too long or too deep', () => {
    expect(at(`${'a '.repeat(6000)}|`).kind).toBe('nothing');
    expect(at(`${'('.repeat(6000)}|`).kind).not.toBe('value');
  });

  it('has its place around the cursor, wherever that is', () => {
    fc.assert(
      fc.property(anyQuery.map(queryText), fc.nat(), fc.nat(), (text, cut, place) => {
        const typed = text.slice(0, cut % (text.length + 1));
        const offset = place % (typed.length + 1);
        const { from, to } = completeAt(typed, offset);
        expect(0 <= from && from <= offset && offset <= to && to <= typed.length).toBe(true);
      }),
    );
  });
});
