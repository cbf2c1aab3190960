import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { fieldNamed } from '../../event/fields.ts';
import { jsonText } from '../../json-text.ts';
import type { CompiledRule } from '../compile-rule.ts';
import { periodMs, type Severity } from '../rule.ts';
import { titleTemplate } from '../title.ts';
import { AlertKeys } from './alert-keys.ts';
import { type Entry, KeyedEntries } from './keyed-entries.ts';
import { type AlertPlace, OpenAlerts } from './open-alerts.ts';
import type { RuleState } from './rule-state.ts';
import type { SeenEvent } from './seen-event.ts';
import { broadly, UsualValues } from './usual-values.ts';
import { chainThrough, fullestWindow, isFull } from './window.ts';

/** A rule found what it looks for. */
export interface Detection extends AlertPlace {
  rule: string;
  severity: Severity;
  title: string;
  /** Detections of one key are one alert, as long as the rule's period lasts. */
  dedup: string;
  /**
   * The events behind it, the one that completed it among them. Where a threshold is passed further in an alert that
   * has the others, this one alone.
   */
  identities: string[];
  /** When the event that completed it occurred, ms. */
  time: number;
}

/** An event that a rule is asked about. */
export interface Subject {
  identity: string;
  time: number;
  seen: SeenEvent;
  before: SeenEvent | undefined;
}

/** What was found in an event, and for which group. */
interface Found {
  group: ReadonlyMap<string, string>;
  /** How much of it there is at least. */
  count: number | undefined;
  /** All of it: for an alert that has it already it need not be found out. */
  whole(): { identities: string[]; count: number | undefined };
}

/** Where a rule says nothing of it, versions of one event are one alert for so long. */
const ownPeriod = periodMs('30d');
/** Fields of several values make a group of each combination, up to so many. */
const mostGroups = 64;
const mostIdentities = 1000;
const longestKey = 200;
const noGroup: ReadonlyMap<string, string> = new Map();
const nothing: readonly never[] = [];

function canonical(name: string): string {
  return fieldNamed(name)?.name ?? name;
}

/** A key of some values that nothing in them can imitate: a JSON array of them. */
function keyOf(values: readonly string[]): string {
  let key = '';
  for (const value of values) {
    const text = value.length <= longestKey ? value : `sha256:${bytesToHex(sha256(utf8ToBytes(value)))}`;
    key += `${key === '' ? '[' : ','}${jsonText(text)}`;
  }
  return `${key === '' ? '[' : key}]`;
}

/** The groups that an event belongs to by some fields; none where it lacks one of them. */
function groupsOf(event: SeenEvent, fields: readonly string[]): ReadonlyMap<string, string>[] {
  let groups: ReadonlyMap<string, string>[] = [noGroup];
  for (const field of fields) {
    const values = [...new Set(event.shown(field).map((value) => value.toLowerCase()))];
    groups = groups
      .flatMap((group) => values.map((value) => new Map([...group, [field, value]])))
      .slice(0, mostGroups);
  }
  return groups;
}

function identitiesOf(entries: readonly Entry[]): string[] {
  return [...new Set(entries.map(({ identity }) => identity))].slice(-mostIdentities);
}

/** One rule with all that it remembers. */
export class RuleRun {
  readonly compiled: CompiledRule;
  readonly #alerts = new OpenAlerts();
  readonly #entries = new KeyedEntries();
  readonly #usual = new UsualValues();
  readonly #title: ReturnType<typeof titleTemplate>;
  /** Each part of the key is the first of some fields that the event has. */
  readonly #dedup: { by: readonly (readonly string[])[]; period: number };
  /** Kept where the key may be another one for a later version. */
  readonly #keys: AlertKeys | undefined;

