import { type ScoreField, scoreFields } from '../../shared/event/threat-event.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import { barOf } from './facet.ts';
import { Profile, type ProfiledColumn } from './profile.ts';
import { scoreBins } from './question.ts';
import type { CodeTally } from './value-counts.ts';

/** Fields of few values, whose facets are looked at together. */
const textFields = ['kind', 'classification', 'threatType', 'threatStatus'] as const;

/** Scores whose bars are counted together: two of them, since more would have too many combinations. */
const scorePairs = [scoreFields.slice(0, 2), scoreFields.slice(2)];

interface Told {
  profile: Profile;
  tally: CodeTally;
}

/** The fields whose values are counted together, several in one count. */
export class Profiles {
  readonly #texts = new Map<string, Told>();
  readonly #bars = new Map<string, Told>();

  constructor(columns: EventColumns) {
    this.#add(columns, textFields, this.#texts, (field) => {
      const found = columns.fields.of(field);
      if (found?.is !== 'text') return undefined;
      const { codes, dictionary } = found.column;
      return { codes, dictionary, toldOf: (code) => code };
    });
    for (const pair of scorePairs) {
      this.#add(columns, pair, this.#bars, (field) => {
        const found = columns.fields.of(field);
        if (found?.is !== 'level') return undefined;
        const { codes, dictionary } = found.column;
        return {
          codes,
          dictionary,
          // 0 is no score.
          toldOf: (code) => (code === 0 ? 0 : 1 + barOf(dictionary.valueAt(code), scoreBins)),
        };
      });
    }
  }

  /** What counts the codes of a field together with those of others; undefined where it is better counted alone. */
  tallyOf(field: string, asked: readonly { field: string }[]): CodeTally | undefined {
    const told = this.#texts.get(field);
    if (!told || asked.filter((other) => this.#texts.has(other.field)).length < 2) return undefined;
    return told.profile.update() ? told.tally : undefined;
  }

  /** How many events have a score in each bar; undefined where scores are too many for that. */
  barsOf(field: ScoreField, selection: Uint32Array): number[] | undefined {
    const told = this.#bars.get(field);
    if (!told?.profile.update()) return undefined;
    return Array.from(told.tally.of(selection).subarray(1, 1 + scoreBins));
  }

  #add(
    columns: EventColumns,
    fields: readonly string[],
    into: Map<string, Told>,
    partOf: (field: string) => ProfiledColumn | undefined,
  ): void {
    const parts = fields.map(partOf);
    const known = parts.filter((part) => part !== undefined);
    if (known.length < parts.length) return;
    const profile = new Profile(columns, known);
    for (const [part, field] of fields.entries()) into.set(field, { profile, tally: profile.tallyOf(part) });
  }
}
