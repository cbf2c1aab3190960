import { beforeEach, describe, expect, test } from 'vitest';
import {
  type NotificationSettings,
  notificationSettingsSchema,
  type RaisedAlert,
} from '../../shared/detection.ts';
import type { Severity } from '../../shared/rules/rule.ts';
import { createSimulatedClock } from '../simulated-clock.ts';
import { AlertNotices } from './alert-notices.ts';
import { type NotificationState, notificationStateSchema } from './notification-policy.ts';

const minute = 60_000;
const hour = 60 * minute;
const noon = Date.UTC(2026, 2, 4, 12);

let clock: ReturnType<typeof createSimulatedClock>;
let said: { title: string; body: string; alert: string | undefined; at: number }[];
let state: NotificationState;
let settings: NotificationSettings;
let notices: AlertNotices;
let isDiskFull = false;
/** What is in memory while the disk takes nothing. */
let unwritten: NotificationState | undefined;
let told = 0;
let number = 0;

function alert(severity: Severity = 'high', id = `a${(number++).toString(16)}`): RaisedAlert {
  return { id, severity, title: `Alert ${id}` };
}

function storm(count: number, severity: Severity = 'high'): RaisedAlert[] {
  return Array.from({ length: count }, () => alert(severity));
}

/** The next start: nothing is there but what was written. */
function restart(): AlertNotices {
  notices?.stop();
  return new AlertNotices({
    clock,
    settings: () => settings,
    state: {
      get: () => unwritten ?? state,
      remember: (next) => {
        if (isDiskFull) {
          unwritten = next;
          throw new Error('ENOSPC: no space left on device');
        }
        state = notificationStateSchema.parse(JSON.parse(JSON.stringify(next)));
      },
    },
    onUnwritten: () => {
      told += 1;
    },
    minuteOfDay: (at) => Math.floor(at / minute) % 1440,
    notify: ({ title, body }, id) => said.push({ title, body, alert: id, at: clock.now() }),
  });
}

/** Time passes, minute by minute. */
function pass(ms: number): void {
  for (let passed = 0; passed < ms; passed += minute) clock.advance(minute);
}

/** The most notifications in any hour. */
function mostInAnHour(): number {
  return Math.max(...said.map(({ at }) => said.filter((one) => one.at >= at && one.at < at + hour).length));
}

beforeEach(() => {
  clock = createSimulatedClock({ startAt: noon, frozen: true });
  isDiskFull = false;
  unwritten = undefined;
  told = 0;
  said = [];
  state = notificationStateSchema.parse({});
  settings = notificationSettingsSchema.parse({});
  notices = restart();
});

describe('notifications of alerts', () => {
  test('each alert that is severe enough is told at once, and once', () => {
    const one = alert('critical');
    notices.take([one, alert('medium'), alert('low')]);
    notices.take([one]);
    expect(said).toEqual([
      {
        title: 'Critical alert',
        body: `${one.title}. Click to see why, and what to do.`,
        alert: one.id,
        at: noon,
      },
    ]);
  });

  test('one that became severe enough later is told then', () => {
    notices.take([alert('medium', 'ab')]);
    expect(said).toEqual([]);
    notices.take([alert('high', 'ab')]);
    expect(said).toHaveLength(1);
  });

  test('a storm is never more than so many an hour, the last of which tells of all others', () => {
    notices.take(storm(30));
    expect(said).toHaveLength(5);
    pass(minute);
    expect(said).toHaveLength(6);
    expect(said[5]).toMatchObject({ title: '25 alerts: 25 high', alert: undefined });
    expect(said[5]?.body).toMatch(/^Alert .+; Alert .+; Alert .+; and 22 more in the inbox$/);
    for (let i = 0; i < 300; i += 1) {
      notices.take(storm(3, i % 7 === 0 ? 'critical' : 'high'));
      pass(minute);
    }
    pass(2 * hour);
    expect(mostInAnHour()).toBeLessThanOrEqual(6);
    const told = said.reduce((sum, { title }) => sum + Number(/^(\d+) alerts/.exec(title)?.[1] ?? 1), 0);
    expect(told).toBe(30 + 900);
  });

  test('the worst of many that come together are told by themselves', () => {
    notices.take([...storm(10), alert('critical', 'cc')]);
    expect(said[0]).toMatchObject({ title: 'Critical alert', alert: 'cc' });
  });

  test('a single one that waits for the last place is told by itself', () => {
    notices.take(storm(5));
    const last = alert();
    notices.take([last]);
    expect(said).toHaveLength(5);
    pass(minute);
    expect(said[5]).toMatchObject({ title: 'High alert', alert: last.id });
  });

  test('the worst stand first in a digest', () => {
    settings = { ...settings, perHour: 1 };
    notices.take([alert('high'), alert('critical', 'cc'), alert('high')]);
    pass(minute);
    expect(said[0]?.title).toBe('3 alerts: 1 critical, 2 high');
    expect(said[0]?.body.startsWith('Alert cc')).toBe(true);
  });

  test('quiet hours hold everything back, past midnight too, and it is told as one after them', () => {
    settings = { ...settings, quiet: { from: '22:00', to: '06:30' } };
    pass(10 * hour);
    notices.take(storm(2));
    pass(3 * hour);
    notices.take(storm(2));
    expect(said).toEqual([]);
    pass(5 * hour + 29 * minute);
    expect(said).toEqual([]);
    pass(minute);
    expect(said.map(({ title }) => title)).toEqual(['4 alerts: 4 high']);
    notices.take([alert()]);
    expect(said).toHaveLength(2);
  });

  test('a restart loses nothing that waits and tells nothing twice', () => {
    const many = storm(8);
    notices.take(many);
    expect(said).toHaveLength(5);
    notices = restart();
    notices.look();
    notices.take(many);
    pass(minute);
    expect(said.map(({ title }) => title).slice(5)).toEqual(['3 alerts: 3 high']);
    notices = restart();
    notices.take(storm(4));
    pass(30 * minute);
    expect(said).toHaveLength(6);
    pass(30 * minute);
    expect(mostInAnHour()).toBeLessThanOrEqual(6);
    pass(hour);
    expect(said.at(-1)?.title).toMatch(/4 alerts|High alert/);
  });

  test('switched off, nothing is said, and what came meanwhile is not told later', () => {
    settings = { ...settings, on: false };
    notices.take(storm(3));
    settings = { ...settings, on: true };
    notices.look();
    expect(said).toEqual([]);
  });

  test('a very long storm is counted where it is not held', () => {
    settings = { ...settings, perHour: 1 };
    notices.take(storm(500));
    pass(minute);
    expect(said[0]?.title).toBe('500 alerts: 200 high and others');
    expect(said[0]?.body).toContain('and 497 more in the inbox');
  });
});

test('on a full disk an alert is told all the same, and once', () => {
  isDiskFull = true;
  const one = alert();
  notices.take([one]);
  notices.take([one]);
  expect(said).toHaveLength(1);
  expect(told).toBeGreaterThan(0);
});
