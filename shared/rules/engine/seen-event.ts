import { type FieldValues, isNumeric } from '../../event/field-values.ts';
import { type FieldGroup, fieldNamed } from '../../event/fields.ts';
import { lowered } from '../../query/pattern.ts';

/** Numbers the fields that rules ask for, so that what was read of an event is found by a place in a list. */
export class FieldSlots {
  readonly names: string[] = [];
  readonly #slots = new Map<string, number>();

  /** The number of a field. */
  slotOf(name: string): number {
    const field = fieldNamed(name)?.name ?? name;
    const known = this.#slots.get(field);
    if (known !== undefined) return known;
    this.#slots.set(field, this.names.length);
    this.names.push(field);
    return this.names.length - 1;
  }
}

/**
 * An event as all rules look at it. Each field is read and put in lower case once, whoever asks first.
 */
export class SeenEvent {
  readonly values: FieldValues;
  readonly #slots: FieldSlots;
  readonly #texts: (readonly string[] | undefined)[] = [];
  readonly #numbers: (readonly number[] | undefined)[] = [];
  #threats: readonly SeenEvent[] | undefined;
  #parts: readonly SeenEvent[] | undefined;

  constructor(values: FieldValues, slots: FieldSlots) {
    this.values = values;
    this.#slots = slots;
  }

  /** The texts of a field in lower case. */
  texts(slot: number): readonly string[] {
    const known = this.#texts[slot];
    if (known) return known;
    const texts = this.values.texts(this.#slots.names[slot] ?? '');
    const low = texts.length === 0 ? texts : texts.map(lowered);
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
    return this.values.entries(group).map((entry) => new SeenEvent(entry, this.#slots));
  }

  /** The values of a field as keys and titles have them: numbers and times as text. */
  shown(name: string): readonly string[] {
    const field = fieldNamed(name);
    if (!field || !isNumeric(field)) return this.values.texts(field?.name ?? name);
    const isTime = field.type === 'time';
    return this.values
      .numbers(field.name)
      .map((value) => (isTime ? new Date(value).toISOString() : String(value)));
  }
}
