import { describe, expect, it } from 'vitest';
import type { EventKind } from '../event/kinds.ts';
import { normaliseEvent } from '../event/normalise.ts';
import type { RawEvent } from '../event/raw-event.ts';
import { threatArtefacts } from './artefact.ts';
import { defangedIndicator, IndicatorList } from './indicator-list.ts';

const sha256 = 'aa'.repeat(32);
const md5 = 'bb'.repeat(16);
const harmless = 'd41d8cd98f00b204e9800998ecf8427e';

const message = {
  messageTime: '2026-11-01T10:00:00Z',
  GUID: 'g1',
  sender: 'Bounce@Mail.evil.example',
  fromAddress: ['A. Name <boss@harbour.example>', 'ana@evil.example'],
  replyToAddress: ['real@drop.example'],
  recipient: ['ben@harbour.example'],
  ccAddresses: ['cc@other.example'],
  senderIP: '198.51.100.7',
  threatsInfoMap: [
    {
      threat: 'https://urldefense.com/v3/__https://evil.example/login__;!!abc$',
      threatUrl: 'https://threatinsight.proofpoint.com/x',
      threatStatus: 'active',
      threatType: 'url',
    },
    { threat: sha256, threatStatus: 'active', threatType: 'attachment' },
    { threat: 'cleared.example', threatStatus: 'cleared', threatType: 'url' },
  ],
  messageParts: [
    { filename: 'invoice.html', sha256: sha256.toUpperCase(), md5 },
    { filename: 'text.txt', sha256: 'cc'.repeat(32), md5: harmless, sandboxStatus: 'CLEAN' },
  ],
};

function listOf(...events: [EventKind, RawEvent][]): IndicatorList {
  const list = new IndicatorList();
  for (const [kind, raw] of events) list.add(normaliseEvent(kind, raw, 0));
  return list;
}

function textsOf(list: IndicatorList): string[] {
  return list.indicators.map(({ kind, value, count }) => `${kind} ${value} ${count}`);
}

describe('the indicators of events', () => {
  it('are who sent them and what their threats name, not the victims', () => {
    expect(textsOf(listOf(['messageDelivered', message]))).toEqual([
      'email ana@evil.example 1',
      'email bounce@mail.evil.example 1',
      'email real@drop.example 1',
      'domain evil.example 1',
      'url https://evil.example/login 1',
      'ip 198.51.100.7 1',
      `hash ${sha256} 1`,
      `hash ${md5} 1`,
    ]);
  });

  it('are counted by event, with the first and the last time', () => {
    const later = { ...message, GUID: 'g2', messageTime: '2026-11-03T10:00:00Z' };
    const earlier = { ...message, GUID: 'g3', messageTime: '2026-10-03T10:00:00Z' };
    const list = listOf(
      ['messageDelivered', message],
      ['messageBlocked', later],
      ['messageBlocked', earlier],
    );
    for (const { count, first, last } of list.indicators)
      expect([count, first, last]).toEqual([3, '2026-10-03T10:00:00.000Z', '2026-11-03T10:00:00.000Z']);
  });

  it('of a click are the link that was clicked and who sent it', () => {
    const click = {
      clickTime: '2026-11-01T10:00:00Z',
      clickIP: '203.0.113.9',
      senderIP: '10.1.2.3',
      recipient: 'ben@harbour.example',
      sender: 'ana@evil.example',
      url: 'https://eur01.safelinks.protection.outlook.com/?url=http%3A%2F%2F198.51.100.9%3A8080%2Fx&data=1',
      threatURL: 'https://threatinsight.proofpoint.com/y',
      threatStatus: 'active',
    };
    expect(textsOf(listOf(['clickPermitted', click]))).toEqual([
      'email ana@evil.example 1',
      'url http://198.51.100.9:8080/x 1',
      'ip 198.51.100.9 1',
    ]);
  });

  it('are none where all threats were cleared', () => {
    const threatsInfoMap = [{ threat: 'evil.example', threatStatus: 'falsePositive' }];
    expect(textsOf(listOf(['messageDelivered', { ...message, threatsInfoMap }]))).toEqual([]);
  });

  it('are the sender where no threat is named', () => {
    const event = { sender: 'ana@evil.example', recipient: ['ben@harbour.example'] };
    expect(textsOf(listOf(['messageBlocked', event]))).toEqual(['email ana@evil.example 1']);
  });

  it('have parts that the sandbox calls a threat', () => {
    const messageParts = [{ sha256: 'ee'.repeat(32), md5: null, sandboxStatus: 'THREAT' }];
    expect(textsOf(listOf(['messageBlocked', { messageParts }]))).toEqual([`hash ${'ee'.repeat(32)} 1`]);
  });

  it('can be written so that nothing becomes a link', () => {
    expect(listOf(['messageDelivered', message]).indicators.map(defangedIndicator)).toEqual([
      'ana[@]evil[.]example',
      'bounce[@]mail[.]evil[.]example',
      'real[@]drop[.]example',
      'evil[.]example',
      'hxxps://evil[.]example/login',
      '198[.]51[.]100[.]7',
      sha256,
      md5,
    ]);
  });
});

describe('what a threat names', () => {
  it.each([
    ['evil.example', [{ kind: 'domain', value: 'evil.example' }]],
    ['Evil.Example', [{ kind: 'domain', value: 'evil.example' }]],
    ['пример.рф', [{ kind: 'domain', value: 'пример.рф' }]],
    ['a@evil.example', [{ kind: 'email', value: 'a@evil.example' }]],
    ['2001:DB8::1', [{ kind: 'ip', value: '2001:db8::1' }]],
    ['10.0.0.1', []],
    ['127.0.0.1', []],
    [
      'evil.example/login?x=1',
      [
        { kind: 'url', value: 'evil.example/login?x=1' },
        { kind: 'domain', value: 'evil.example' },
      ],
    ],
    [
      'ftp://u:p@evil.example:21/x',
      [
        { kind: 'url', value: 'ftp://u:p@evil.example:21/x' },
        { kind: 'domain', value: 'evil.example' },
      ],
    ],
    [
      'http://[2001:db8::1]/x',
      [
        { kind: 'url', value: 'http://[2001:db8::1]/x' },
        { kind: 'ip', value: '2001:db8::1' },
      ],
    ],
    ['http://intranet/x', [{ kind: 'url', value: 'http://intranet/x' }]],
    ['threat_num', []],
    ['Please pay the invoice today', []],
    ['', []],
  ])('%j', (text, artefacts) => expect(threatArtefacts(text)).toEqual(artefacts));
});
