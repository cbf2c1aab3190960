import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventKind } from '../../event/kinds.ts';
import { normaliseEvent } from '../../event/normalise.ts';
import type { RawEvent } from '../../event/raw-event.ts';
import { alertsOf } from '../alerts.ts';
import { type Rule, ruleSchema } from '../rule.ts';
import { type Arrival, Arrivals } from './arrival.ts';
import { Detector } from './detector.ts';
import { detectorStateSchema } from './rule-state.ts';

const start = Date.UTC(2026, 0, 5, 9);
const minute = 60_000;

function ruleOf(parts: Partial<Rule>): Rule {
  return ruleSchema.parse({ id: 'own', title: 'T', severity: 'low', description: 'D', ...parts });
}

function at(ms: number): string {
  return new Date(start + ms).toISOString();
}

/** Makes arrivals of raw events, which know of each other. */
function arriving(): (kind: EventKind, raw: RawEvent) => Arrival[] {
  const known = new Arrivals();
  return (kind, raw) => [known.of(normaliseEvent(kind, raw, start), 'test', start) ?? []].flat();
}

function deliver(): (raw: RawEvent) => Arrival[] {
  const arrive = arriving();
  return (raw) => arrive('messageDelivered', raw);
}

describe('a threshold', () => {
  const rule = ruleOf({
    query: 'kind:message',
    threshold: { count: 3, window: '10m', groupBy: ['campaignID'], distinct: 'recipient' },
    title: '{count} in {campaignID}',
  });
  const message = (id: number, ms: number, recipient: string, campaign = 'C') => ({
    GUID: `g${id}`,
    messageTime: at(ms),
    recipient: [recipient],
    threatsInfoMap: [{ campaignID: campaign, threatID: 't' }],
  });

  test('counts different values in a window by the time of the events, in whatever order they arrive', () => {
    const given = deliver();
    const detector = new Detector([rule]);
    const take = (...args: Parameters<typeof message>) => detector.take(given(message(...args)));
    expect(take(1, 0, 'a@x')).toEqual([]);
    expect(take(2, 9 * minute, 'b@x')).toEqual([]);
    expect(take(3, 9 * minute, 'B@x')).toEqual([]);
    expect(take(4, 11 * minute, 'c@x')).toEqual([]);
    const [found] = take(5, 5 * minute, 'd@x');
    expect(found).toMatchObject({ title: '3 in c', isNew: true, time: start + 5 * minute });
    expect(found?.identities.length).toBeGreaterThanOrEqual(3);
    expect(take(6, 5 * minute, 'e@x', 'D')).toEqual([]);
    expect(take(7, 6 * minute, 'e@x')).toMatchObject([
      { title: '3 in c', isNew: false, identities: [expect.any(String)] },
    ]);
  });

  test('agrees with a count by hand', () => {
    const event = fc.record({ ms: fc.nat(60), who: fc.constantFrom('a', 'b', 'c', 'd') });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 25 }), (events) => {
        const given = deliver();
        const detector = new Detector([rule]);
        const seen: typeof events = [];
        for (const [i, one] of events.entries()) {
          seen.push(one);
          const found = detector.take(given(message(i, one.ms * minute, `${one.who}@x`)));
          const isExpected = seen.some(({ ms: first }) => {
            if (first > one.ms || one.ms > first + 10) return false;
            const within = seen.filter(({ ms }) => ms >= first && ms <= first + 10);
            return new Set(within.map(({ who }) => who)).size >= 3;
          });
          // What is two windows older than the newest is forgotten.
          if (one.ms >= Math.max(...seen.map(({ ms }) => ms)) - 10) expect(found.length > 0).toBe(isExpected);
        }
      }),
    );
  });

  test('counts an event once, whatever is later said of it', () => {
    const given = deliver();
    const detector = new Detector([ruleOf({ query: 'kind:message', threshold: { count: 2, window: '1h' } })]);
    expect(detector.take(given(message(1, 0, 'a@x')))).toEqual([]);
    expect(detector.take(given({ ...message(1, 0, 'a@x'), subject: 'more' }))).toEqual([]);
    expect(detector.take(given(message(2, 0, 'a@x')))).toHaveLength(1);
  });
});

