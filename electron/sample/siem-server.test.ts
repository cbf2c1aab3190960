import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventKind } from '../../shared/event/kinds.ts';
import type { RawEvent } from '../../shared/event/raw-event.ts';
import { createSiemServer, type SiemServer } from './siem-server.ts';
import type { EventSource, SourceEntry } from './siem-source.ts';

const now = Date.UTC(2025, 5, 10, 12, 0, 42, 500);
const at = (minutesBefore: number): string => new Date(now - minutesBefore * 60_000).toISOString();

function message(guid: string, minutesBefore: number, status: string, type = 'url'): RawEvent {
  return {
    GUID: guid,
    messageTime: at(minutesBefore),
    threatsInfoMap: [{ threatStatus: status, threatType: type, threatTime: at(minutesBefore) }],
  };
}

const events: [EventKind, RawEvent, number][] = [
  ['messageBlocked', message('blocked', 10, 'active', 'ATTACHMENT'), 10],
  ['messageBlocked', message('innocent', 10, 'falsePositive'), 10],
  ['messageDelivered', message('delivered', 10, 'cleared', 'messageText'), 10],
  ['messageDelivered', { GUID: 'bare', messageTime: at(10), threatsInfoMap: null }, 10],
  [
    'messageDelivered',
    {
      ...message('both', 10, 'falsePositive'),
      threatsInfoMap: [{ threatStatus: 'falsePositive' }, { threatStatus: 'active', threatType: 'url' }],
    },
    10,
  ],
  [
    'clickPermitted',
    { GUID: 'permitted', clickTime: at(10), threatStatus: 'active', note: 'a "b" \\ ]' },
    10,
  ],
  ['clickBlocked', { GUID: 'click', clickTime: at(10) }, 10],
  ['messageDelivered', message('old', 50, 'active'), 50],
];

const source: EventSource = {
  *entriesCreatedBetween(startMs, endMs, nowMs, kind) {
    for (const [eventKind, raw, minutes] of events) {
      const entry: SourceEntry = { kind: eventKind, raw, createdAt: now - minutes * 60_000 };
      if (eventKind === kind && entry.createdAt >= startMs && entry.createdAt < Math.min(endMs, nowMs + 1))
        yield entry;
    }
  },
};

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

let server: SiemServer;
let port = 0;

function get(path: string, options: { user?: string; method?: string } = {}): Promise<Answer> {
  const { user = 'p:s', method = 'GET' } = options;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: user === '' ? {} : { authorization: `Basic ${Buffer.from(user).toString('base64')}` },
      },
      (incoming) => {
        text(incoming).then(
          (body) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }),
          reject,
        );
      },
    );
    outgoing.on('error', reject).end();
  });
}

const guids = (answer: Answer): string[] =>
  Object.values(JSON.parse(answer.body) as Record<string, unknown>)
    .flatMap((value) => (Array.isArray(value) ? (value as RawEvent[]) : []))
    .map(({ GUID }) => String(GUID));

const all = '/v2/siem/all?format=json';
const everything = '&threatStatus=active&threatStatus=cleared&threatStatus=falsePositive';

beforeAll(async () => {
  server = createSiemServer({
    source,
    clock: { now: () => now },
    checkCredentials: (principal, secret) =>
      secret !== 's'
        ? 'unknown'
        : principal === 'p'
          ? 'allowed'
          : principal === 'other'
            ? 'forbidden'
            : 'unknown',
  });
  ({ port } = await server.start());
});

afterAll(() => server.stop());

