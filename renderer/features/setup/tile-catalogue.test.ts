import { describe, expect, it } from 'vitest';
import { findTiles, tiles } from './tile-catalogue.ts';

const idsOf = (search: string): string[] => findTiles(search).map(({ id }) => id);

describe('a search for a tile', () => {
  it.each([
    'Proofpoint',
    'proofpoint',
    '  PROOF ',
    'tap',
    'TAP siem',
    'siem tap',
    'targeted attack',
    'pfpt',
    'email',
  ])('"%s" finds Proofpoint', (search) => expect(idsOf(search)).toContain('proofpoint'));

  it('by its name finds that tile alone', () => {
    expect(idsOf('proofpoint')).toEqual(['proofpoint']);
    expect(idsOf('demo')).toEqual(['sample']);
  });

  it('for nothing finds all, in their order', () => {
    expect(findTiles('')).toEqual(tiles);
    expect(findTiles(' \t')).toEqual(tiles);
  });

  it('for what is not there, or only half there, finds none', () => {
    expect(findTiles('splunk')).toEqual([]);
    expect(findTiles('proofpoint splunk')).toEqual([]);
    expect(findTiles('.*')).toEqual([]);
  });
});
