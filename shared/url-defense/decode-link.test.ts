import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLink } from './decode-link.ts';

function base64(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** A link of version 3, its body and replaced characters as the service writes them. */
function v3(body: string, replaced = '', end = '$'): string {
  return `https://urldefense.com/v3/__${body}__;${base64(replaced)}!!token${end}`;
}

function v2(link: string): string {
  const encoded = encodeURIComponent(link)
    .replaceAll('-', '%2D')
    .replaceAll('_', '%5F')
    .replaceAll('%2F', '_')
    .replaceAll('%', '-');
  return `https://urldefense.proofpoint.com/v2/url?u=${encoded}&d=DwMBaQ`;
}

function safeLink(link: string): string {
  return `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(link)}&data=05%7C02&reserved=0`;
}

describe('a link of URL Defense', () => {
  it.each([
    [
      'v1',
      'https://urldefense.proofpoint.com/v1/url?u=http://www.bouncycastle.org/&amp;k=oIvRg1%2BdGAgOoM1BIlLLqw%3D%3D%0A',
      'http://www.bouncycastle.org/',
    ],
    [
      'v2',
      'https://urldefense.proofpoint.com/v2/url?u=https-3A__media.mnn.com_assets_images_2016_06_jupiter-2Dnasa.jpg.638x0-5Fq80-5Fcrop-2Dsmart.jpg&d=DwMBaQ',
      'https://media.mnn.com/assets/images/2016/06/jupiter-nasa.jpg.638x0_q80_crop-smart.jpg',
    ],
    [
      'v3',
      'https://urldefense.com/v3/__https://google.com:443/search?q=a*test&gs=ps__;Kw!-612Flbf0JvQ3kNJkRi5Jg!Ue6t$',
      'https://google.com:443/search?q=a+test&gs=ps',
    ],
    ['v3', 'https://urldefense.com/v3/__https://evil.com/d__;!!abc$', 'https://evil.com/d'],
  ])('of version %s, from the documentation', (layer, link, url) => {
    expect(decodeLink(link)).toEqual({ url, layers: [layer] });
  });

  it('v1: a plus stays a plus, entities are undone', () => {
    const link =
      'https://urldefense.proofpoint.com/v1/url?u=http%3A%2F%2Fa.example%2F%3Fx%3D1%2B2+3%26amp%3By%3D%26%2339%3B&k=x';
    expect(decodeLink(link).url).toBe("http://a.example/?x=1+2+3&y='");
  });

  it('v2: with c for d, in any host that serves it', () => {
    const link = 'https://urldefense.us/v2/url?u=http-3A__a.example_b-26amp-3Bc&c=x&r=y';
    expect(decodeLink(link)).toEqual({ url: 'http://a.example/b&c', layers: ['v2'] });
  });

  it('v3: a lost dollar sign, a lost slash and another host make no difference', () => {
    const url = 'https://evil.example/d';
    expect(decodeLink(v3('https:/evil.example/d', '', '')).url).toBe(url);
    expect(decodeLink('http://urldefense.us/v3/__https:/evil.example/d__;!!abc').url).toBe(url);
    expect(decodeLink('HXXPS://URLDefense.com/v3/__https://evil.example/d__;!!abc$').url).toBe(url);
  });

  it('v3: replaced characters are characters, not bytes', () => {
    expect(decodeLink(v3('https://a.example/*?q=*x', '🎣ä')).url).toBe('https://a.example/🎣?q=äx');
    expect(decodeLink(v3('https://a.example/**A-**B', '🎣🎣äöü')).url).toBe('https://a.example/🎣🎣-äöü');
  });

  it('v3: a run has the length its letter says', () => {
    for (const [letter, count] of [
      ['A', 2],
      ['Z', 27],
      ['a', 28],
      ['z', 53],
      ['0', 54],
      ['9', 63],
      ['-', 64],
      ['_', 65],
    ] as const) {
      const replaced = '^'.repeat(count);
      expect(decodeLink(v3(`https://a.example/**${letter}*end`, `${replaced}!`)).url).toBe(
        `https://a.example/${replaced}!end`,
      );
    }
  });

  it('v3: two stars at the very end are two characters', () => {
    expect(decodeLink(v3('https://a.example/**', '[]')).url).toBe('https://a.example/[]');
  });

  it.each([
    ['running out', v3('https://a.example/*x*', '+')],
    ['a run that runs out', v3('https://a.example/**C', '+++')],
    ['a letter that is none', v3('https://a.example/**.', '+++')],
    ['some left over', v3('https://a.example/*', '++')],
    ['some left over without any star', v3('https://a.example/', '+')],
    ['base64 of an impossible length', 'https://urldefense.com/v3/__https://a.example/*__;K!!x$'],
    ['base64 that is none', 'https://urldefense.com/v3/__https://a.example/*__;K*w!!x$'],
    ['bytes that are no UTF-8', 'https://urldefense.com/v3/__https://a.example/*__;_w!!x$'],
    ['no end', 'https://urldefense.com/v3/__https://a.example/'],
    ['no exclamation mark', 'https://urldefense.com/v3/__https://a.example/__;Kw'],
    ['an empty body', 'https://urldefense.com/v3/____;!!x$'],
    ['a code cut in two', 'https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_b-2&d=x'],
    ['no link', 'https://urldefense.proofpoint.com/v2/url?d=x'],
    ['an empty link', 'https://urldefense.proofpoint.com/v1/url?u=&k=x'],
  ])('is left as it is where it is malformed: %s', (_, link) => {
    const { url, layers, note } = decodeLink(link);
    expect({ url, layers }).toEqual({ url: link, layers: [] });
    expect(note).toMatch(/^This link of URL Defense v\d cannot be decoded: .+\.$/);
  });

  it('says that its end may be missing where it was cut behind the link', () => {
    const { url, note } = decodeLink('https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_lo');
    expect(url).toBe('https://a.example/lo');
    expect(note).toBe('The link was cut, so its end may be missing.');
  });

  it.each([
    'https://evil.example/v3/__https://a.example/__;!!x$',
    'https://urldefense.com.evil.example/v3/__https://a.example/__;!!x$',
    'https://x.urldefense.com/v3/__https://a.example/__;!!x$',
    'https://someone@urldefense.com/v3/__https://a.example/__;!!x$',
    'https://evil.example/?to=https://urldefense.com/v3/__https://a.example/__;!!x$',
    'https://urldefense.com/about',
    'https://safelinks.protection.outlook.com.evil.example/?url=https%3A%2F%2Fa.example',
    'mailto:a@b.example',
    'no link at all',
    '',
  ])('is none: %j', (link) => expect(decodeLink(link)).toEqual({ url: link, layers: [] }));
});

describe('what mail programs do to a link', () => {
  const url = 'https://media.example/a_b?x=1';

  it('is undone: quoted-printable', () => {
    const wrapped = v2(url).replaceAll('=', '=3D').replace('media', 'me=\r\ndia');
    expect(decodeLink(wrapped)).toEqual({ url, layers: ['v2'] });
  });

  it('is undone: entities and hxxp', () => {
    const wrapped = v2(url).replaceAll('&', '&amp;').replace('http', 'hxxp');
    expect(decodeLink(wrapped)).toEqual({ url, layers: ['v2'] });
  });
});

describe('links around links', () => {
  const url = 'https://evil.example/login?a=1&b=2';

  it('are taken off, whichever is around which', () => {
    expect(decodeLink(safeLink(url))).toEqual({ url, layers: ['safe-links'] });
    expect(decodeLink(safeLink(v2(url)))).toEqual({ url, layers: ['safe-links', 'v2'] });
    expect(decodeLink(v2(safeLink(url)))).toEqual({ url, layers: ['v2', 'safe-links'] });
    expect(decodeLink(v3(v2(url)))).toEqual({ url, layers: ['v3', 'v2'] });
    expect(decodeLink(safeLink(v3(url)))).toEqual({ url, layers: ['safe-links', 'v3'] });
  });

  it('keep what is inside where that is malformed', () => {
    const broken = v3('https://a.example/*', '++');
    expect(decodeLink(safeLink(broken))).toMatchObject({ url: broken, layers: ['safe-links'] });
    expect(decodeLink(safeLink(broken)).note).toContain('left over');
  });

  it('come to an end', () => {
    let link = url;
    for (let depth = 0; depth < 12; depth += 1) link = v2(link);
    const decoded = decodeLink(link);
    expect(decoded.layers).toHaveLength(10);
    expect(decoded.note).toContain('More than 10');
    expect(decodeLink(decoded.url).url).toBe(url);
  });
});

describe('whatever comes', () => {
  it('never throws, and a wrapped link is unwrapped', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        'https://urldefense.com/v3/__',
        'https://urldefense.proofpoint.com/v2/url?u=',
        'https://urldefense.us/v1/url?u=',
        'https://nam02.safelinks.protection.outlook.com/?url=',
        '__;',
        '!',
        '**',
        '*',
        'Kw',
        '=3D',
        '%',
        '-3A',
        '&amp;',
        '&#x110000;',
        '&#0;',
        '$',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const link = pieces.join('');
        const { url, layers } = decodeLink(link);
        if (layers.length === 0) expect(url).toBe(link);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
        expect(decodeLink(v2(url))).toEqual({ url, layers: ['v2'] });
      }),
    );
  });
});
