import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { earlierLooks, step, stepInPlace, useExplorer } from './explorer-model.ts';

const { change, setSort, select, openDetail, walk } = useExplorer.getState();
const undo = () => stepInPlace('back');
const redo = () => stepInPlace('forward');
const text = () => useExplorer.getState().text;
const write = (query: string, flow?: string) => change({ text: query, valid: query }, flow);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  // Ends whatever flow the test before was in.
  undo();
  useExplorer.setState(useExplorer.getInitialState(), true);
  useExplorer.temporal.getState().clear();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('steps', () => {
  test('each change can be undone and redone', () => {
    write('a');
    write('b');
    setSort([{ field: 'phishScore', descending: true }]);
    undo();
    expect(useExplorer.getState().sort).toEqual([]);
    expect(text()).toBe('b');
    undo();
    undo();
    expect(text()).toBe('');
    undo();
    expect(text()).toBe('');
    redo();
    redo();
    redo();
    redo();
    expect(text()).toBe('b');
    expect(useExplorer.getState().sort).toEqual([{ field: 'phishScore', descending: true }]);
  });

  test('a new change leaves no way forward', () => {
    write('a');
    undo();
    write('b');
    redo();
    expect(text()).toBe('b');
    undo();
    expect(text()).toBe('');
  });

  test('changes of one flow that follow swiftly are one step', () => {
    for (const typed of ['p', 'ph', 'phi']) {
      write(typed, 'typing');
      vi.advanceTimersByTime(300);
    }
    vi.advanceTimersByTime(2000);
    write('phis', 'typing');
    undo();
    expect(text()).toBe('phi');
    undo();
    expect(text()).toBe('');
  });

  test('another flow, and a change without one, are steps of their own', () => {
    write('a', 'score phishScore');
    write('ab', 'score spamScore');
    write('abc');
    write('abcd', 'score spamScore');
    const seen = [];
    for (let i = 0; i < 4; i++) {
      undo();
      seen.push(text());
    }
    expect(seen).toEqual(['abc', 'ab', 'a', '']);
  });

  test('what is typed after going back is a step of its own', () => {
    write('a', 'typing');
    vi.advanceTimersByTime(2000);
    write('ab', 'typing');
    undo();
    write('ac', 'typing');
    undo();
    expect(text()).toBe('a');
  });

  test('the selection and the detail panel are no steps', () => {
    select('s:1');
    openDetail(true);
    expect(earlierLooks()).toEqual([]);
  });
});

describe('where the analyst stood', () => {
  const standing = () => {
    const { selected, detailOpen, pane } = useExplorer.getState();
    return { selected, detailOpen, pane };
  };

  test('is there again when a step leads back, and stays as it is when a choice is undone', () => {
    select('one');
    openDetail(true);
    write('a');
    openDetail(false);
    select('two');
    step('back');
    expect(standing()).toEqual({ selected: 'one', detailOpen: true, pane: 'events' });
    step('forward');
    expect(text()).toBe('a');
    expect(standing()).toEqual({ selected: 'two', detailOpen: false, pane: 'events' });
    undo();
    expect(text()).toBe('');
    expect(standing()).toEqual({ selected: 'two', detailOpen: false, pane: 'events' });
  });

  test('can be left by a step that leads back', () => {
    select('one');
    walk({ selected: 'two', detailOpen: true });
    walk({ pane: 'people' });
    step('back');
    expect(standing()).toEqual({ selected: 'two', detailOpen: true, pane: 'events' });
    undo();
    expect(standing()).toEqual({ selected: 'one', detailOpen: false, pane: 'events' });
    step('forward');
    expect(standing()).toEqual({ selected: 'two', detailOpen: true, pane: 'events' });
  });
});