describe('a sequence', () => {
  const rule = ruleOf({
    sequence: {
      steps: [{ query: 'kind:delivered' }, { query: 'kind:"click permitted"' }],
      on: ['threatID'],
      within: '1h',
    },
  });
  const sent = (ms: number, threatID = 't') => ({
    GUID: `m${ms}`,
    messageTime: at(ms),
    threatsInfoMap: [{ threatID }],
  });
  const click = (ms: number, threatID = 't') => ({ id: `c${ms}`, clickTime: at(ms), threatID });

  test.each([
    ['message first', 0, 30 * minute, false, 1],
    ['click arriving first', 0, 30 * minute, true, 1],
    ['click before the message', 30 * minute, 0, false, 0],
    ['click a minute too late', 0, 61 * minute, false, 0],
    ['click at the last moment', 0, 60 * minute, false, 1],
  ])('%s', (_, message, clicked, isClickFirst, expected) => {
    const arrive = arriving();
    const detector = new Detector([rule]);
    const both = [arrive('messageDelivered', sent(message)), arrive('clickPermitted', click(clicked))].flat();
    const found = (isClickFirst ? both.toReversed() : both).flatMap((one) => detector.take([one]));
    expect(found).toHaveLength(expected);
    if (found[0]) expect(found[0].identities).toEqual(both.map(({ identity }) => identity));
  });

  test('is of one threat', () => {
    const arrive = arriving();
    const detector = new Detector([rule]);
    const both = [arrive('messageDelivered', sent(0, 'a')), arrive('clickPermitted', click(1, 'b'))].flat();
    expect(detector.take(both)).toEqual([]);
  });
});

