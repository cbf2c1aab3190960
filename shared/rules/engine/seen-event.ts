import { type FieldValues, isNumeric } from '../../event/field-values.ts';
import { type FieldGroup, fieldNamed } from '../../event/fields.ts';
import { formatInstant } from '../../event/instant.ts';
import { lowered } from '../../query/pattern.ts';

/** Whose own a field is: the event's, or that of its entries. */
type Owner = FieldGroup | 'event';

/** Numbers the fields that rules ask for, so that what was read of an event is found by a place in a list. */
export class FieldSlots {
  readonly names: string[] = [];
  /** Whose own each field is. */
  readonly owners: Owner[] = [];
  /** The place of each field among those of its owner. */
  readonly places: number[] = [];
  /** How many fields each owner has. */
  readonly counts: Record<Owner, number> = { event: 0, threats: 0, parts: 0 };
  readonly #slots = new Map<string, number>();

  /** The number of a field. */
  slotOf(name: string): number {
    const { name: field, shape } = fieldNamed(name) ?? { name, shape: 'one' };
    const known = this.#slots.get(field);
    if (known !== undefined) return known;
    const owner = shape === 'threats' || shape === 'parts' ? shape : 'event';
    this.#slots.set(field, this.names.length);
    this.names.push(field);
    this.owners.push(owner);
    this.places.push(this.counts[owner]);
    this.counts[owner] += 1;
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
  const [text = ''] = texts;
  if (texts.length > 1) return texts.map(lowered);
  const low = lowered(text);
  return low === text ? texts : [low];
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
  readonly #owner: Owner;
  /** What was read, by the field's place among those of its owner; of an event also what its entries have together. */
  readonly #texts: (readonly string[] | undefined)[];
  #numbers: (readonly number[] | undefined)[] | undefined;
  #ofEntries: (readonly string[] | undefined)[] | undefined;
  #threats: readonly SeenEvent[] | undefined;
  #parts: readonly SeenEvent[] | undefined;

  /** @param owner whether it is an entry of an event, which has its group's own fields alone */
  constructor(values: FieldValues, slots: FieldSlots, owner: Owner = 'event') {
    this.#owner = owner;
    this.values = values;
    this.#slots = slots;
    this.#texts = new Array(slots.counts[owner]);
  }

  /** The texts of a field in lower case. */
  texts(slot: number): readonly string[] {
    const { owners, places, names } = this.#slots;
    const owner = owners[slot] ?? 'event';
    if (owner !== this.#owner) return this.#owner === 'event' ? this.#together(owner, slot) : none;
    const place = places[slot] ?? 0;
    const known = this.#texts[place];
    if (known) return known;
    const low = lowTexts(this.values.texts(names[slot] ?? ''));
    this.#texts[place] = low;
    return low;
  }

  /** What all entries of a group have in one of its fields. */
  #together(group: Owner, slot: number): readonly string[] {
    if (group === 'event') return none;
    this.#ofEntries ??= [];
    const known = this.#ofEntries[slot];
    if (known) return known;
    const texts = flat(this.entries(group), slot);
    this.#ofEntries[slot] = texts;
    return texts;
  }

  numbers(slot: number): readonly number[] {
    const { owners, places, names, counts } = this.#slots;
    if (owners[slot] !== this.#owner) return this.values.numbers(names[slot] ?? '');
    this.#numbers ??= new Array(counts[this.#owner]);
    const place = places[slot] ?? 0;
    const known = this.#numbers[place];
    if (known) return known;
    const numbers = this.values.numbers(names[slot] ?? '');
    this.#numbers[place] = numbers;
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
    return this.values.entries(group).map((entry) => new SeenEvent(entry, this.#slots, group));
  }

  /** The values of a field as keys and titles have them: numbers and times as text. */
  shown(name: string): readonly string[] {
    const field = shownNamed(name);
    if (field.as === 'text') return this.values.texts(field.name);
    const isTime = field.as === 'time';
    return this.values.numbers(field.name).map((value) => (isTime ? formatInstant(value) : String(value)));
  }
}
