import { expect, test } from 'vitest';
import { type AlertRow, applyDetections, decided, type FoundDetection } from './alert-row.ts';

const now = Date.UTC(2026, 2, 4, 12);
const hour = 3_600_000;

function found(part: Partial<FoundDetection> = {}): FoundDetection {
  return {
    ...{ rule: 'r', severity: 'medium', title: 'A title', dedup: '["r","a"]', since: 1, time: now },
    ...{ identities: ['s:1'], isNew: true, isRaised: false },
    about: { people: ['a@x.example'], campaigns: [], threats: [] },
    ...part,
  };
}

function apply(list: readonly FoundDetection[], known: readonly AlertRow[] = []): AlertRow[] {
  return applyDetections(list, known, now, now - 24 * hour);
}

test('detections of one key and period are one alert that counts events once', () => {
  const later = found({
    identities: ['s:2'],
    time: now + 1,
    about: { people: ['b@x.example'], campaigns: ['c'], threats: [] },
  });
  const [alert, ...others] = apply([found(), later, found({ time: now + 2 })]);
  expect(others).toEqual([]);
  expect(alert).toMatchObject({
    count: 2,
    events: ['s:1', 's:2'],
    firstSeen: now,
    lastSeen: now + 2,
    state: 'new',
  });
  expect(alert?.about).toEqual({ people: ['a@x.example', 'b@x.example'], campaigns: ['c'], threats: [] });
  expect(alert?.hits).toEqual([now, now + 1]);
});

test('another key or period is another alert', () => {
  const alerts = apply([found(), found({ dedup: '["r","b"]' }), found({ since: 2 })]);
  expect(new Set(alerts.map(({ id }) => id)).size).toBe(3);
});

test('a more severe detection raises severity and title, a less severe one changes neither', () => {
  const [alert] = apply([found(), found({ severity: 'critical', title: 'Worse' }), found({ title: 'Less' })]);
  expect(alert).toMatchObject({ severity: 'critical', title: 'Worse' });
});

test('a later hit in a resolved group opens another alert; what was known already does not', () => {
  const [alert] = apply([found()]);
  if (!alert) throw new Error('none');
  const resolved = decided(alert, { state: 'resolved', verdict: 'benign' }, now);
  expect(apply([found()], [resolved])).toEqual([]);
  const [second] = apply([found({ identities: ['s:2'] })], [resolved]);
  expect(second?.id).not.toBe(alert.id);
  expect(second).toMatchObject({ group: alert.group, state: 'new', count: 1 });
  const [third] = apply([found({ identities: ['s:3'] })], [resolved, second as AlertRow]);
  expect(third).toMatchObject({ id: second?.id, count: 2 });
  expect(apply([found({ severity: 'high' })], [resolved])[0]).toMatchObject({
    state: 'new',
    severity: 'high',
  });
});

test('what is long past does not notify, and what was looked at notifies no more', () => {
  expect(apply([found({ time: now - 25 * hour })])[0]?.notify).toBe('no');
  const [alert] = apply([found()]);
  expect(alert?.notify).toBe('wanted');
  const seen = decided(alert as AlertRow, { state: 'acknowledged' }, now);
  expect(seen.notify).toBe('no');
  const told = { ...(alert as AlertRow), notify: 'done' as const };
  expect(apply([found({ severity: 'critical' })], [told])[0]?.notify).toBe('wanted');
  expect(apply([found({ identities: ['s:9'] })], [told])[0]?.notify).toBe('done');
});

test('decisions are written down; a verdict goes with being resolved alone', () => {
  const [alert] = apply([found()]);
  const resolved = decided(
    alert as AlertRow,
    { state: 'resolved', verdict: 'true positive', note: 'n' },
    now,
  );
  expect(resolved).toMatchObject({ verdict: 'true positive', note: 'n' });
  const again = decided(resolved, { state: 'new' }, now + 1);
  expect(again).toMatchObject({ state: 'new', verdict: null, note: 'n' });
  expect(again.history.map(({ state }) => state)).toEqual(['resolved', 'new']);
});