describe('the SIEM protocol', () => {
  it.each<[string, string, { user?: string; method?: string }, number]>([
    ['no credentials', `${all}&sinceSeconds=60`, { user: '' }, 401],
    ['a wrong secret', `${all}&sinceSeconds=60`, { user: 'p:x' }, 401],
    ['an unknown principal', `${all}&sinceSeconds=60`, { user: 'q:s' }, 401],
    ['a credential without a colon', `${all}&sinceSeconds=60`, { user: 'p' }, 401],
    ['a valid credential without the right', `${all}&sinceSeconds=60`, { user: 'other:s' }, 403],
    ['a wrong path', '/v2/siem/nothing?format=json&sinceSeconds=60', {}, 404],
    ['a path of an object', '/v2/siem/constructor?format=json&sinceSeconds=60', {}, 404],
    ['another version', '/v1/siem/all?format=json&sinceSeconds=60', {}, 404],
    ['POST', `${all}&sinceSeconds=60`, { method: 'POST' }, 405],
  ])('refuses %s', async (_, path, options, status) => {
    expect((await get(path, options)).status).toBe(status);
  });

  it.each<[string, string, RegExp]>([
    ['no window', '', /Exactly one/],
    ['two windows', `&sinceSeconds=60&sinceTime=${at(5)}`, /Exactly one/],
    ['one window twice', '&sinceSeconds=60&sinceSeconds=90', /Exactly one/],
    ['29 seconds', `&interval=${at(10)}/PT29S`, /too short\. Requests must be for at least 30\.00s of data/],
    ['sinceSeconds=29', '&sinceSeconds=29', /too short/],
    ['more than an hour', `&interval=${at(100)}/PT1H1S`, /too long/],
    ['sinceSeconds=3601', '&sinceSeconds=3601', /too long/],
    ['sinceTime of two hours', `&sinceTime=${at(120)}`, /too long/],
    ['more than seven days back', `&interval=${at(7 * 1440 + 1)}/PT30M`, /too far into the past.*7\.00d/],
    ['an end before the start', `&interval=${at(10)}/${at(20)}`, /ends before/],
    ['a start in the future', `&interval=${at(-5)}/PT5M`, /in the future/],
    ['no instant', '&sinceTime=yesterday', /ISO 8601/],
    ['a date only', '&sinceTime=2025-06-10', /ISO 8601/],
    ['no interval', '&interval=2025-06-10T11:00:00Z', /ISO 8601 interval/],
    ['two durations', '&interval=PT30M/PT30M', /ISO 8601 interval/],
    ['a number that is none', '&sinceSeconds=1e3', /whole number/],
    ['an unknown threatType', '&sinceSeconds=60&threatType=voodoo', /threatType/],
    ['an unknown threatStatus', '&sinceSeconds=60&threatStatus=gone', /threatStatus/],
  ])('answers 400 to %s', async (_, query, text) => {
    const answer = await get(`${all}${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatch(text);
  });

  it('answers 400 to an unknown format', async () => {
    expect((await get('/v2/siem/all?format=xml&sinceSeconds=60')).status).toBe(400);
  });

  it.each<[string, string, string]>([
    ['start/end', `${at(30)}/${at(0)}`, at(0)],
    ['start/duration', `${at(30)}/PT30M`, at(0)],
    ['duration/end', `PT30M/${at(0)}`, at(0)],
    ['offsets', '2025-06-10T13:40:00%2B02:00/2025-06-10T14:00:00%2B02:00', '2025-06-10T12:00:00.000Z'],
    [
      'offsets with a bare plus',
      '2025-06-10T13:40:00+02:00/2025-06-10T14:00:00+0200',
      '2025-06-10T12:00:00.000Z',
    ],
    ['exactly 30 seconds around', `${at(10.25)}/PT30S`, at(9.75)],
    ['an end in the future, cut at now', `${at(30)}/PT45M`, at(0)],
  ])('understands an interval as %s', async (_, interval, end) => {
    const answer = await get(`${all}&interval=${interval}`);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ queryEndTime: end });
    expect(guids(answer)).toContain('blocked');
    expect(guids(answer)).not.toContain('old');
  });

  it.each(['&sinceSeconds=1800', `&sinceTime=${at(30)}`])(
    'ends %s at the minute before now',
    async (window) => {
      const answer = await get(`${all}${window}`);
      expect(JSON.parse(answer.body)).toMatchObject({ queryEndTime: '2025-06-10T12:00:00.000Z' });
      expect(guids(answer)).toContain('delivered');
    },
  );

  it('takes the start into a window and leaves the end out', async () => {
    expect(guids(await get(`${all}&interval=${at(10)}/PT5M`))).toContain('blocked');
    expect(guids(await get(`${all}&interval=PT5M/${at(10)}`))).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['clicks/blocked', ['clicksBlocked']],
    ['clicks/permitted', ['clicksPermitted']],
    ['messages/blocked', ['messagesBlocked']],
    ['messages/delivered', ['messagesDelivered']],
    ['issues', ['clicksPermitted', 'messagesDelivered']],
    ['all', ['clicksBlocked', 'clicksPermitted', 'messagesBlocked', 'messagesDelivered']],
  ])('%s has just its own arrays, also when they are empty', async (endpoint, arrays) => {
    for (const window of [`interval=${at(30)}/PT25M`, `interval=${at(5)}/PT1M`]) {
      const answer = await get(`/v2/siem/${endpoint}?format=JSON&${window}`);
      expect(answer.headers['content-type']).toContain('application/json');
      const body = JSON.parse(answer.body) as object;
      expect(Object.keys(body).sort()).toEqual([...arrays, 'queryEndTime'].sort());
    }
  });

  it.each<[string, string[]]>([
    ['', ['bare', 'blocked', 'both', 'click', 'delivered', 'permitted']],
    [everything, ['bare', 'blocked', 'both', 'click', 'delivered', 'innocent', 'permitted']],
    ['&threatStatus=falsePositive', ['bare', 'both', 'innocent']],
    ['&threatStatus=cleared', ['bare', 'delivered']],
    ['&threatType=attachment', ['blocked']],
    ['&threatType=url', ['both', 'click', 'permitted']],
    ['&threatType=messageText&threatType=attachment', ['blocked', 'delivered']],
    ['&threatType=url&threatStatus=falsePositive', ['innocent']],
  ])('filters by %s', async (filter, expected) => {
    expect(guids(await get(`${all}&interval=${at(30)}/PT25M${filter}`)).sort()).toEqual(expected);
  });

  it('speaks syslog, also by default, and says 204 when there is nothing', async () => {
    const lines = await get(`/v2/siem/all?interval=${at(30)}/PT25M`);
    expect(lines.status).toBe(200);
    expect(lines.body.trimEnd().split('\n')).toHaveLength(6);
    expect(lines.body).toMatch(/^<38>1 \S+ - ProofpointTAP - CLKBLK \[tapclick@21139 GUID="click"/m);
    expect(lines.body).toContain('note="a \\"b\\" \\\\ \\]"');
    const nothing = await get(`/v2/siem/all?format=syslog&interval=${at(5)}/PT1M`);
    expect(nothing).toMatchObject({ status: 204, body: '' });
  });

  it('dates its answers by its own clock', async () => {
    const { headers } = await get(`${all}&sinceSeconds=60`);
    expect(headers.date).toBe('Tue, 10 Jun 2025 12:00:42 GMT');
  });
});
