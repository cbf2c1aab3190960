import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Answer, Question } from '../../query/question.ts';
import type { TableRow } from '../../store/table-row.ts';
import { LookCoordinator, type Shown } from './look-coordinator.ts';

function question(bins: number): Question {
  return { query: { is: 'everything' }, time: null, drawn: null, bins, facets: [], sort: [], anchors: [] };
}

function answer(id: number, matched: number): Answer {
  const scores = { phishScore: [], malwareScore: [], impostorScore: [], spamScore: [] };
  return { id, matched, total: 1000, unparsed: 0, anchors: [], histogram: null, facets: {}, scores, took: 1 };
}

function row(key: string, columns: readonly string[]): TableRow {
  const scores = { phishScore: null, malwareScore: null, impostorScore: null, spamScore: null };
  const cells = Object.fromEntries(columns.map((column) => [column, key]));
  return { key, kind: 'messageDelivered', time: 0, scores, parsed: true, cells };
}

/** A store that answers when it is told to, and lets a newer question cancel those before. */
function startStore(matched = 250) {
  const waiting: { question: Question; resolve(answer: Answer | undefined): void }[] = [];
  const asked: number[] = [];
  const fetched: string[] = [];
  let latest = 0;
  return {
    asked,
    fetched,
    ask(one: Question) {
      asked.push(one.bins);
      return new Promise<Answer | undefined>((resolve) => {
        for (const { resolve: cancel } of waiting.splice(0)) cancel(undefined);
        waiting.push({ question: one, resolve });
      });
    },
    async rows(id: number, from: number, to: number, columns: readonly string[]) {
      fetched.push(`${id}:${from}-${to}`);
      if (id !== latest) return [];
      const count = Math.max(0, Math.min(to, matched) - from);
      return Array.from({ length: count }, (_, i) => row(`${id}-${from + i}`, columns));
    },
    async reply() {
      const next = waiting.shift();
      latest += 1;
      next?.resolve(answer(latest, matched));
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

function start(matched?: number) {
  const store = startStore(matched);
  const shown: Shown[] = [];
  const coordinator = new LookCoordinator(store, (one) => shown.push(one));
  return { store, shown, coordinator };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('questions', () => {
  test('an answer is shown together with its first rows', async () => {
    const { store, shown, coordinator } = start();
    coordinator.ask(question(1));
    await store.reply();
    expect(shown).toHaveLength(1);
    expect(shown[0]?.question.bins).toBe(1);
    expect(shown[0]?.rows.size).toBe(100);
  });

  test('while one is under way only the newest of those that come waits', async () => {
    const { store, shown, coordinator } = start();
    for (const bins of [1, 2, 3, 4]) coordinator.ask(question(bins));
    await store.reply();
    await store.reply();
    expect(store.asked).toEqual([1, 4]);
    expect(shown.map((one) => one.question.bins)).toEqual([1, 4]);
  });

  test('one that takes long is overtaken, and its answer is never shown', async () => {
    const { store, shown, coordinator } = start();
    coordinator.ask(question(1));
    coordinator.ask(question(2));
    coordinator.ask(question(3));
    await vi.advanceTimersByTimeAsync(200);
    expect(store.asked).toEqual([1, 3]);
    await store.reply();
    expect(shown.map((one) => one.question.bins)).toEqual([3]);
    coordinator.ask(question(4));
    await store.reply();
    expect(shown.map((one) => one.question.bins)).toEqual([3, 4]);
  });
});

describe('rows', () => {
  test('are fetched as they come into sight, once', async () => {
    const { store, shown, coordinator } = start();
    coordinator.ask(question(1));
    await store.reply();
    coordinator.see(150, 180);
    coordinator.see(150, 190);
    await vi.advanceTimersByTimeAsync(0);
    expect(store.fetched).toEqual(['1:0-100', '1:100-200']);
    expect(shown.at(-1)?.rows.size).toBe(200);
  });

  test('those on screen are there when a new answer is shown', async () => {
    const { store, shown, coordinator } = start();
    coordinator.ask(question(1));
    await store.reply();
    coordinator.see(210, 240);
    await vi.advanceTimersByTimeAsync(0);
    coordinator.ask(question(2));
    await store.reply();
    expect(shown.at(-1)?.answer.id).toBe(2);
    expect([...(shown.at(-1)?.rows.keys() ?? [])]).toContain(210);
  });

  test('are fetched anew with other columns, and the old ones stay until then', async () => {
    const { store, shown, coordinator } = start();
    coordinator.ask(question(1));
    await store.reply();
    coordinator.setColumns(['sender']);
    expect(shown).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(shown.at(-1)?.rows.get(0)?.cells).toEqual({ sender: '1-0' });
    coordinator.setColumns(['sender']);
    await vi.advanceTimersByTimeAsync(0);
    expect(shown).toHaveLength(2);
  });
});

describe('counting beside what is shown', () => {
  test('changes nothing that is shown', async () => {
    const { store, shown, coordinator } = start(7);
    coordinator.ask(question(1));
    await store.reply();
    const counting = coordinator.count([question(2), question(3)]);
    await store.reply();
    await store.reply();
    expect(await counting).toEqual([7, 7]);
    expect(shown).toHaveLength(1);
  });

  test('gives way to what the explorer itself asks', async () => {
    const { store, shown, coordinator } = start(7);
    coordinator.ask(question(1));
    await store.reply();
    const counting = coordinator.count([question(2), question(3)]);
    coordinator.ask(question(4));
    await vi.advanceTimersByTimeAsync(0);
    expect(await counting).toEqual([undefined, undefined]);
    await store.reply();
    expect(shown.map((one) => one.question.bins)).toEqual([1, 4]);
  });
});
