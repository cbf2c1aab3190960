import { describe, expect, it } from 'vitest';
import { type Trouble, troubleKinds } from '../../shared/proofpoint/trouble.ts';
import { type MonitorState, monitorStateSchema } from '../ingest/source-state.ts';
import { type MonitorFacts, stepMonitor } from './stall.ts';
import { failingNotice, stallExample } from './words.ts';

const minute = 60_000;
const hour = 60 * minute;
const noon = Date.UTC(2025, 5, 10, 12);
const fresh: MonitorState = monitorStateSchema.parse({});

function troubleOf(kind: Trouble['kind']): Trouble {
  return { kind, sentence: `The sentence of ${kind}.` };
}

function factsAt(now: number, changes: Partial<MonitorFacts> = {}): MonitorFacts {
  return {
    now,
    name: 'My logs',
    trouble: null,
    lastPollAt: now - 40_000,
    lastPollEvents: 0,
    stall: { enabled: true, hours: 24 },
    paused: false,
    tried: true,
    catchingUp: false,
    lastEventAt: noon,
    ...changes,
  };
}

/** What is said, step by step, beginning with nothing known. */
function play(
  steps: readonly MonitorFacts[],
  from: MonitorState = fresh,
): { state: MonitorState; titles: string[][] } {
  let state = from;
  const titles = steps.map((facts) => {
    const step = stepMonitor(state, facts);
    // Every step may be the last before a restart: the state goes through the file it is kept in.
    state = monitorStateSchema.parse(JSON.parse(JSON.stringify(step.state)));
    return step.say.map(({ title }) => title);
  });
  return { state, titles };
}

const stallTitle = 'No events for 24 hours from My logs';
const endTitle = 'Events are arriving again from My logs';

describe('silence', () => {
  it('is said once when it has lasted for the set time, over restarts, and its end once', () => {
    const { titles, state } = play([
      factsAt(noon + 24 * hour - 1),
      factsAt(noon + 24 * hour),
      factsAt(noon + 24 * hour + minute),
      factsAt(noon + 47 * hour),
      factsAt(noon + 47.5 * hour, { lastEventAt: noon + 47.5 * hour }),
      factsAt(noon + 48 * hour, { lastEventAt: noon + 47.5 * hour }),
    ]);
    expect(titles).toEqual([[], [stallTitle], [], [], [endTitle], []]);
    expect(state).toEqual(fresh);
  });

  it('is said again once a day for as long as it lasts', () => {
    const days = [1, 1.5, 2, 2.5, 3, 3.9].map((day) => factsAt(noon + day * 24 * hour));
    expect(play(days).titles).toEqual([
      [stallTitle],
      [],
      ['Still no events from My logs, for 2 days now'],
      [],
      ['Still no events from My logs, for 3 days now'],
      [],
    ]);
  });

  it('is not spoken of while what happened meanwhile is still being read or stored', () => {
    const late = noon + 70 * hour;
    const { titles } = play([
      factsAt(late, { catchingUp: true }),
      factsAt(late + minute, { lastEventAt: late + minute }),
    ]);
    expect(titles).toEqual([[], []]);
  });

  it('is said again when it comes again', () => {
    const again = noon + 30 * hour;
    const { titles } = play([
      factsAt(noon + 24 * hour),
      factsAt(again, { lastEventAt: again }),
      factsAt(again + 24 * hour, { lastEventAt: again }),
    ]);
    expect(titles).toEqual([[stallTitle], [endTitle], [stallTitle]]);
  });

  it('that ends while the app is off is told by the first step after', () => {
    const { state } = play([factsAt(noon + 24 * hour)]);
    const { titles } = play([factsAt(noon + 60 * hour, { lastEventAt: noon + 59 * hour })], state);
    expect(titles).toEqual([[endTitle]]);
  });

  it('is told with how long it lasted', () => {
    const { state } = play([factsAt(noon + 24 * hour)]);
    const { say } = stepMonitor(state, factsAt(noon + 60 * hour, { lastEventAt: noon + 50 * hour }));
    expect(say[0]?.body).toMatch(/50 hours|2 days/);
  });

  it('that a longer time takes back ends without a word', () => {
    const { titles, state } = play([
      factsAt(noon + 24 * hour),
      factsAt(noon + 25 * hour, { stall: { enabled: true, hours: 48 } }),
      factsAt(noon + 48 * hour, { stall: { enabled: true, hours: 48 } }),
    ]);
    expect(titles).toEqual([[stallTitle], [], ['No events for 2 days from My logs']]);
    expect(state.stalledSince).toBe(noon);
  });

  it('is said at once after the time was made shorter', () => {
    const { titles } = play([
      factsAt(noon + 2 * hour),
      factsAt(noon + 2 * hour, { stall: { enabled: true, hours: 1 } }),
    ]);
    expect(titles).toEqual([[], ['No events for 2 hours from My logs']]);
  });

  it('is not looked for where that is switched off, and switching it off ends it without a word', () => {
    const off = { stall: { enabled: false, hours: 24 } };
    expect(play([factsAt(noon + 99 * hour, off)]).titles).toEqual([[]]);
    const { titles, state } = play([factsAt(noon + 24 * hour), factsAt(noon + 25 * hour, off)]);
    expect(titles).toEqual([[stallTitle], []]);
    expect(state.stalledSince).toBeNull();
  });

  it('of a source that is paused, or has not polled since its start, is not spoken of', () => {
    for (const quiet of [{ paused: true }, { tried: false }]) {
      const { titles, state } = play([factsAt(noon + 99 * hour, quiet)]);
      expect(titles).toEqual([[]]);
      expect(state).toEqual(fresh);
    }
  });

  it('is told apart by what the last poll brought', () => {
    const bodyOf = (changes: Partial<MonitorFacts>) =>
      stepMonitor(fresh, factsAt(noon + 24 * hour, changes)).say[0]?.body;
    expect(bodyOf({})).toMatch(/^The last poll, 40 seconds ago, succeeded and was empty\./);
    expect(bodyOf({ lastPollEvents: 2041 })).toMatch(/brought 2,041 events/);
    expect(bodyOf({ lastPollAt: null, lastPollEvents: null })).toMatch(/has not been polled/);
    expect(bodyOf({ trouble: troubleOf('timeout') })).toMatch(
      /^Polling fails; last tried 40 seconds ago\. The sentence of timeout\.$/,
    );
  });
});

