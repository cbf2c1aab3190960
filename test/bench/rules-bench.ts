import { normaliseEvent } from '../../shared/event/normalise.ts';
import type { ThreatEvent } from '../../shared/event/threat-event.ts';
import { arrivalOf } from '../../shared/rules/engine/arrival.ts';
import { Detector } from '../../shared/rules/engine/detector.ts';
import { createTenant, takeEvents } from '../../shared/sample-tenant/tenant.ts';
import type { Bench } from './bench.ts';
import { type Figure, median, rateFigure } from './figure.ts';
import { plainRules } from './plain-rules.ts';
import { alternate } from './rounds.ts';

const count = 40_000;
const rounds = 7;
/** Events that arrive together, as in a batch of the store. */
const batch = 1_000;

interface Run {
  rate: number;
  hits: number;
}

function rated(work: () => number): Run {
  const startedAt = performance.now();
  const hits = work();
  return { rate: (count / (performance.now() - startedAt)) * 1000, hits };
}

function ours(events: readonly ThreatEvent[]): Run {
  const detector = new Detector(
    plainRules.map(({ rule }) => rule),
    { clock: () => performance.now() },
  );
  const facts = { source: 'bench', fetched: 0, versions: 1 };
  return rated(() => {
    let hits = 0;
    for (let from = 0; from < events.length; from += batch)
      hits += detector.take(events.slice(from, from + batch).map((event) => arrivalOf(event, facts))).length;
    return hits;
  });
}

function plain(events: readonly ThreatEvent[]): Run {
  return rated(() => {
    const found: { rule: string; identity: string }[] = [];
    for (const event of events)
      for (const { rule, passes } of plainRules)
        if (passes(event)) found.push({ rule: rule.id, identity: event.identity });
    return found.length;
  });
}

/** What rules cost where events arrive. */
export const rulesBench: Bench = {
  name: 'rules',
  about: 'fifty rules over arriving events',
  async run({ say }): Promise<Figure[]> {
    const events = takeEvents(createTenant({ seed: 7, rate: 4_000 }), count, Date.UTC(2025, 2, 5, 12)).map(
      ({ kind, raw, createdAt }) => normaliseEvent(kind, raw, createdAt),
    );
    const sides = await alternate(
      rounds,
      async () => ours(events),
      async () => plain(events),
    );
    const [own, other] = [sides.ours[0]?.hits, sides.peer[0]?.hits];
    if (own !== other) throw new Error(`Ours found ${own}, the plain functions ${other}.`);
    // The first round of each is not counted: code is compiled.
    const rateOf = (runs: readonly Run[]) => median(runs.slice(1).map(({ rate }) => rate));
    const [rate, peerRate] = [rateOf(sides.ours), rateOf(sides.peer)];
    say(
      `  ${plainRules.length} rules: ours ${Math.round(rate)} events/s, plain ${Math.round(peerRate)}, ${own} hits`,
    );
    return [
      rateFigure({
        name: `events through ${plainRules.length} rules`,
        unit: 'events/s',
        ours: rate,
        peer: peerRate,
        peerName: 'the same rules as plain functions over parsed objects',
        note: `${count} events of the sample tenant, median of ${rounds - 1} runs in turn; ours makes an alert's title, severity and key of each of ${own} hits and remembers it, the plain functions note rule and event`,
      }),
    ];
  },
};
