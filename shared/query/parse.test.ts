import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../../test/query/any-query.ts';
import { parseQuery } from './parse.ts';
import { applySuggestion, type Problem } from './problem.ts';
import { queryText } from './query-text.ts';

const context = { now: Date.UTC(2026, 10, 3, 12, 30), timeZone: 'Europe/Berlin' };

/** The canonical text of a query, which tells what it was read as. */
function read(text: string): string {
  const parsed = parseQuery(text, context);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.errors.map(({ message }) => message).join(' ')}`);
  return queryText(parsed.query);
}

function problems(text: string): Problem[] {
  const parsed = parseQuery(text, context);
  return parsed.ok ? [] : parsed.errors;
}

describe('what is read', () => {
  it.each([
    ['', ''],
    ['   ', ''],
    ['invoice overdue', 'invoice AND overdue'],
    ['a AND b OR c d', 'a AND b OR c AND d'],
    ['NOT a b', 'NOT a AND b'],
    ['NOT (a OR b)', 'NOT (a OR b)'],
    ['-"exact phrase"', 'NOT "exact phrase"'],
    ['PhishSCORE:>=80', 'phishScore:>=80'],
    ['phish:50..80', 'phishScore:[50 TO 80]'],
    ['phish:..20 spam:80..', 'phishScore:<=20 AND spamScore:>=80'],
    ['phish:[50 TO 80}', 'phishScore:[50 TO 80}'],
    ['phish:{50 TO *]', 'phishScore:>50'],
    ['phish: > 80', 'phishScore:>80'],
    ['phish:(>80, 5)', 'phishScore:(>80, 5)'],
    ['score:>80', 'phishScore:>80 OR malwareScore:>80 OR impostorScore:>80 OR spamScore:>80'],
    ['size:>1.5MB', 'messageSize:>1500000'],
    ['messageSize:(-5, -.5)', 'messageSize:(-5, -0.5)'],
    ['to:(ana@x.example, ben@x.example)', 'recipient:(ana@x.example, ben@x.example)'],
    ['to:(a OR b c)', 'recipient:a OR recipient:b AND recipient:c'],
    ['actor:(ta1 AND NOT ta2)', 'actors:ta1 AND NOT actors:ta2'],
    ['subject: invoice', 'subject:invoice'],
    ['subject:inv*ce', 'subject:inv*ce'],
    ['subject:*inv*', 'subject:inv'],
    ['sender:*inv*', 'sender:*inv*'],
    ['sender:**', 'sender:*'],
    ['subject:a\\*b', 'subject:"a*b"'],
    ['subject:"a*b"', 'subject:"a*b"'],
    ['subject:two\\ words*x', 'subject:two\\ words*x'],
    ['subject:">80"', 'subject:">80"'],
    ['subject:[EXTERNAL]', 'subject:"[external]"'],
    ['sender:DOMAIN\\user', 'sender:"domain\\\\user"'],
    ['filename:"C:\\Users\\x"', 'filename:"c:\\\\users\\\\x"'],
    ['messageID:<one@x.example>', 'messageID:"<one@x.example>"'],
    ['url:https://x.example/a?b=c', 'url:https\\://x.example/a?b\\=c'],
    ['https://x.example/a', '"https://x.example/a"'],
    ['2001:db8::1 fe80::1 10:30', '"2001:db8::1" AND "fe80::1" AND "10:30"'],
    ['ip:10.0.0.0/8', 'senderIP:10.0.0.0/8 OR clickIP:10.0.0.0/8'],
    ['senderIP:2001:DB8::/32', 'senderIP:2001:db8::/32'],
    ['senderIP:10.1.*', 'senderIP:10.1.*'],
    ['senderIP:::ffff:10.1.2.3', 'senderIP:10.1.2.3'],
    ['campaignID:* -campaign:x', 'campaignID:* AND NOT campaignID:x'],
    ['threats(classification:phish status:active)', 'threats(classification:phish AND threatStatus:active)'],
    ['threatsInfoMap.classification:phish', 'classification:phish'],
    ['parts:(filename:=*.zip)', 'parts(filename:=*.zip)'],
    ['Threats(*) -parts:*', 'threats(*) AND NOT parts(*)'],
    ['kind:click', 'kind:(clickPermitted, clickBlocked)'],
    ['kind:(delivered, "click permitted")', 'kind:(messageDelivered, clickPermitted)'],
    ['kind:messagesBlocked', 'kind:messageBlocked'],
    ['kind:*blocked', 'kind:*blocked'],
    ['kind:=weird', 'kind:=weird'],
    ['completelyRewritten:N/A', 'completelyRewritten:na'],
    ['unparsed:yes hasProblems:false', 'unparsed:true AND hasProblems:false'],
    ['any:x anywhere:="x"', 'x AND anywhere:=x'],
    ['and', '"and"'],
    ['!important', '"!important"'],
  ])('%s', (text, canonical) => {
    expect(read(text)).toBe(canonical);
  });

  it('in the case it was written in makes no difference to a pattern', () => {
    expect(read('sender:ANA@X.Example')).toBe('sender:ana@x.example');
  });
});

describe('clauses', () => {
  it('are the top-level conditions, with their places and fields', () => {
    const text = ' sender:a AND (subject:b OR rule:c)  -score:>3 threats(status:active) word';
    const parsed = parseQuery(text, context);
    if (!parsed.ok) throw new Error('It was not read.');
    expect(parsed.clauses.map(({ from, to, fields }) => [text.slice(from, to), fields])).toEqual([
      ['sender:a', ['sender']],
      ['(subject:b OR rule:c)', ['subject', 'quarantineRule']],
      ['-score:>3', ['phishScore', 'malwareScore', 'impostorScore', 'spamScore']],
      ['threats(status:active)', ['threatStatus']],
      ['word', ['anywhere']],
    ]);
    expect(parsed.query).toEqual({ is: 'and', of: parsed.clauses.map(({ query }) => query) });
  });

  it('are one where OR is at the top', () => {
    const parsed = parseQuery('a OR b c', context);
    expect(parsed.ok && parsed.clauses).toMatchObject([{ from: 0, to: 8 }]);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['sendr:x', 'sendr', 'sender:x'],
    ['Subjetc:x', 'Subjetc', 'subject:x'],
    ['recip:x', 'recip', 'recipient:x'],
    ['qqqqqq:x', 'qqqqqq:x', '"qqqqqq:x"'],
    ['Re: hello', 'Re:', '"Re:" hello'],
    ['kind:deliverd', 'deliverd', 'kind:delivered'],
    ['(a OR b', '(', '(a OR b)'],
    ['sender:(a, b', '(', 'sender:(a, b)'],
    ['a)', ')', 'a'],
    ['a ()', '()', 'a '],
    ['"open', '"open', '"open"'],
    ['phish:[10 TO 20', '[10 TO 20', 'phish:[10 TO 20]'],
    ['phish:[20 TO 10]', '[20 TO 10]', 'phish:[10 TO 20]'],
    ['phish:{5 TO 5]', '{5 TO 5]', 'phish:[5 TO 5]'],
    ['phish:[10, 20]', '[10, 20]', 'phish:[10 TO 20]'],
    ['phish:9*', '9*', 'phish:90..99'],
    ['phishScore>80', 'phishScore>', 'phishScore:>80'],
    ['status != active', 'status !=', 'NOT status: active'],
    ['classification(phish)', 'classification', 'classification:(phish)'],
    ['a && b', '&&', 'a AND b'],
    ['a || b', '||', 'a OR b'],
    ['a AND', 'AND', 'a '],
    ['a OR OR b', 'OR', 'a  OR b'],
    ['OR', 'OR', ''],
    ['a - b', '-', 'a  b'],
    ['sender:(a,,b)', ',', 'sender:(a,b)'],
    ['sender:""', 'sender:""', 'NOT sender:*'],
    ['sender:(a, "")', '""', 'sender:(a, NOT *)'],
    ['time:2026-11-*', '2026-11-*', 'time:2026-11'],
    ['unparsed:maybe', 'maybe', 'unparsed:true'],
    ['completelyRewritten:tru', 'tru', 'completelyRewritten:true'],
  ])('%s is shown at %s and mended to %s', (text, place, mended) => {
    const [first] = problems(text);
    expect(first && text.slice(first.from, first.to)).toBe(place);
    expect(first?.suggestion && applySuggestion(text, first.suggestion)).toBe(mended);
    expect(problems(mended)).toEqual([]);
  });

  it.each([
    ['sender:', 'sender:', /right after the colon/],
    ['sender: recipient:x', 'sender:', /right after the colon/],
    ['sender:AND', 'sender:', /right after the colon/],
    ['NOT', 'NOT', /nothing after it/],
    ['phish:abc', 'abc', /is a number/],
    ['phish:>', '>', /needs a value/],
    ['versions:2k', '2k', /is a number/],
    ['time:never', 'never', /Write 2026-11-01/],
    ['time:2026-13-01', '2026-13-01', /no such time/],
    ['senderIP:10.0.0.0/33', '10.0.0.0/33', /0 to 32/],
    ['senderIP:10.0.0.300/8', '10.0.0.300/8', /no IP address/],
    ['threats(sender:x)', 'sender', /no field of a threat/],
    ['threats(phish)', 'phish', /which field of a threat/],
    ['threats(threats(status:x))', 'threats', /cannot stand within/],
    ['threats:phish', 'threats:phish', /in parentheses/],
    ['sender:(a recipient:b)', 'recipient:b', /values only/],
  ])('%s is shown at %s', (text, place, message) => {
    const [first] = problems(text);
    expect(first && text.slice(first.from, first.to)).toBe(place);
    expect(first?.message).toMatch(message);
  });

  it('is said all at once, in the order of the text', () => {
    expect(problems('sendr:x subjct:y kind:z (').map(({ from }) => from)).toEqual([0, 8, 22, 24]);
  });

  it.each([
    ['a or b', 'a OR b'],
    ['filename:*.zip', 'filename:=*.zip'],
    ['kind:click permitted x', 'kind:"click permitted" x'],
    ['time:>=2026-11-01 14:30', 'time:>=2026-11-01T14:30'],
  ])('says what may not be meant: %s, perhaps %s', (text, meant) => {
    const parsed = parseQuery(text, context);
    const [hint] = parsed.ok ? parsed.hints : [];
    expect(hint?.suggestion && applySuggestion(text, hint.suggestion)).toBe(meant);
    expect(parseQuery(meant, context)).toMatchObject({ ok: true, hints: [] });
  });
});

describe('limits', () => {
  function timed<T>(act: () => T): { result: T; ms: number } {
    const start = performance.now();
    const result = act();
    return { result, ms: performance.now() - start };
  }

  it.each([
    ['a megabyte', 'a '.repeat(524_288), /at most 10,000 characters/],
    ['10,000 parentheses', '('.repeat(10_000), /deeper than 100/],
    ['4,999 pairs of them', `${'('.repeat(4_999)}a${')'.repeat(4_999)}`, /deeper than 100/],
    ['2,000 NOTs', `${'NOT '.repeat(2000)}a`, /deeper than 100/],
    ['9,000 minus signs', `${'-'.repeat(9000)}a`, /deeper than 100/],
    ['lists in lists', `sender:${'('.repeat(5000)}`, /deeper than 100/],
    ['3,000 colons', 'a:'.repeat(3000), /No field/],
    ['open ranges', 'phish:['.repeat(1400), /never closed/],
    ['quotes', '"a" "'.repeat(1999), /nothing to look for/],
  ])('%s are refused at once', (_, text, message) => {
    const { result, ms } = timed(() => problems(text));
    expect(result[0]?.message).toMatch(message);
    expect(ms).toBeLessThan(2000);
  });

  it('allow 99 parentheses', () => {
    expect(problems(`${'('.repeat(99)}a${')'.repeat(99)}`)).toEqual([]);
  });

  it('allow long queries, quickly', () => {
    const { result, ms } = timed(() => problems('time:>now-3d/d '.repeat(660)));
    expect(result).toEqual([]);
    expect(ms).toBeLessThan(2000);
  });
});

describe('whatever is typed', () => {
  const token = fc.oneof(
    anyText,
    fc.constantFrom('sender:', 'phish:', 'time:', 'kind:', 'threats(', 'parts(', 'senderIP:', 'unparsed:'),
    fc.constantFrom(
      '(',
      ')',
      '"',
      ',',
      'AND',
      'OR',
      'NOT',
      '-',
      ':',
      '>',
      '[1 TO',
      ']',
      '..',
      'now-1d/d',
      '*',
    ),
  );
  const typed = fc
    .array(fc.tuple(token, fc.constantFrom('', ' ')), { maxLength: 12 })
    .map((tokens) => tokens.flat().join(''));

  it('is read, or refused with places within it', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const parsed = parseQuery(text, context);
        if (parsed.ok) {
          expect(parseQuery(queryText(parsed.query), context)).toMatchObject({
            ok: true,
            query: parsed.query,
          });
          return;
        }
        expect(parsed.errors.length).toBeGreaterThan(0);
        for (const { from, to, message, suggestion } of parsed.errors) {
          expect(from >= 0 && from <= to && to <= text.length).toBe(true);
          expect(message).not.toBe('');
          if (suggestion) expect(applySuggestion(text, suggestion)).not.toBe(text);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('means the same with spaces around it and in parentheses', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const parsed = parseQuery(text, context);
        // A backslash at the end would take the space after it for its own.
        fc.pre(parsed.ok && parsed.query.is !== 'everything' && !text.endsWith('\\'));
        const enclosed = parseQuery(` ( ${text} ) `, context);
        expect(enclosed.ok && parsed.ok && enclosed.query).toEqual(parsed.ok && parsed.query);
      }),
    );
  });
});