describe('failing', () => {
  const failingFrom = (kind: Trouble['kind']) => (now: number) =>
    factsAt(now, { trouble: troubleOf(kind), lastEventAt: now });
  const fine = (now: number) => factsAt(now, { lastEventAt: now });
  const endTitles = ['Polling My logs works again'];

  it.each([
    ['unauthorised', 0],
    ['forbidden', 0],
    ['no-credentials', 0],
    ['redirected', 0],
    ['disk', 0],
    ['disk-full', 0],
    ['server-error', 10],
    ['timeout', 10],
    ['unreachable', 10],
    ['host-unknown', 10],
    ['tls', 10],
    ['malformed', 10],
    ['journal-full', 10],
    ['throttled', 60],
    ['offline', 60],
  ] as const)('for %s is said after %i minutes, once, and its end once', (kind, minutes) => {
    const at = failingFrom(kind);
    const due = noon + minutes * minute;
    const before = minutes > 0 ? [at(noon), at(due - 1)] : [];
    const { titles, state } = play([
      ...before,
      at(due),
      at(due + minute),
      at(due + 9 * hour),
      fine(due + 10 * hour),
      fine(due + 10 * hour + 5 * minute),
    ]);
    const title = failingNotice(at(due), troubleOf(kind)).title;
    expect(titles).toEqual([...before.map(() => []), [title], [], [], [], endTitles]);
    expect(state).toEqual(fresh);
  });

  it('that mends itself in time is never spoken of', () => {
    const at = failingFrom('server-error');
    expect(play([at(noon), at(noon + 9 * minute), fine(noon + 10 * minute)]).titles).toEqual([[], [], []]);
  });

  it('that comes and goes is said once, and its end when it has stayed away', () => {
    const at = failingFrom('disk-full');
    const flaps = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? at : fine)(noon + i * minute));
    const { titles } = play([...flaps, fine(noon + 44 * minute)]);
    expect(titles.flat()).toEqual([failingNotice(at(noon), troubleOf('disk-full')).title, ...endTitles]);
    expect(titles.at(-1)).toEqual(endTitles);
  });

  it('ended when it went away, and not when that was said', () => {
    const at = failingFrom('unauthorised');
    const { state } = play([at(noon), fine(noon + 2 * hour)]);
    const { say } = stepMonitor(state, fine(noon + 2 * hour + 5 * minute));
    expect(say[0]?.body).toMatch(/^It failed for 2 hours\./);
  });

  it('is said again once a day, with how long it has lasted', () => {
    const at = failingFrom('unauthorised');
    const { titles, state } = play([
      at(noon),
      at(noon + 23 * hour),
      at(noon + 24 * hour),
      at(noon + 47 * hour),
    ]);
    const title = 'My logs does not accept its credentials any more';
    expect(titles).toEqual([[title], [], [`Still: ${title}`], []]);
    const { say } = stepMonitor(state, at(noon + 49 * hour));
    expect(say[0]?.body).toBe('For 2 days now. The sentence of unauthorised.');
  });

  it('that was said before a restart is not said after it', () => {
    const at = failingFrom('unauthorised');
    const { state } = play([at(noon)]);
    const later = at(noon + 9 * hour);
    expect(play([{ ...later, tried: false }, later], state).titles).toEqual([[], []]);
  });

  it('that was not said yet begins anew after a start or a resume', () => {
    const at = failingFrom('offline');
    const morning = noon + 9 * hour;
    const { titles } = play([
      at(noon),
      { ...at(morning), tried: false },
      at(morning + minute),
      fine(morning + 2 * minute),
    ]);
    expect(titles.flat()).toEqual([]);
  });

  it('of another kind that needs somebody is said as well', () => {
    const { titles } = play([
      failingFrom('server-error')(noon),
      failingFrom('server-error')(noon + 10 * minute),
      failingFrom('unauthorised')(noon + 11 * minute),
    ]);
    expect(titles).toEqual([
      [],
      ['My logs has trouble of its own'],
      ['My logs does not accept its credentials any more'],
    ]);
  });

  it('whose outage shows two faces in turn is not said at every turn', () => {
    for (const faces of [['server-error', 'timeout'] as const, ['unauthorised', 'forbidden'] as const]) {
      const turns = Array.from({ length: 30 }, (_, i) =>
        failingFrom(faces[i % 2 === 0 ? 0 : 1])(noon + i * minute),
      );
      expect(play(turns).titles.flat().length).toBeLessThanOrEqual(2);
    }
  });

  it('is told apart from silence: both are said, each with its own words', () => {
    const facts = factsAt(noon + 24 * hour, { trouble: troubleOf('unauthorised') });
    const { titles } = play([facts, facts]);
    expect(titles).toEqual([['My logs does not accept its credentials any more', stallTitle], []]);
  });

  it('is what is said again where silence goes with it', () => {
    const at = (now: number) => factsAt(now, { trouble: troubleOf('unauthorised') });
    const { titles } = play([at(noon + 24 * hour), at(noon + 48 * hour)]);
    expect(titles[1]).toEqual(['Still: My logs does not accept its credentials any more']);
  });

  it('of a paused source is not spoken of', () => {
    const at = failingFrom('unauthorised');
    expect(play([{ ...at(noon), paused: true }]).titles).toEqual([[]]);
  });

  it('writes nothing down while nothing changes', () => {
    const at = failingFrom('server-error');
    const { state } = stepMonitor(fresh, at(noon));
    expect(stepMonitor(state, at(noon + minute)).state).toBe(state);
    expect(stepMonitor(fresh, factsAt(noon + hour)).state).toBe(fresh);
  });

  it('has a title for every kind of trouble, that names the source', () => {
    for (const kind of troubleKinds)
      expect(failingNotice(factsAt(noon), troubleOf(kind)).title).toContain('My logs');
  });
});

describe('the example of a stall', () => {
  it('has the words of a real one and is marked as a test', () => {
    const { title, body } = stallExample(factsAt(noon), 24);
    expect(title).toBe(`Test: ${stallTitle}`);
    expect(body).toMatch(/^This is only a test; nothing is wrong\. The last poll, 40 seconds ago, succeeded/);
  });
});
