import { exposures, threatWeight } from '../../shared/attack-score.ts';
import { type EventKind, eventKinds } from '../../shared/event/kinds.ts';
import { blockShift, blockSize, blockWords } from '../store/columns/blocks.ts';
import type { Dictionary } from '../store/columns/dictionary.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import type { TextColumn } from '../store/columns/text-column.ts';
import type { Question } from './question.ts';

/** Who was attacked most among the events that are as asked for. */
export interface PeopleQuestion extends Pick<Question, 'query' | 'time'> {
  /** How many people are wanted, the most attacked first. */
  top: number;
  /** Bars of the little histogram of each. */
  bars: number;
}

export interface AttackedPerson {
  address: string;
  /** See docs/attack-score.md. */
  score: number;
  /** Events that gave points, by kind. */
  kinds: Record<EventKind, number>;
  /** Events that gave points over time. */
  bars: number[];
}

export interface PeopleAnswer {
  people: AttackedPerson[];
  /** How many people have any points. */
  attacked: number;
  /** Between which times the events that gave points lie, ms; null where there are none. */
  time: { from: number; to: number } | null;
  /** How long it took, ms. */
  took: number;
}

const kindCodes = new Uint32Array(blockSize);
const classCodes = new Uint32Array(blockSize);
const statusCodes = new Uint32Array(blockSize);
const threatCounts = new Uint32Array(blockSize);
const personCodes = new Uint32Array(blockSize);

function columnOf(columns: EventColumns, field: string): TextColumn {
  const found = columns.fields.of(field);
  if (found?.is !== 'text') throw new Error(`${field} is no field of texts.`);
  return found.column;
}

/** What the worst threat of an event weighs, by the codes of its classifications and statuses. */
class ThreatWeights {
  readonly #classes: Dictionary;
  readonly #statuses: Dictionary;
  /** By the code of the classification, then of the status; NaN is not known yet. */
  readonly #known: Float64Array[] = [];

  constructor(classes: Dictionary, statuses: Dictionary) {
    this.#classes = classes;
    this.#statuses = statuses;
  }