  constructor(compiled: CompiledRule) {
    const { rule } = compiled;
    this.compiled = compiled;
    this.#title = titleTemplate(rule.title);
    const own = rule.threshold?.groupBy ?? rule.sequence?.on;
    const window = rule.threshold?.window ?? rule.sequence?.within;
    this.#dedup = {
      by: (rule.dedup?.by ?? own ?? []).map((key) => [key].flat().map(canonical)),
      period: rule.dedup ? periodMs(rule.dedup.period) : window ? periodMs(window) : ownPeriod,
    };
    this.#keys = this.#dedup.by.some((fields) => fields.length > 1) ? new AlertKeys() : undefined;
  }

  /**
   * What the rule finds when an event arrives.
   * @param asked the steps whose queries the event is as asked by
   */
  take(subject: Subject, asked: readonly number[]): readonly Detection[] {
    const { rule, steps } = this.compiled;
    const { seen, before } = subject;
    const passed = asked.filter((step) => steps[step]?.rest?.(seen, before) ?? true);
    if (passed.length === 0) return nothing;
    const found = rule.sequence
      ? this.#inSequence(subject, passed)
      : rule.threshold
        ? this.#inWindow(subject)
        : rule.unusual
          ? this.#unusual(subject)
          : [this.#alone(subject)];
    return found.length === 0 ? nothing : found.map((one) => this.#detection(subject, one));
  }

  #alone({ identity, seen }: Subject): Found {
    const count = this.compiled.countOf(seen);
    return { count, group: noGroup, whole: () => ({ identities: [identity], count }) };
  }

  #inWindow({ identity, time, seen }: Subject): Found[] {
    const { threshold } = this.compiled.rule;
    if (!threshold) return [];
    const { count, distinct, groupBy = [] } = threshold;
    const isDistinct = distinct !== undefined;
    const length = periodMs(threshold.window);
    const values = distinct ? [...new Set(seen.shown(distinct).map((value) => value.toLowerCase()))] : [''];
    return groupsOf(seen, groupBy.map(canonical)).flatMap((group) => {
      const key = keyOf([...group.values()]);
      let added: ReturnType<KeyedEntries['add']> | undefined;
      for (const value of values) added = this.#entries.add(key, { time, identity, value }, 2 * length);
      if (!added || !isFull(added.list, added.at, length, count, isDistinct)) return [];
      const { list, at } = added;
      const whole = () => {
        const fullest = fullestWindow(list, at, length, isDistinct);
        return { identities: identitiesOf(fullest.entries), count: fullest.count };
      };
      return [{ count, group, whole }];
    });
  }

  #inSequence({ identity, time, seen }: Subject, passed: readonly number[]): Found[] {
    const { rule, steps } = this.compiled;
    if (!rule.sequence) return [];
    const length = periodMs(rule.sequence.within);
    return groupsOf(seen, rule.sequence.on.map(canonical)).flatMap((group) => {
      const keyOfStep = (step: number) => keyOf([String(step), ...group.values()]);
      const own = { time, identity, value: '' };
      for (const step of passed) this.#entries.add(keyOfStep(step), own, 2 * length);
      const lists = steps.map((_, step) => this.#entries.of(keyOfStep(step)));
      for (const step of passed) {
        const chain = chainThrough(lists, own, step, length);
        if (!chain) continue;
        return [
          { count: undefined, group, whole: () => ({ identities: identitiesOf(chain), count: undefined }) },
        ];
      }
      return [];
    });
  }

  #unusual(subject: Subject): Found[] {
    const { unusual } = this.compiled.rule;
    // A later version of an event tells nothing new of where it came from.
    if (!unusual || subject.before) return [];
    const field = canonical(unusual.of);
    const values = new Set(subject.seen.shown(field).map((value) => broadly(field, value)));
    let isUnusual = false;
    for (const owner of new Set(subject.seen.shown(unusual.for).map((value) => value.toLowerCase()))) {
      for (const value of values) {
        const isOne = this.#usual.add(owner, value, subject.time, unusual.after, periodMs(unusual.memory));
        isUnusual ||= isOne;
      }
    }
    return isUnusual ? [this.#alone(subject)] : [];
  }

  #detection({ identity, time, seen }: Subject, found: Found): Detection {
    const { rule, severityOf } = this.compiled;
    const key = this.#keyOf(identity, seen, found.group);
    const dedup = this.#keys?.keep(identity, key) ?? key;
    const severity = severityOf(seen);
    const place = this.#alerts.place(dedup, time, severity, this.#dedup.period);
    const isTold = !place.isNew && !place.isRaised && rule.sequence === undefined;
    const { identities, count } = isTold ? { identities: [identity], count: found.count } : found.whole();
    const title = this.#title(seen, { count, group: found.group });
    return { rule: rule.id, severity, title, dedup, identities, time, ...place };
  }

  #keyOf(identity: string, seen: SeenEvent, group: Found['group']): string {
    const { rule } = this.compiled;
    const values = this.#dedup.by.map((fields) => {
      const [field = ''] = fields;
      if (fields.length === 1) return group.get(field) ?? sortedText(seen.shown(field));
      for (const name of fields) {
        const value = group.get(name) ?? sortedText(seen.shown(name));
        if (value !== '') return `${name} ${value}`;
      }
      return identity;
    });
    // Events that have none of the fields have nothing in common.
    const isNamed = rule.threshold !== undefined || values.some((value) => value !== '');
    return keyOf([rule.id, ...(isNamed ? values : [identity])]);
  }

  /** What it remembers, as JSON can hold it. */
  state(suspended: string | undefined): RuleState {
    return {
      rule: JSON.stringify(this.compiled.rule),
      alerts: this.#alerts.state(),
      entries: this.#entries.state(),
      ...(this.#keys ? { keys: this.#keys.state() } : {}),
      usual: this.#usual.state(),
      suspended: suspended ?? null,
    };
  }

  /** Goes on where another run of the same rule stopped; of another rule nothing is taken. */
  restore(state: RuleState): boolean {
    if (state.rule !== JSON.stringify(this.compiled.rule)) return false;
    this.#alerts.restore(state.alerts);
    this.#entries.restore(state.entries);
    this.#keys?.restore(state.keys ?? []);
    this.#usual.restore(state.usual);
    return true;
  }
}

function sortedText(values: readonly string[]): string {
  if (values.length < 2) return values[0]?.toLowerCase() ?? '';
  return [...new Set(values.map((value) => value.toLowerCase()))].sort().join(' ');
}
