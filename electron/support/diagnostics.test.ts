import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../shared/settings.ts';
import { defaultCadence, defaultStallSettings, type SourceView } from '../../shared/source.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { createMask, plainFacts } from './masking.ts';

const now = Date.UTC(2025, 5, 10, 8);
const principal = '5c1b7a66-90a1-4d86-9b1e-aaaaaaaaaaaa';
const secret = 'Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA==';
const subject = 'Invoice 4711 overdue';

const source: SourceView = {
  id: '0d9e3f6e-1111-4222-8333-444455556666',
  kind: 'proofpoint',
  name: 'Halden logs',
  domain: 'https://tap.halden.example',
  createdAt: now,
  historyFrom: now,
  paused: false,
  stall: defaultStallSettings,
  cadence: defaultCadence,
  state: 'failing',
  trouble: {
    kind: 'unreachable',
    sentence:
      'Halden logs cannot be reached: tap.halden.example (10.1.2.3, fe80::1:2) refused anna@halden.example.',
    status: 502,
  },
  troubleSince: now,
  stalledSince: null,
  lastPollAt: now,
  lastSuccessAt: null,
  nextPollAt: null,
  lastEventAt: null,
  readThrough: null,
  clicksReadThrough: null,
  coverage: [{ from: now - 1000, to: now }],
  lost: [],
  backfill: { done: 1, remainingWindows: 0 },
  budget: { shared: { used: 3, limit: 1800 }, clicks: { used: 0, limit: 1800 } },
  journal: { batches: 0, bytes: 0 },
  counts: { stored: 12, duplicates: 0, versions: 0, unparsed: 0 },
  hourly: [],
  failures: [],
  clockSkew: null,
};

const lines = [
  { level: 30, time: '2025-06-10T08:00:00Z', msg: 'window read', lane: 'main', events: 7, source: source.id },
  { level: 30, time: 'x', msg: 'notification', title: `No events from ${source.name}`, body: subject },
  {
    level: 40,
    time: 'x',
    msg: `Unexpected token, "{"subject":"${subject}" is not valid JSON`,
    reason: subject,
  },
  { level: 40, time: 'x', msg: `asked ${source.domain}/v2 with ${principal}:${secret}`, keys: [subject] },
  {
    level: 40,
    time: 'x',
    msg: `written to ${homedir()}/data for bob@other.example`,
    window: { from: 1, note: subject },
  },
  { level: 40, time: 'x', msg: 'another', [subject]: 1, kind: 'timeout', lane: subject },
];

const text = diagnosticsOf({
  now,
  about: {
    version: '1.2.3',
    host: 'Electron 45.4.1',
    node: '24.21.0',
    system: 'Linux 6.1',
    dataFolder: `${homedir()}/data`,
    logFile: `${homedir()}/log`,
    packaged: true,
  },
  settings: settingsSchema.parse({}),
  sources: [source],
  storage: {
    archive: { bytes: 5, days: 1, oldest: '2025-06-09' },
    journal: { bytes: 0, batches: 0 },
    said: { bytes: 0, damaged: 0 },
    removals: [],
  },
  page: { persisted: true, events: 12, databaseBytes: 99 },
  log: `${lines.map((line) => JSON.stringify(line)).join('\n')}\nno json at all ${secret}\n`,
});

describe('the diagnostics file', () => {
  it.each([
    principal,
    secret,
    subject,
    'Invoice',
    source.name,
    source.id,
    'halden.example',
    'other.example',
    'anna',
    'bob',
    '10.1.2.3',
    'fe80',
    homedir(),
  ])('holds no %j', (word) => expect(text).not.toContain(word));

  it('holds versions, settings, how each source does and the log', () => {
    const parsed: unknown = JSON.parse(text);
    expect(parsed).toMatchObject({
      versions: { version: '1.2.3', host: 'Electron 45.4.1' },
      settings: { theme: 'system', archive: true },
      sources: [
        {
          source: 1,
          state: 'failing',
          trouble: { kind: 'unreachable', status: 502 },
          counts: { stored: 12 },
        },
      ],
      storage: { archive: { bytes: 5 } },
      page: { persisted: true, events: 12 },
      log: [
        { msg: 'window read', lane: 'main', events: 7 },
        { msg: 'notification' },
        { msg: 'Unexpected token, [text] is not valid JSON' },
        { level: 40 },
        { window: { from: 1 } },
        { msg: 'another', kind: 'timeout' },
        { unreadable: 15 + secret.length },
      ],
    });
  });
});

describe('masking', () => {
  it('leaves our own sentences as they are', () => {
    const sentence =
      'The disk is full, so no events can be stored. Free some space. Proofpoint keeps 7 days (401).';
    expect(createMask([])(sentence)).toBe(sentence);
  });

  it('keeps numbers and flags of facts, and no text but words of our own', () => {
    expect(plainFacts({ a: 1, b: [true, 'x'], lane: 'clicks', c: 'x', d: { kind: 'disk', e: 'x' } })).toEqual(
      {
        a: 1,
        b: [true],
        lane: 'clicks',
        d: { kind: 'disk' },
      },
    );
  });
});
