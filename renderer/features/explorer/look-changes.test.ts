import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { stepInPlace, useExplorer } from './explorer-model.ts';
import {
  brush,
  dropClause,
  goBack,
  isUnparsedOnly,
  pickedValues,
  pickOnly,
  pivotTo,
  readQuery,
  scoreRangeOf,
  setScore,
  setTimeClause,
  settleQuery,
  toggleExcluded,
  toggleUnparsed,
  toggleValue,
  typeQuery,
  writeQuery,
  zoomOut,
} from './look-changes.ts';

const look = () => {
  const { text, valid } = useExplorer.getState();
  return { text, valid };
};
const shown = () => look().valid;
const type = (text: string) => typeQuery(text, text.length);
const at = (text: string) => Date.parse(text);

beforeEach(() => {
  vi.useFakeTimers();
  // Ends whatever flow the test before was in.
  stepInPlace('back');
  useExplorer.setState(useExplorer.getInitialState(), true);
  useExplorer.temporal.getState().clear();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('typing', () => {
  test('is shown at once where it can be read', () => {
    type('phishScore:>=80');
    expect(look()).toEqual({ text: 'phishScore:>=80', valid: 'phishScore:>=80' });
  });

  test('keeps what was shown where it cannot', () => {
    type('kind:click');
    type('kind:click AND phishScore:');
    vi.runAllTimers();
    expect(look()).toEqual({ text: 'kind:click AND phishScore:', valid: 'kind:click' });
  });

  test('takes a word for the beginning of a name until there is a pause', () => {
    type('kind:click recip');
    expect(shown()).toBe('');
    vi.advanceTimersByTime(600);
    expect(shown()).toBe('kind:click recip');
  });

  test('is shown as it stands with Enter', () => {
    type('phish');
    settleQuery();
    expect(shown()).toBe('phish');
  });

  test('is one step with what it becomes after the pause', () => {
    type('phish');
    vi.advanceTimersByTime(600);
    stepInPlace('back');
    expect(look()).toEqual({ text: '', valid: '' });
  });

  test('is not lost to a click that comes before the pause', () => {
    type('phish');
    toggleValue('kind', 'messageDelivered');
    expect(shown()).toBe('phish AND kind:messageDelivered');
    goBack();
    expect(shown()).toBe('phish');
  });
});

describe('what the mouse chooses stands in the query', () => {
  test('values of a facet', () => {
    toggleValue('classification', 'phish');
    toggleValue('classification', 'malware');
    expect(pickedValues(shown(), 'classification')).toEqual(['phish', 'malware']);
    toggleValue('classification', 'phish');
    expect(pickedValues(shown(), 'classification')).toEqual(['malware']);
    toggleExcluded('classification', 'malware');
    expect(shown()).toBe('NOT classification:malware');
    toggleExcluded('classification', 'malware');
    expect(shown()).toBe('');
  });

  test('one value only, beside other fields or in place of everything', () => {
    writeQuery('kind:click AND sender:(a@x.example, b@x.example)');
    pickOnly('sender', 'b@x.example');
    expect(shown()).toBe('kind:click AND sender:b@x.example');
    pivotTo('senderIP', '192.0.2.7');
    expect(shown()).toBe('senderIP:192.0.2.7');
    expect(pickedValues(shown(), 'senderIP')).toEqual(['192.0.2.7']);
  });

  test('scores, and the drag of a slider is one step', () => {
    for (const from of [10, 40, 80]) setScore('phishScore', from, 100);
    expect(scoreRangeOf(shown(), 'phishScore')).toEqual({ from: 80, to: 100 });
    setScore('spamScore', 20, 60);
    expect(scoreRangeOf(shown(), 'spamScore')).toEqual({ from: 20, to: 60 });
    stepInPlace('back');
    expect(scoreRangeOf(shown(), 'spamScore')).toBeNull();
    stepInPlace('back');
    expect(shown()).toBe('');
    setScore('phishScore', 0, 30);
    setScore('phishScore', 0, 100);
    expect(shown()).toBe('');
  });

  test('a score that is asked for otherwise is no range', () => {
    expect(scoreRangeOf('NOT phishScore:>80', 'phishScore')).toBeNull();
    expect(scoreRangeOf('phishScore:>=80 OR spamScore:>=80', 'phishScore')).toBeNull();
  });

  test('only what could not be read', () => {
    toggleUnparsed();
    expect(isUnparsedOnly(shown())).toBe(true);
    toggleUnparsed();
    expect(shown()).toBe('');
  });

  test('a condition is dropped by its place', () => {
    writeQuery('a AND kind:click AND b');
    const parsed = readQuery(shown());
    const [, second] = parsed.ok ? parsed.clauses : [];
    if (second) dropClause(second.from, second.to);
    expect(shown()).toBe('a AND b');
  });

  test('a half written query gives way', () => {
    type('kind:click');
    type('kind:click AND (');
    toggleValue('classification', 'phish');
    expect(shown()).toBe('kind:click AND classification:phish');
    expect(look().text).toBe(shown());
  });
});

describe('time', () => {
  test('a brush is written with no more than it needs', () => {
    brush({ from: at('2026-03-01T10:00:00Z'), to: at('2026-03-01T12:30:00Z') });
    expect(shown()).toBe('time:[2026-03-01T10:00Z TO 2026-03-01T12:30Z}');
    brush({ from: at('2026-03-01T10:00:15Z'), to: at('2026-03-01T10:00:30.500Z') });
    expect(shown()).toBe('time:[2026-03-01T10:00:15Z TO 2026-03-01T10:00:30.500Z}');
  });

  test('is widened step by step, and other changes stay', () => {
    expect(zoomOut()).toBe(false);
    setTimeClause('time:>now-7d');
    brush({ from: Date.now() - 7_200_000, to: Date.now() - 3_600_000 });
    const narrow = shown();
    writeQuery(`${narrow} AND kind:click`);
    expect(zoomOut()).toBe(true);
    expect(shown()).toBe('time:>now-7d AND kind:click');
    expect(zoomOut()).toBe(true);
    expect(shown()).toBe('kind:click');
    expect(zoomOut()).toBe(false);
    goBack();
    goBack();
    expect(shown()).toBe(`${narrow} AND kind:click`);
  });

  test('a preset is widened to a longer one', () => {
    setTimeClause('time:>now-7d');
    setTimeClause('time:>now-24h');
    zoomOut();
    expect(shown()).toBe('time:>now-7d');
  });
});
