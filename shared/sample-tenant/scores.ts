import type { Lure } from './lure.ts';
import type { Random } from './random.ts';

/** The four module scores of a message, 0 to 100; impostor is sent as a float, -1 or null is a module that did not run. */
export interface Scores {
  spamScore: number | null;
  phishScore: number | null;
  malwareScore: number | null;
  impostorScore: number | null;
}

type Range = readonly [min: number, max: number];

const low: Range = [0, 8];

const ranges: Readonly<Record<string, Readonly<Record<keyof Scores, Range>>>> = {
  spam: { spamScore: [78, 100], phishScore: [0, 25], malwareScore: [0, 3], impostorScore: low },
  newsletter: { spamScore: [18, 62], phishScore: low, malwareScore: [0, 1], impostorScore: [0, 4] },
  phish: { spamScore: [12, 80], phishScore: [72, 100], malwareScore: [0, 12], impostorScore: [0, 25] },
  malware: { spamScore: [4, 60], phishScore: [0, 46], malwareScore: [88, 100], impostorScore: low },
  impostor: { spamScore: [0, 40], phishScore: [0, 35], malwareScore: [0, 2], impostorScore: [82, 100] },
};

/** Scores as the modules would give them: a message that slipped through scored lower where it mattered. */
export function scoresOf(lure: Lure, blocked: boolean, random: Random): Scores {
  const kind = ranges[lure.key] ?? ranges[lure.classification];
  const draw = (name: keyof Scores): number => {
    const [min, max] = kind?.[name] ?? low;
    const value = random.between(min, max);
    const missed = !blocked && min >= 70 && lure.classification !== 'impostor';
    return missed ? value * random.between(0.45, 1) : value;
  };
  const absent = random.next();
  return {
    spamScore: Math.round(draw('spamScore')),
    phishScore: absent < 0.012 ? -1 : Math.round(draw('phishScore')),
    malwareScore: absent > 0.988 ? null : Math.round(draw('malwareScore')),
    impostorScore: absent > 0.97 && absent < 0.985 ? -1 : Math.round(draw('impostorScore') * 10) / 10,
  };
}
