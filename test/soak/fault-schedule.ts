import type { Random } from '../faults/random.ts';
import type { Fault } from '../tap-simulator/fault.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Everything that goes wrong in a soak. Late indexing is not among them: it happens all the time. */
export const faultNames = [
  'crash at work',
  'crash at rest',
  'quit',
  'off for hours',
  'off for a day',
  'asleep',
  'storm of refusals',
  'storm of server errors',
  'time-out',
  'reset in mid-body',
  'truncated answer',
  'malformed answer',
  'sign-in page',
  'store refuses',
  'windows read twice',
  'clock wrong',
] as const;

export type FaultName = (typeof faultNames)[number];

/** One thing that goes wrong. */
export type PlannedFault = {
  name: FaultName;
  /** When it begins, ms. */
  at: number;
  /** How long it lasts, ms; 0 for what lasts as long as it takes. */
  lasts: number;
} & (
  | { does: 'crash'; atWork: boolean }
  | { does: 'quit' }
  | { does: 'sleep' }
  | { does: 'storm'; statuses: number[]; share: number; retryAfter: string | undefined }
  | { does: 'spoil'; fault: Fault; times: number }
  | { does: 'refuse' }
  | { does: 'reread'; rollBack: boolean }
  | { does: 'clock'; wrongBy: number }
);

type Planner = (random: Random, at: number) => PlannedFault;

const spoil = (name: FaultName, most: number, fault: (random: Random) => Fault): Planner => {
  return (random, at) => ({
    name,
    at,
    lasts: 0,
    does: 'spoil',
    fault: fault(random),
    times: random.between(1, most),
  });
};

/** Each kind of fault and how often it comes, compared with the others. */
const planners: readonly (readonly [weight: number, plan: Planner])[] = [
  [5, (random, at) => ({ name: 'crash at work', at, lasts: pausing(random), does: 'crash', atWork: true })],
  [2, (random, at) => ({ name: 'crash at rest', at, lasts: pausing(random), does: 'crash', atWork: false })],
  [2, (random, at) => ({ name: 'quit', at, lasts: pausing(random), does: 'quit' })],
  [
    1,
    (random, at) => ({
      name: 'off for hours',
      at,
      lasts: random.between(60, 8 * 60) * minute,
      does: random.next() < 0.5 ? 'quit' : 'crash',
      atWork: true,
    }),
  ],
  [1, (random, at) => ({ name: 'asleep', at, lasts: random.between(5, 300) * minute, does: 'sleep' })],
  [
    1,
    (random, at) => ({
      name: 'storm of refusals',
      at,
      lasts: random.between(5, 40) * minute,
      does: 'storm',
      statuses: [429],
      share: 0.3 + random.next() * 0.7,
      retryAfter: random.next() < 0.5 ? undefined : String(random.between(1, 300)),
    }),
  ],
  [
    3,
    (random, at) => ({
      name: 'storm of server errors',
      at,
      lasts: random.between(5, 90) * minute,
      does: 'storm',
      statuses: [500, 502, 503, 504],
      share: 0.3 + random.next() * 0.7,
      retryAfter: undefined,
    }),
  ],
  [2, spoil('time-out', 4, () => ({ kind: 'hang' }))],
  [3, spoil('reset in mid-body', 6, (random) => ({ kind: 'reset', afterChars: random.between(1, 400_000) }))],
  [
    2,
    spoil('truncated answer', 6, (random) => ({ kind: 'truncate', afterChars: random.between(1, 400_000) })),
  ],
  [2, spoil('malformed answer', 6, () => ({ kind: 'malformed' }))],
  [1, spoil('sign-in page', 4, () => ({ kind: 'html' }))],
  [
    2,
    (random, at) => ({ name: 'store refuses', at, lasts: random.between(5, 120) * minute, does: 'refuse' }),
  ],
  [
    2,
    (random, at) => ({
      name: 'windows read twice',
      at,
      lasts: 0,
      does: 'reread',
      rollBack: random.next() < 0.5,
    }),
  ],
  [
    2,
    (random, at) => ({
      name: 'clock wrong',
      at,
      lasts: random.between(10, 360) * minute,
      does: 'clock',
      wrongBy: (random.next() < 0.5 ? -1 : 1) * random.between(2, 26 * 60) * minute,
    }),
  ],
];

/** How long the app stays away after it ended: mostly it is started again at once. */
function pausing(random: Random): number {
  return random.next() < 0.6 ? 0 : random.between(1, 20) * minute;
}

/** A seed's faults between two instants, about `perHour` in each hour, and in a soak of days a day without the app. */
export function planFaults(random: Random, from: number, to: number, perHour: number): PlannedFault[] {
  const total = planners.reduce((sum, [weight]) => sum + weight, 0);
  const planned: PlannedFault[] = [];
  if (perHour <= 0) return planned;
  // Waiting times between independent events of a rate are exponential.
  const wait = () => (-Math.log(1 - random.next()) / perHour) * hour;
  for (let at = from + wait(); at < to; at += wait()) {
    let left = random.next() * total;
    const [, plan] = planners.find(([weight]) => {
      left -= weight;
      return left < 0;
    }) ??
      planners[0] ?? [0, undefined];
    if (plan) planned.push(plan(random, Math.floor(at)));
  }
  if (to - from >= 3 * 24 * hour) {
    const lasts = random.between(18 * 60, 30 * 60) * minute;
    const at = from + Math.floor(random.next() * (to - from - lasts));
    planned.push({ name: 'off for a day', at, lasts, does: 'crash', atWork: true });
  }
  return planned.sort((a, b) => a.at - b.at);
}