  of(classCode: number, statusCode: number): number {
    let ofClass = this.#known[classCode];
    if (!ofClass) {
      ofClass = new Float64Array(this.#statuses.size).fill(Number.NaN);
      this.#known[classCode] = ofClass;
    }
    const known = ofClass[statusCode] as number;
    if (!Number.isNaN(known)) return known;
    const weight = this.#worst(classCode, statusCode);
    ofClass[statusCode] = weight;
    return weight;
  }

  #worst(classCode: number, statusCode: number): number {
    const classes = this.#classes.lists.membersOf(classCode) ?? [classCode];
    const statuses = this.#statuses.lists.membersOf(statusCode) ?? [statusCode];
    let worst = 0;
    for (let entry = 0; entry < Math.max(classes.length, statuses.length); entry++) {
      const classification = this.#classes.textAt(classes[entry] ?? 0);
      worst = Math.max(worst, threatWeight(classification, this.#statuses.textAt(statuses[entry] ?? 0)));
    }
    return worst;
  }
}

/** Told of each event that gives points, with the code of its recipients. */
type Visit = (place: number, recipients: number, kind: number, points: number) => void;

/** Goes through the events of a selection that give points, block by block, over the columns alone. */
function eachAttack(columns: EventColumns, selection: Uint32Array, visit: Visit): void {
  const kinds = columnOf(columns, 'kind');
  const classes = columnOf(columns, 'classification');
  const statuses = columnOf(columns, 'threatStatus');
  const { codes: recipients } = columnOf(columns, 'recipient');
  const threats = columns.fields.entries.threats;
  const weights = new ThreatWeights(classes.dictionary, statuses.dictionary);
  const kindOf = Array.from({ length: kinds.dictionary.size }, (_, code) =>
    (eventKinds as readonly string[]).indexOf(kinds.dictionary.textAt(code)),
  );
  const exposureOf = eventKinds.map((kind) => exposures[kind]);
  for (let block = 0; block < columns.blocks; block++) {
    if (threats.constantOf(block) === 0) continue;
    const start = block * blockWords;
    if (!selection.subarray(start, start + blockWords).some((word) => word !== 0)) continue;
    kinds.codes.read(block, kindCodes);
    classes.codes.read(block, classCodes);
    statuses.codes.read(block, statusCodes);
    threats.read(block, threatCounts);
    recipients.read(block, personCodes);
    for (let word = 0; word < blockWords; word++) {
      for (let rest = selection[start + word] ?? 0; rest !== 0; rest &= rest - 1) {
        const i = (word << 5) | (31 - Math.clz32(rest & -rest));
        const who = personCodes[i] as number;
        if (who === 0 || threatCounts[i] === 0) continue;
        const kind = kindOf[kindCodes[i] as number] ?? -1;
        if (kind < 0) continue;
        const weight = weights.of(classCodes[i] as number, statusCodes[i] as number);
        if (weight > 0) visit((block << blockShift) | i, who, kind, weight * (exposureOf[kind] as number));
      }
    }
  }
}

/** The people that a code of recipients stands for, each once under the first spelling of their address. */
class PeopleOfCodes {
  readonly #dictionary: Dictionary;
  readonly #firsts = new Map<number, number>();
  readonly #known = new Map<number, readonly number[]>();

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
    const { variants } = dictionary;
    for (let i = 0; i < variants.length; i += 2) {
      const first = variants.at(i + 1);
      this.#firsts.set(variants.at(i), this.#firsts.get(first) ?? first);
    }
  }

  of(code: number): readonly number[] {
    let people = this.#known.get(code);
    if (!people) {
      const members = this.#dictionary.lists.membersOf(code);
      const all = members
        ? Array.from(members).flatMap((member) => (member === 0 ? [] : this.of(member)))
        : [this.#firsts.get(code) ?? code];
      people = [...new Set(all)];
      this.#known.set(code, people);
    }
    return people;
  }
}

/** Who was attacked most in a selection: one pass over the columns for the scores, one for the bars of the first. */
export function attackedPeople(
  columns: EventColumns,
  selection: Uint32Array,
  { top, bars }: Pick<PeopleQuestion, 'top' | 'bars'>,
): Omit<PeopleAnswer, 'took'> {
  const { dictionary } = columnOf(columns, 'recipient');
  const { size } = dictionary;
  const kindCount = eventKinds.length;
  const points = new Float64Array(size);
  const counts = new Uint32Array(size * kindCount);
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  eachAttack(columns, selection, (place, who, kind, given) => {
    points[who] = (points[who] as number) + given;
    const at = who * kindCount + kind;
    counts[at] = (counts[at] as number) + 1;
    const time = columns.timeAt(place);
    if (time < from) from = time;
    if (time > to) to = time;
  });

  const peopleOf = new PeopleOfCodes(dictionary);
  const found = new Map<number, { code: number; score: number; kinds: number[]; bars: number[] }>();
  for (let code = 1; code < size; code++) {
    if (points[code] === 0) continue;
    for (const person of peopleOf.of(code)) {
      let held = found.get(person);
      if (!held) {
        held = { code: person, score: 0, kinds: new Array<number>(kindCount).fill(0), bars: [] };
        found.set(person, held);
      }
      held.score += points[code] as number;
      for (let kind = 0; kind < kindCount; kind++) {
        held.kinds[kind] = (held.kinds[kind] ?? 0) + (counts[code * kindCount + kind] as number);
      }
    }
  }
  const ranked = [...found.values()].sort((a, b) => b.score - a.score || a.code - b.code).slice(0, top);
  const rows = new Map(ranked.map((person) => [person.code, person]));
  for (const person of ranked) person.bars = new Array<number>(bars).fill(0);
  const width = Math.max(1, to - from + 1) / bars;
  eachAttack(columns, selection, (place, who) => {
    for (const person of peopleOf.of(who)) {
      const row = rows.get(person);
      if (!row) continue;
      const bar = Math.min(bars - 1, Math.floor((columns.timeAt(place) - from) / width));
      row.bars[bar] = (row.bars[bar] ?? 0) + 1;
    }
  });
  return {
    people: ranked.map(({ code, score, kinds, bars: own }) => ({
      address: dictionary.textAt(code),
      score,
      kinds: Object.fromEntries(eventKinds.map((kind, i) => [kind, kinds[i] ?? 0])) as Record<
        EventKind,
        number
      >,
      bars: own,
    })),
    attacked: found.size,
    time: found.size > 0 ? { from, to } : null,
  };
}
