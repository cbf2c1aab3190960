import type { FieldValues } from '../../../shared/event/field-values.ts';
import { type FieldGroup, fieldNamed } from '../../../shared/event/fields.ts';
import type { ColumnChunk, GroupRun, ListRun, StringRun } from './chunk.ts';
import { type FieldLayout, layoutOf } from './field-layout.ts';

const none: readonly never[] = [];

const layouts = new Map<string, FieldLayout | undefined>();

function layoutNamed(name: string): FieldLayout | undefined {
  const known = layouts.get(name);
  if (known || layouts.has(name)) return known;
  const field = fieldNamed(name);
  const layout = field && layoutOf(field);
  layouts.set(name, layout);
  return layout;
}

function textAt(run: StringRun | undefined, at: number): readonly string[] {
  const text = run?.dictionary[run.codes[at] ?? 0] ?? '';
  return text === '' ? none : [text];
}

function listAt(run: ListRun | undefined, at: number): readonly string[] {
  if (!run) return none;
  const texts: string[] = [];
  for (let i = run.offsets[at] ?? 0; i < (run.offsets[at + 1] ?? 0); i += 1) {
    texts.push(run.dictionary[run.codes[i] ?? 0] ?? '');
  }
  return texts;
}

function numberAt(run: Float64Array | undefined, at: number): readonly number[] {
  const value = run?.[at] ?? Number.NaN;
  return Number.isNaN(value) ? none : [value];
}

/** One entry of a group: its own fields, and nothing else. */
class EntryValues implements FieldValues {
  readonly #group: FieldGroup;
  readonly #run: GroupRun;
  readonly #at: number;

  constructor(group: FieldGroup, run: GroupRun, at: number) {
    this.#group = group;
    this.#run = run;
    this.#at = at;
  }

  texts(field: string): readonly string[] {
    const layout = layoutNamed(field);
    if (!layout || !('group' in layout) || layout.group !== this.#group) return none;
    if (layout.kind === 'group-list') return listAt(this.#run.lists[field], this.#at);
    return layout.kind === 'group-string' ? textAt(this.#run.strings[field], this.#at) : none;
  }

  numbers(field: string): readonly number[] {
    const layout = layoutNamed(field);
    const isOwn = layout?.kind === 'group-number' && layout.group === this.#group;
    return isOwn ? numberAt(this.#run.numbers[field], this.#at) : none;
  }

  entries(): readonly FieldValues[] {
    return none;
  }
}

/** The values of one event of a run of columns: what rules ask of it, read without its text. */
export class ChunkValues implements FieldValues {
  readonly #chunk: ColumnChunk;
  readonly #at: number;
  readonly #versions: number;

  /** @param versions how many versions of the event are known; the run has what was known when it was written */
  constructor(chunk: ColumnChunk, at: number, versions: number) {
    this.#chunk = chunk;
    this.#at = at;
    this.#versions = versions;
  }

  texts(field: string): readonly string[] {
    const layout = layoutNamed(field);
    switch (layout?.kind) {
      case 'string':
        return textAt(this.#chunk.strings[field], this.#at);
      case 'list':
        return listAt(this.#chunk.lists[field], this.#at);
      case 'group-string':
      case 'group-list':
        return this.entries(layout.group).flatMap((entry) => entry.texts(field));
      default:
        return none;
    }
  }

  numbers(field: string): readonly number[] {
    if (field === 'versions') return [this.#versions];
    const layout = layoutNamed(field);
    if (layout?.kind === 'number') return numberAt(this.#chunk.numbers[field], this.#at);
    if (layout?.kind !== 'group-number') return none;
    return this.entries(layout.group).flatMap((entry) => entry.numbers(field));
  }

  entries(group: FieldGroup): readonly FieldValues[] {
    const run = this.#chunk.groups[group];
    const from = run.offsets[this.#at] ?? 0;
    const to = run.offsets[this.#at + 1] ?? 0;
    if (from === to) return none;
    const entries: EntryValues[] = [];
    for (let at = from; at < to; at += 1) entries.push(new EntryValues(group, run, at));
    return entries;
  }
}
