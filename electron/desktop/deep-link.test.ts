import { describe, expect, it } from 'vitest';
import { deepLinkOf, parseDeepLink } from './deep-link.ts';

const id = '0123456789abcdef0123456789abcdef';

describe('a link of the desktop', () => {
  it('leads to an event or an alert', () => {
    expect(parseDeepLink(`lurescope://event/${id}`)).toEqual({ page: 'explorer', event: id });
    expect(parseDeepLink(`lurescope://event/${id}/`)).toEqual({ page: 'explorer', event: id });
    expect(parseDeepLink(`lurescope://event/my-source-1:${id}`)).toEqual({
      page: 'explorer',
      event: `my-source-1:${id}`,
    });
    expect(parseDeepLink('lurescope://alert/a1-b2')).toEqual({ page: 'alerts', alert: 'a1-b2' });
  });

  it.each([
    'lurescope://event/',
    `lurescope://event/${id}0`,
    `lurescope://event/${id.toUpperCase()}`,
    `lurescope://event/a:b:${id}`,
    `lurescope://event/:${id}`,
    `lurescope://event/${id}?then=settings`,
    `lurescope://event/${id}#x`,
    `lurescope://event/../${id}`,
    `lurescope://event/%2e%2e/${id}`,
    `lurescope://source/${id}`,
    `lurescope:event/${id}`,
    `lurescope://user@event/${id}`,
    `https://event/${id}`,
    `javascript:lurescope://event/${id}`,
    `lurescope://alert/${'a'.repeat(300)}`,
    'lurescope://alert/<script>',
    '',
  ])('%j leads nowhere', (link) => expect(parseDeepLink(link)).toBeUndefined());

  it('is found among the arguments of a second start', () => {
    expect(deepLinkOf(['app', '--hidden', `lurescope://event/${id}`])).toEqual({
      page: 'explorer',
      event: id,
    });
    expect(deepLinkOf(['app', '--hidden', id])).toBeUndefined();
    expect(deepLinkOf(['app', '--link=lurescope://event/x', 'lurescope://event/x'])).toBeUndefined();
  });
});
