import { type EventKind, isClick } from '../event/kinds.ts';
import type { RawEvent } from '../event/raw-event.ts';
import type { Company } from './company.ts';
import { createRandom, type Random } from './random.ts';
import { dayMs, hourMs } from './rhythm.ts';
import type { TenantEntry } from './tenant.ts';

/** What a story tells of. */
export type StoryName =
  | 'executive impostor'
  | 'virus not cleaned'
  | 'five threats'
  | 'wide campaign'
  | 'burst'
  | 'click on a known threat'
  | 'two clicks'
  | 'click from elsewhere'
  | 'turned malicious'
  | 'cleared'
  | 'false positive';

/** An attack that was planted on a day, with all its events: what an analyst should be told of. */
export interface Story {
  name: StoryName;
  entries: readonly TenantEntry[];
}

const minute = 60_000;
/** No story goes on for longer after the start of its day. */
const longest = 3 * dayMs;

/** People whom nothing else happens to, so that it is known what their events should raise. */
const names = ['anna-maria', 'jean-luc', 'karl-heinz', 'mary-ann', 'hans-peter', 'eva-lotta', 'jan-erik'];

/** The telling of one story: what its events have in common. */
class Telling {
  readonly random: Random;
  readonly entries: TenantEntry[] = [];
  readonly #company: Company;
  readonly #start: number;

  constructor(company: Company, start: number, random: Random) {
    this.#company = company;
    this.#start = start;
    this.random = random;
  }

