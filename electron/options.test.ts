import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';

describe('the command line', () => {
  it('empty gives the defaults', () => {
    expect(parseOptions([])).toMatchObject({
      hidden: false,
      simulatedClock: undefined,
      sampleRate: 60,
      sampleSeed: 20_261,
      sampleStories: 'on',
      journalLimit: 2 * 1024 ** 3,
    });
  });

  it('is read among switches of others', () => {
    const argv = [
      '/bin/app',
      '--no-sandbox',
      '--hidden',
      '--sample-rate=12.5',
      '--journal-limit=1000',
      '--sample-seed=0',
    ];
    expect(parseOptions(argv)).toMatchObject({
      hidden: true,
      sampleRate: 12.5,
      journalLimit: 1000,
      sampleSeed: 0,
    });
  });

  it.each([
    '--sample-rate=',
    '--sample-rate=0',
    '--sample-rate=fast',
    '--sample-seed=-1',
    '--sample-stories=some',
    '--journal-limit=1.5',
    '--journal-limit=0',
  ])('%s is refused', (switched) => expect(() => parseOptions([switched])).toThrow());
});