describe('versions', () => {
  const rule = ruleOf({ query: 'threats(status:cleared)', was: 'threats(status:active)' });
  const event = (status: string) => ({
    GUID: 'g',
    messageTime: at(0),
    threatsInfoMap: [{ threatID: 't', threatStatus: status }],
  });

  test('a rule can ask what an event was before', () => {
    const given = deliver();
    const detector = new Detector([rule]);
    expect(detector.take(given(event('active')))).toEqual([]);
    expect(detector.take(given(event('active')))).toEqual([]);
    expect(detector.take(given(event('cleared')))).toHaveLength(1);
    expect(new Detector([rule]).take(deliver()(event('cleared')))).toEqual([]);
  });

  test('later versions of an event are no new alert, but may raise it', () => {
    const given = deliver();
    const scored = ruleOf({
      query: 'phish:>=80',
      severity: { cases: [{ when: 'phish:>=95', severity: 'critical' }], default: 'high' },
    });
    const detector = new Detector([scored]);
    const found = [81, 82, 97].flatMap((phishScore) =>
      detector.take(given({ GUID: 'g', messageTime: at(0), phishScore })),
    );
    expect(found.map(({ isNew, isRaised }) => [isNew, isRaised])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
    expect(alertsOf(found)).toMatchObject([{ severity: 'critical', identities: [found[0]?.identities[0]] }]);
  });
});

describe('an unusual value', () => {
  const rule = ruleOf({
    query: 'kind:click',
    unusual: { of: 'clickIP', for: 'recipient', after: 3, memory: '30d' },
  });

  test('is one of another network, once somebody is known', () => {
    const arrive = arriving();
    const detector = new Detector([rule]);
    const click = (i: number, recipient: string, clickIP: string) =>
      detector.take(
        [arrive('clickPermitted', { id: `${i}`, clickTime: at(i * minute), recipient, clickIP })].flat(),
      );
    const found = [
      click(1, 'a@x', '198.51.100.1'),
      click(2, 'a@x', '198.51.100.2'),
      click(3, 'a@x', '198.51.100.3'),
      click(4, 'b@x', '203.0.113.1'),
      click(5, 'A@x', '198.51.100.200'),
      click(6, 'a@x', '203.0.113.1'),
      click(7, 'a@x', '203.0.113.2'),
    ];
    expect(found.map(({ length }) => length)).toEqual([0, 0, 0, 0, 0, 1, 0]);
  });
});

describe('de-duplication', () => {
  test('goes by the fields and the period; without any of the fields, by the event', () => {
    const given = deliver();
    const detector = new Detector([ruleOf({ query: '*', dedup: { by: ['sender'], period: '1h' } })]);
    const found = [
      { GUID: '1', messageTime: at(0), sender: 'a@x' },
      { GUID: '2', messageTime: at(59 * minute), sender: 'A@x' },
      { GUID: '3', messageTime: at(60 * minute), sender: 'a@x' },
      { GUID: '4', messageTime: at(0) },
      { GUID: '5', messageTime: at(0) },
    ].flatMap((raw) => detector.take(given(raw)));
    expect(found.map(({ isNew }) => isNew)).toEqual([true, false, true, true, true]);
    expect(alertsOf(found).map(({ identities }) => identities.length)).toEqual([2, 1, 1, 1]);
  });
});

describe('a key with alternatives', () => {
  const rule = ruleOf({
    query: 'kind:message',
    dedup: { by: ['kind', ['campaignID', 'threatID', 'GUID']], period: '7d' },
  });
  const message = (GUID: string, threat: RawEvent = {}) => ({
    GUID,
    messageTime: at(0),
    threatsInfoMap: Object.keys(threat).length > 0 ? [threat] : [],
  });
  const sizes = (found: Parameters<typeof alertsOf>[0]) =>
    alertsOf(found).map(({ identities }) => identities.length);

  test('goes by the first field that the event has, and by the event where it has none', () => {
    const given = arriving();
    const events = [
      ...given('messageDelivered', message('a', { campaignID: 'C', threatID: 't' })),
      ...given('messageDelivered', message('b', { campaignID: 'c', threatID: 'u' })),
      ...given('messageDelivered', message('c', { threatID: 't' })),
      ...given('messageDelivered', message('d', { threatID: 't' })),
      ...given('messageBlocked', message('e', { campaignID: 'C' })),
      // A threat of the name of a campaign is no campaign.
      ...given('messageDelivered', message('f', { threatID: 'c' })),
      ...given('messageDelivered', message('g')),
      ...given('messageDelivered', message('h')),
    ];
    expect(sizes(new Detector([rule]).take(events))).toEqual([2, 2, 1, 1, 1, 1]);
    const nameless = ['i', 'j'].flatMap((id) => given('messageDelivered', { id, messageTime: at(0) }));
    expect(sizes(new Detector([rule]).take(nameless))).toEqual([1, 1]);
  });

  test('a version that says otherwise stays in the alert of its event, after a restart too', () => {
    const given = deliver();
    const first = new Detector([rule]);
    const found = first.take(given(message('a', { threatID: 't' })));
    const state = detectorStateSchema.parse(JSON.parse(JSON.stringify(first.state())));
    const second = new Detector([rule], { state });
    found.push(...second.take(given(message('a', { threatID: 't', campaignID: 'C' }))));
    expect(sizes(found)).toEqual([1]);
    expect(sizes(second.take(given(message('b', { threatID: 'u', campaignID: 'C' }))))).toEqual([1]);
  });
});

describe('a rule in trouble', () => {
  const broken = (event: Arrival, trouble: () => void): Arrival => ({
    ...event,
    values: {
      ...event.values,
      texts(field) {
        if (field === 'subject') trouble();
        return event.values.texts(field);
      },
    },
  });
  const rules = [ruleOf({ id: 'bad', query: 'subject:x' }), ruleOf({ id: 'good', query: 'sender:a@x' })];
  const events = () => {
    const given = deliver();
    return [1, 2].flatMap((id) => given({ GUID: `${id}`, messageTime: at(0), sender: 'a@x', subject: 'x' }));
  };

  test('that fails is suspended, and said, and stops no other', () => {
    const said: string[] = [];
    const detector = new Detector(rules, { onSuspended: ({ rule }) => said.push(rule) });
    const [first, second] = events();
    if (!first || !second) throw new Error('two events are needed');
    const fail = () => {
      throw new Error('no more memory');
    };
    expect(detector.take([broken(first, fail)])).toMatchObject([{ rule: 'good' }]);
    expect(detector.take([second])).toMatchObject([{ rule: 'good' }]);
    expect(said).toEqual(['bad']);
    expect(detector.suspensions).toEqual([{ rule: 'bad', reason: 'It failed: no more memory' }]);
    const after = new Detector(rules, { state: detector.state() });
    expect(after.suspensions).toEqual(detector.suspensions);
  });

  test('that is slow ten times in succession is suspended, and not before', () => {
    let now = 0;
    const detector = new Detector(rules, { clock: () => now });
    const [first] = events();
    if (!first) throw new Error('an event is needed');
    const slow = broken(first, () => {
      now += 101;
    });
    const found = Array.from({ length: 12 }, () => detector.take([slow]).map(({ rule }) => rule));
    expect(found.map(({ length }) => length)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1]);
    expect(found.at(-1)).toEqual(['good']);
    expect(detector.suspensions).toEqual([{ rule: 'bad', reason: expect.stringContaining('It is slow') }]);
  });

  test('of which there are two, or that cannot be read, is not run', () => {
    const twice = new Detector([ruleOf({ query: 'a' }), ruleOf({ query: 'b' })]);
    expect(twice.suspensions).toMatchObject([{ rule: 'own' }]);
    expect(new Detector([ruleOf({ query: 'x:(' })]).suspensions).toHaveLength(1);
  });
});

