import { describe, expect, it } from 'vitest';
import { kindOfArray } from './kinds.ts';

describe('the array a kind comes in', () => {
  it.each([
    ['messagesDelivered', 'messageDelivered'],
    ['messagesBlocked', 'messageBlocked'],
    ['clicksPermitted', 'clickPermitted'],
    ['clicksBlocked', 'clickBlocked'],
    ['messagesDelivered:', 'messageDelivered'],
    [' clicksBlocked ', 'clickBlocked'],
    ['messages', undefined],
    ['toString', undefined],
    ['__proto__', undefined],
    ['', undefined],
  ])('%s is %s', (key, kind) => expect(kindOfArray(key)).toBe(kind));
});
