import { describe, expect, it } from 'vitest';
import { type AppFacts, appMonitorStateSchema, clockTrouble, stepApp } from './app-watch.ts';
import { StoreWatch } from './store-watch.ts';

const minute = 60_000;
const hour = 60 * minute;
const noon = Date.UTC(2025, 5, 10, 12);

/** What is said, step by step, each as if it were the last before a restart. */
function play(steps: readonly AppFacts[]): string[][] {
  let state = appMonitorStateSchema.parse({});
  return steps.map((facts) => {
    const step = stepApp(state, facts);
    state = appMonitorStateSchema.parse(JSON.parse(JSON.stringify(step.state)));
    return step.say.map(({ title, body }) => `${title} | ${body}`);
  });
}

describe('the clock', () => {
  const minutes = (count: number) => count * minute;

  it('is wrong where every API says so, by what they tell', () => {
    expect(clockTrouble([minutes(12)])?.sentence).toMatch(/^It is 12 minutes behind by the API's time\./);
    expect(clockTrouble([-minutes(3), -minutes(4)])?.sentence).toMatch(/^It is 3 minutes ahead/);
    expect(clockTrouble([7 * hour - 1000])?.sentence).toMatch(/^It is 7 hours behind/);
    expect(clockTrouble([minutes(12), 1000])).toBeNull();
    expect(clockTrouble([minutes(1)])).toBeNull();
  });

  it('is not spoken of before an API has told the time', () => {
    expect(clockTrouble([null, null])).toBeUndefined();
  });

  it('is said after ten minutes, and its end when that has lasted for five', () => {
    const at = (now: number, skew: number) => ({ now, store: null, clock: clockTrouble([skew]) });
    const said = play([
      at(noon, minutes(5)),
      at(noon + minutes(9), minutes(5)),
      at(noon + minutes(10), minutes(5)),
      at(noon + hour, 0),
      at(noon + hour + minutes(5), 0),
    ]);
    expect(said.map((of) => of.map((text) => text.split(' | ')[0]))).toEqual([
      [],
      [],
      ["This computer's clock is wrong"],
      [],
      ["This computer's clock is right again"],
    ]);
    expect(said[2]?.[0]).toContain('Set the clock');
  });

  it('keeps what was said while nothing is known', () => {
    const wrong = { now: noon, store: null, clock: clockTrouble([hour]) };
    const unknown = (now: number) => ({ now, store: undefined, clock: undefined });
    const said = play([
      wrong,
      { ...wrong, now: noon + minutes(10) },
      unknown(noon + hour),
      unknown(noon + 2 * hour),
      { ...wrong, now: noon + 3 * hour },
    ]);
    expect(said.map(({ length }) => length)).toEqual([0, 1, 0, 0, 0]);
  });
});

describe('the store', () => {
  function watch() {
    const stand = { now: noon, waiting: 0 };
    return { stand, watch: new StoreWatch({ now: () => stand.now, waiting: () => stand.waiting }) };
  }

  it('is unknown until the page tells, and then what the page tells', () => {
    const { watch: store } = watch();
    expect(store.trouble()).toBeUndefined();
    store.tell('The database is full.');
    expect(store.trouble()).toEqual({ kind: 'store', sentence: 'The database is full.' });
    store.tell(null);
    expect(store.trouble()).toBeNull();
  });

  it('that takes nothing for half an hour while something waits does not answer', () => {
    const { stand, watch: store } = watch();
    store.tell(null);
    stand.now += hour;
    expect(store.trouble()).toBeNull();
    stand.waiting = 3;
    stand.now += 29 * minute;
    expect(store.trouble()).toBeNull();
    stand.now += minute;
    expect(store.trouble()?.sentence).toMatch(
      /^The event store has taken nothing for 30 minutes, while 3 windows of events wait on disk\./,
    );
    store.took();
    expect(store.trouble()).toBeNull();
  });

  it('that cannot take events is said after two minutes, with what the page says', () => {
    const facts = (now: number) => ({
      now,
      store: { kind: 'store' as const, sentence: 'The database cannot be opened.' },
      clock: undefined,
    });
    expect(play([facts(noon), facts(noon + 2 * minute)])).toEqual([
      [],
      ['Events cannot be stored | The database cannot be opened.'],
    ]);
  });
});