test('a detector goes on where another one stopped', () => {
  const rules = [
    ruleOf({
      id: 'count',
      query: 'kind:message',
      threshold: { count: 3, window: '1h', groupBy: ['sender'] },
    }),
    ruleOf({
      id: 'steps',
      sequence: {
        steps: [{ query: 'subject:a' }, { query: 'subject:b' }],
        on: ['sender'],
        within: '1h',
      },
    }),
    ruleOf({ id: 'new', query: '*', unusual: { of: 'senderIP', for: 'sender', after: 2, memory: '7d' } }),
    ruleOf({ id: 'once', query: '*', dedup: { by: ['subject'], period: '1h' } }),
  ];
  const event = fc.record({
    ms: fc.nat(90),
    sender: fc.constantFrom('a@x', 'b@x'),
    subject: fc.constantFrom('a', 'b', 'c'),
    senderIP: fc.constantFrom('192.0.2.1', '203.0.113.1'),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 20 }), fc.nat(20), (events, cut) => {
      const given = deliver();
      const arrivals = events.flatMap(({ ms, ...raw }, i) =>
        given({ ...raw, GUID: `${i}`, messageTime: at(ms * minute) }),
      );
      const whole = new Detector(rules).take(arrivals);
      const first = new Detector(rules);
      const found = first.take(arrivals.slice(0, cut));
      const state = detectorStateSchema.parse(JSON.parse(JSON.stringify(first.state())));
      found.push(...new Detector(rules, { state }).take(arrivals.slice(cut)));
      expect(found).toEqual(whole);
      const oneByOne = new Detector(rules);
      expect(arrivals.flatMap((one) => oneByOne.take([one]))).toEqual(whole);
    }),
  );
});

test('of a rule that was changed nothing is remembered', () => {
  const given = deliver();
  const rule = ruleOf({ query: 'kind:message', threshold: { count: 2, window: '1h' } });
  const first = new Detector([rule]);
  first.take(given({ GUID: '1', messageTime: at(0) }));
  const next = given({ GUID: '2', messageTime: at(0) });
  const state = first.state();
  expect(new Detector([rule], { state }).take(next)).toHaveLength(1);
  expect(new Detector([{ ...rule, query: '*' }], { state }).take(next)).toEqual([]);
});

test('lists of an organisation take the place of those in the rule', () => {
  const rule = ruleOf({ query: 'recipient:$board', lists: { board: [] } });
  const [event] = deliver()({ GUID: '1', messageTime: at(0), recipient: ['Ana@x.example'] });
  if (!event) throw new Error('an event is needed');
  expect(new Detector([rule]).take([event])).toEqual([]);
  expect(new Detector([rule], { lists: { board: ['ana@x.example'] } }).take([event])).toHaveLength(1);
  expect(new Detector([rule], { lists: { board: ['*@x.example'] } }).take([event])).toHaveLength(1);
  expect(new Detector([rule], { lists: { board: ['ben@x.example', '"odd" (one)'] } }).take([event])).toEqual(
    [],
  );
});

test('what a rule remembers is bounded', () => {
  const given = deliver();
  const detector = new Detector([
    ruleOf({ query: '*', threshold: { count: 900, window: '4w', groupBy: ['GUID'] } }),
  ]);
  for (let i = 0; i < 30_000; i++) detector.take(given({ GUID: `${i}`, messageTime: at(i) }));
  expect(Object.values(detector.state().rules)[0]?.entries.length).toBeLessThanOrEqual(20_000);
});
