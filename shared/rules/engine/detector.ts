import { hasBit, placesIn } from '../../bits.ts';
import { eventKinds } from '../../event/kinds.ts';
import { compileRule } from '../compile-rule.ts';
import type { Lists, Rule } from '../rule.ts';
import type { Arrival } from './arrival.ts';
import { ChunkTests, type EventBits, eventBits } from './chunk-tests.ts';
import { kindsOf } from './predicate.ts';
import { type Detection, RuleRun, type Subject } from './rule-run.ts';
import type { DetectorState } from './rule-state.ts';
import { FieldSlots, SeenEvent } from './seen-event.ts';

export interface DetectorOptions {
  /** An organisation's own lists; they take the place of those of the same name in the rules. */
  lists?: Lists;
  /** What another detector remembered. */
  state?: DetectorState;
  /** A clock in ms that the rules' time is taken by; without one no rule is too slow. */
  clock?(): number;
  /** Told of a rule that is suspended from now on. */
  onSuspended?(suspension: Suspension): void;
}

/** A rule that is not run any more, and why, in words. */
export interface Suspension {
  rule: string;
  reason: string;
}

/** So many events are looked at by one rule after the other: what was read of them is still at hand. */
const chunk = 256;
/**
 * What a rule may take for an event on average, ms, and for a chunk at least. A rule takes microseconds: this is for
 * one that would hold back all others, not for a computer that is busy with something else.
 */
const budgetPerEvent = 1;
const leastBudget = 100;
/** How many chunks in succession it may take longer for. */
const mostSlow = 9;

const kindBit = new Map(eventKinds.map((kind, i) => [kind as string, 1 << i]));

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A rule's place among the others. */
interface Running {
  run: RuleRun;
  /** Its steps: for which kinds of event each can hold, and its query. */
  steps: readonly { kinds: number; test: ReturnType<ChunkTests['of']>; passed: EventBits }[];
  slow: number;
}

const onlyStep: readonly number[] = [0];

/** The events that are as some step asks, in their order, each with those steps. */
function* askedIn(steps: readonly EventBits[]): Generator<[place: number, steps: readonly number[]]> {
  const [first, ...others] = steps;
  if (!first) return;
  if (others.length === 0) {
    for (const place of placesIn(first)) yield [place, onlyStep];
    return;
  }
  const any = first.map((word, at) => others.reduce((bits, other) => bits | (other[at] as number), word));
  for (const place of placesIn(any)) {
    yield [place, steps.flatMap((bits, step) => (hasBit(bits, place) ? [step] : []))];
  }
}

/**
 * Runs rules over events as they arrive, in their order; windows go by the time events occurred, so that late ones
 * count where they belong. A rule that throws, or is slow, is suspended and stops no other.
 */
export class Detector {
  readonly #slots = new FieldSlots();
  readonly #tests = new ChunkTests(this.#slots, chunk);
  readonly #options: DetectorOptions;
  readonly #running = new Map<string, Running>();
  readonly #suspended = new Map<string, string>();

  constructor(rules: readonly Rule[], options: DetectorOptions = {}) {
    this.#options = options;
    for (const rule of rules) {
      if (this.#running.has(rule.id)) {
        this.#suspend(`${rule.id}`, 'Another rule has the same id.');
        continue;
      }
      const result = compileRule(rule, options.lists ?? {}, this.#slots);
      if (!result.ok) {
        this.#suspend(rule.id, result.problems.map(({ message }) => message).join(' '));
        continue;
      }
      const run = new RuleRun(result.compiled);
      const state = Object.hasOwn(options.state?.rules ?? {}, rule.id)
        ? options.state?.rules[rule.id]
        : undefined;
      const steps = result.compiled.steps.map(({ query }) => ({
        kinds: kindsOf(query),
        test: this.#tests.of(query),
        passed: eventBits(chunk),
      }));
      this.#running.set(rule.id, { run, steps, slow: 0 });
      if (state && run.restore(state) && state.suspended !== null) this.#suspend(rule.id, state.suspended);
    }
  }

  /** The rules that are not run any more. */
  get suspensions(): Suspension[] {
    return Array.from(this.#suspended, ([rule, reason]) => ({ rule, reason }));
  }

  /** What the rules find when these events arrive, in the order of the events. */
  take(arrivals: readonly Arrival[]): Detection[] {
    const found: Detection[] = [];
    for (let from = 0; from < arrivals.length; from += chunk)
      found.push(...this.#takeChunk(arrivals.slice(from, from + chunk)));
    return found;
  }

  /** What the rules remember, as JSON can hold it. */
  state(): DetectorState {
    const rules = Array.from(this.#running, ([id, { run }]) => [id, run.state(this.#suspended.get(id))]);
    return { version: 1, rules: Object.fromEntries(rules) };
  }

  #takeChunk(arrivals: readonly Arrival[]): Detection[] {
    const subjects = arrivals.map((arrival) => this.#subjectOf(arrival));
    this.#tests.begin(subjects.map(({ seen }) => seen));
    const ofKinds = this.#kindsIn(arrivals);
    const found: Detection[][] = subjects.map(() => []);
    for (const [id, running] of this.#running) {
      if (!this.#suspended.has(id)) this.#runOver(running, subjects, ofKinds, found);
    }
    return found.flat();
  }

  /** Tells which events of a chunk are of some kinds, by their bits in the order of `eventKinds`. */
  #kindsIn(arrivals: readonly Arrival[]): (kinds: number) => EventBits {
    const bits = arrivals.map(({ values }) => kindBit.get(values.texts('kind')[0] ?? '') ?? 0);
    const known = new Map<number, EventBits>();
    return (kinds) => {
      const before = known.get(kinds);
      if (before) return before;
      const events = eventBits(chunk);
      for (const [place, bit] of bits.entries())
        if (bit & kinds) events[place >> 5] = (events[place >> 5] as number) | (1 << (place & 31));
      known.set(kinds, events);
      return events;
    };
  }

  #runOver(
    running: Running,
    subjects: readonly Subject[],
    ofKinds: (kinds: number) => EventBits,
    found: Detection[][],
  ): void {
    const { run, steps } = running;
    const { id } = run.compiled.rule;
    const startedAt = this.#options.clock?.() ?? 0;
    try {
      for (const { kinds, test, passed } of steps) test(ofKinds(kinds), passed);
      for (const [place, asked] of askedIn(steps.map(({ passed }) => passed))) {
        const detections = run.take(subjects[place] as Subject, asked);
        if (detections.length > 0) found[place]?.push(...detections);
      }
    } catch (error) {
      this.#suspend(id, `It failed: ${messageOf(error)}`);
      return;
    }
    const took = (this.#options.clock?.() ?? 0) - startedAt;
    running.slow = took > Math.max(leastBudget, subjects.length * budgetPerEvent) ? running.slow + 1 : 0;
    if (running.slow > mostSlow)
      this.#suspend(id, `It is slow: ${subjects.length} events took it ${Math.round(took)} ms.`);
  }

  #subjectOf({ identity, time, values, before }: Arrival): Subject {
    return {
      identity,
      time,
      seen: new SeenEvent(values, this.#slots),
      before: before && new SeenEvent(before, this.#slots),
    };
  }

  #suspend(rule: string, reason: string): void {
    this.#suspended.set(rule, reason);
    this.#options.onSuspended?.({ rule, reason });
  }
}
