import { type FieldValues, isNumeric } from '../../event/field-values.ts';
import { type FieldGroup, fieldNamed } from '../../event/fields.ts';
import { lowered } from '../../query/pattern.ts';

/** Numbers the fields that rules ask for, so that what was read of an event is found by a place in a list. */
export class FieldSlots {
  readonly names: string[] = [];
  /** The groups of the fields; undefined for those of the event itself. */
  readonly groups: (FieldGroup | undefined)[] = [];
  readonly #slots = new Map<string, number>();

  /** The number of a field. */
  slotOf(name: string): number {
    const { name: field, shape } = fieldNamed(name) ?? { name, shape: 'one' };
    const known = this.#slots.get(field);
    if (known !== undefined) return known;
    this.#slots.set(field, this.names.length);
    this.names.push(field);
    this.groups.push(shape === 'threats' || shape === 'parts' ? shape : undefined);
    return this.names.length - 1;
  }
}

const none: readonly never[] = [];

/** How a field's values are shown: as they are, as numbers, or as times. */
type Shown = { name: string; as: 'text' | 'number' | 'time' };

const shownAs = new Map<string, Shown>();

function shownNamed(name: string): Shown {
  const known = shownAs.get(name);
  if (known) return known;
  const field = fieldNamed(name);
  const as = !field || !isNumeric(field) ? 'text' : field.type === 'time' ? 'time' : 'number';
  const shown: Shown = { name: field?.name ?? name, as };
  shownAs.set(name, shown);
  return shown;
}

function lowTexts(texts: readonly string[]): readonly string[] {
  if (texts.length === 1) return [lowered(texts[0] ?? '')];
  return texts.length === 0 ? texts : texts.map(lowered);
}

function flat(entries: readonly SeenEvent[], slot: number): readonly string[] {
  const [first] = entries;
  if (!first) return none;
  return entries.length === 1 ? first.texts(slot) : entries.flatMap((entry) => entry.texts(slot));
}

/**
 * An event as all rules look at it. Each field is read and put in lower case once, whoever asks first.
 */
export class SeenEvent {
  readonly values: FieldValues;
  readonly #slots: FieldSlots;
  readonly #texts: (readonly string[] | undefined)[] = [];
  readonly #numbers: (readonly number[] | undefined)[] = [];
  readonly #isEntry: boolean;
  #threats: readonly SeenEvent[] | undefined;
  #parts: readonly SeenEvent[] | undefined;

  /** @param isEntry whether it is an entry of an event, whose own fields it has alone */
  constructor(values: FieldValues, slots: FieldSlots, isEntry = false) {
    this.#isEntry = isEntry;
    this.values = values;
    this.#slots = slots;
  }

  /** The texts of a field in lower case. */
  texts(slot: number): readonly string[] {
    const known = this.#texts[slot];
    if (known) return known;
    const group = this.#isEntry ? undefined : this.#slots.groups[slot];
    const low = group
      ? flat(this.entries(group), slot)
      : lowTexts(this.values.texts(this.#slots.names[slot] ?? ''));
    this.#texts[slot] = low;
    return low;
  }

  numbers(slot: number): readonly number[] {
    const known = this.#numbers[slot];
    if (known) return known;
    const numbers = this.values.numbers(this.#slots.names[slot] ?? '');
    this.#numbers[slot] = numbers;
    return numbers;
  }

  entries(group: FieldGroup): readonly SeenEvent[] {
    if (group === 'threats') {
      this.#threats ??= this.#read(group);
      return this.#threats;
    }
    this.#parts ??= this.#read(group);
    return this.#parts;
  }

  #read(group: FieldGroup): SeenEvent[] {
    return this.values.entries(group).map((entry) => new SeenEvent(entry, this.#slots, true));
  }

  /** The values of a field as keys and titles have them: numbers and times as text. */
  shown(name: string): readonly string[] {
    const field = shownNamed(name);
    if (field.as === 'text') return this.values.texts(field.name);
    const isTime = field.as === 'time';
    return this.values
      .numbers(field.name)
      .map((value) => (isTime ? new Date(value).toISOString() : String(value)));
  }
}