  /** Somebody of this day's. */
  person(i: number): string {
    const day = Math.floor(this.#start / dayMs) % 100;
    return `${names[i % names.length]}.oldenburg${i}-${day}@${this.#company.domain}`;
  }

  iso(ms: number): string {
    return new Date(this.#start + ms).toISOString();
  }

  threat(ms: number, more: RawEvent = {}): RawEvent {
    return {
      threatID: this.random.hex(64),
      threatStatus: 'active',
      classification: 'phish',
      threatTime: this.iso(ms),
      threatType: 'url',
      threat: `https://story-${this.random.hex(6)}.example/`,
      campaignID: null,
      ...more,
    };
  }

  message(ms: number, recipients: readonly string[], more: RawEvent): RawEvent {
    const from = `desk@story-${this.random.hex(6)}.test`;
    return {
      GUID: this.random.token(32),
      QID: this.random.hex(14).toUpperCase(),
      id: this.random.uuid(),
      messageID: `<${this.random.hex(20)}@story.test>`,
      messageTime: this.iso(ms),
      cluster: this.#company.cluster,
      sender: from,
      senderIP: `203.0.113.${this.random.int(1, 254)}`,
      fromAddress: [from],
      headerFrom: `Desk <${from}>`,
      recipient: [...recipients],
      toAddresses: [...recipients],
      subject: 'A story',
      spamScore: 20,
      phishScore: 40,
      malwareScore: 0,
      impostorScore: 0,
      policyRoutes: ['default_inbound'],
      modulesRun: ['av', 'spam', 'urldefense'],
      messageParts: [],
      messageSize: 20_000,
      completelyRewritten: true,
      ...more,
    };
  }

  click(ms: number, recipient: string, more: RawEvent): RawEvent {
    return {
      id: this.random.uuid(),
      GUID: this.random.token(32),
      clickTime: this.iso(ms),
      clickIP: '198.51.100.4',
      userAgent: 'Mozilla/5.0 (Windows NT 10.0) Firefox/132.0',
      recipient,
      sender: 'desk@story.test',
      url: `https://story-${this.random.hex(6)}.example/`,
      ...more,
    };
  }

  tell(kind: EventKind, raw: RawEvent, version = 1): void {
    const threats = isClick(kind) ? [raw] : (raw.threatsInfoMap as RawEvent[]);
    const times = [isClick(kind) ? raw.clickTime : raw.messageTime, ...threats.map((one) => one.threatTime)];
    this.entries.push({
      kind,
      raw,
      createdAt: Math.max(...times.map((time) => Date.parse(`${time}`))),
      version,
    });
  }
}

const stories: Readonly<Record<StoryName, (telling: Telling, company: Company) => void>> = {
  'executive impostor': (telling, company) => {
    const { members } = company.byDepartment.executives;
    const executive = company.people[members[telling.random.int(0, members.length - 1)] ?? 0];
    const from = `office-${telling.random.hex(4)}@${company.domain.replace('.example', '-office.example')}`;
    telling.tell(
      'messageDelivered',
      telling.message(9 * hourMs, [executive?.address ?? ''], {
        impostorScore: 91.5,
        fromAddress: [from],
        headerFrom: `Office <${from}>`,
        threatsInfoMap: [
          telling.threat(9 * hourMs, { classification: 'impostor', threatType: 'messageText' }),
        ],
      }),
    );
  },
  'virus not cleaned': (telling) => {
    telling.tell(
      'messageBlocked',
      telling.message(10 * hourMs, [telling.person(0)], {
        malwareScore: 96,
        quarantineFolder: 'Virus',
        quarantineRule: 'notcleaned',
        threatsInfoMap: [
          telling.threat(10 * hourMs, { classification: 'malware', threatType: 'attachment' }),
        ],
      }),
    );
  },
  'five threats': (telling) => {
    const threats = [1, 2, 3, 4, 5].map(() => telling.threat(11 * hourMs, { classification: 'spam' }));
    telling.tell(
      'messageBlocked',
      telling.message(11 * hourMs, [telling.person(1)], { threatsInfoMap: threats }),
    );
  },
  'wide campaign': (telling) => {
    const campaignID = telling.random.uuid();
    const threat = telling.threat(8 * hourMs, { campaignID });
    for (let i = 0; i < 24; i++) {
      const guid = telling.random.token(32);
      const person = telling.person(100 + i);
      const at = 8 * hourMs + i * 5 * minute;
      telling.tell(
        'messageDelivered',
        telling.message(at, [person], { GUID: guid, phishScore: 75, threatsInfoMap: [threat] }),
      );
      if (i >= 6) continue;
      const { threatID, classification, threatStatus } = threat;
      const known = telling.iso(11 * hourMs);
      telling.tell(
        i === 0 ? 'clickPermitted' : 'clickBlocked',
        telling.click(10 * hourMs + i * 8 * minute, person, {
          ...{
            GUID: guid,
            threatID,
            classification,
            threatStatus,
            campaignId: campaignID,
            threatTime: known,
          },
        }),
      );
    }
  },
  burst: (telling) => {
    for (let i = 0; i < 12; i++) {
      const at = 12 * hourMs + i * 4 * minute;
      telling.tell(
        'messageBlocked',
        telling.message(at, [telling.person(2)], {
          threatsInfoMap: [telling.threat(at, { threatStatus: 'cleared' })],
        }),
      );
    }
  },
  'click on a known threat': (telling) => {
    const { threatID } = telling.threat(0);
    telling.tell(
      'clickPermitted',
      telling.click(13 * hourMs, telling.person(3), {
        ...{
          threatID,
          classification: 'impostor',
          threatStatus: 'active',
          threatTime: telling.iso(12 * hourMs),
        },
      }),
    );
  },
  'two clicks': (telling) => {
    for (const at of [14 * hourMs, 40 * hourMs]) {
      telling.tell(
        'clickPermitted',
        telling.click(at, telling.person(4), {
          threatID: telling.random.hex(64),
          classification: 'spam',
          threatStatus: 'active',
          threatTime: telling.iso(at + hourMs),
        }),
      );
    }
  },
  'click from elsewhere': (telling) => {
    for (let i = 0; i < 7; i++) {
      const at = 15 * hourMs + i * 10 * minute;
      telling.tell(
        'clickBlocked',
        telling.click(at, telling.person(5), {
          threatID: telling.random.hex(64),
          classification: 'spam',
          threatStatus: 'active',
          threatTime: telling.iso(at),
          ...(i === 6 ? { clickIP: '203.0.113.77', userAgent: 'curl/8.5' } : {}),
        }),
      );
    }
  },
  'turned malicious': (telling) => {
    const threat = telling.threat(16 * hourMs, { classification: 'spam' });
    const first = telling.message(16 * hourMs, [telling.person(6)], { threatsInfoMap: [threat] });
    telling.tell('messageDelivered', first);
    const later = { ...threat, classification: 'malware', threatTime: telling.iso(20 * hourMs) };
    telling.tell('messageDelivered', { ...first, threatsInfoMap: [later] }, 2);
  },
  cleared: (telling) => {
    const threat = telling.threat(17 * hourMs, { classification: 'spam' });
    const first = telling.message(17 * hourMs, [telling.person(7)], { threatsInfoMap: [threat] });
    telling.tell('messageDelivered', first);
    const later = { ...threat, threatStatus: 'cleared', threatTime: telling.iso(22 * hourMs) };
    telling.tell('messageDelivered', { ...first, threatsInfoMap: [later] }, 2);
  },
  'false positive': (telling) => {
    const threat = telling.threat(18 * hourMs, { classification: 'spam' });
    const first = telling.message(18 * hourMs, [telling.person(8)], { threatsInfoMap: [threat] });
    telling.tell('messageBlocked', first);
    const later = { ...threat, threatStatus: 'falsePositive', threatTime: telling.iso(23 * hourMs) };
    telling.tell('messageBlocked', { ...first, threatsInfoMap: [later] }, 2);
  },
};

function storiesOfDay(seed: number, company: Company, day: number): Story[] {
  return (Object.keys(stories) as StoryName[]).map((name) => {
    const telling = new Telling(company, day * dayMs, createRandom(seed, 'story', name, day));
    stories[name](telling, company);
    return { name, entries: telling.entries };
  });
}

/**
 * The stories that begin on the days (UTC) from one instant to another: one of each name a day.
 * @param startMs ms since the epoch, as is the end
 */
export function storiesBetween(seed: number, company: Company, startMs: number, endMs: number): Story[] {
  const days = Array.from(
    { length: Math.ceil(endMs / dayMs) - Math.floor(startMs / dayMs) },
    (_, i) => Math.floor(startMs / dayMs) + i,
  );
  return days.flatMap((day) => storiesOfDay(seed, company, day));
}

/** Entries of stories that are created in [startMs, endMs), oldest first. */
export function storyEntriesBetween(
  seed: number,
  company: Company,
  startMs: number,
  endMs: number,
): TenantEntry[] {
  return storiesBetween(seed, company, startMs - longest, endMs)
    .flatMap(({ entries }) => entries)
    .filter(({ createdAt }) => createdAt >= startMs && createdAt < endMs)
    .sort((a, b) => a.createdAt - b.createdAt);
}
