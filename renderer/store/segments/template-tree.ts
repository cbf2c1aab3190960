import type { CompiledTemplate } from './raw-codec.ts';
import { beginsNumber, endOfNumber, endOfString, marks, quote } from './raw-tokens.ts';
import { endOfQuoted, type NextValue, type ValueCursor, withoutMilliseconds } from './value-cursor.ts';

/** Texts that follow a mark, each with what comes after it. */
interface Branch {
  mark: string;
  ways: { after: string; to: Node }[];
}

/** What may come next in a text: a mark, or its end. */
interface Node {
  /** Where the values of the key before the mark lie. */
  place: number | undefined;
  branches: Branch[];
  /** The code of the template that ends here. */
  code: number | undefined;
}

function nodeOf(): Node {
  return { place: undefined, branches: [], code: undefined };
}

function wayTo(branch: Branch, after: string): Node {
  let way = branch.ways.find((one) => one.after === after);
  if (!way) {
    way = { after, to: nodeOf() };
    branch.ways.push(way);
    // One may be how another begins.
    branch.ways.sort((a, b) => b.after.length - a.after.length);
  }
  return way.to;
}

/** The place after a value as a template's mark stands for it; -1 where something else is there. */
function endOfValue(value: NextValue | undefined, mark: string, text: string, at: number): number {
  if (!value) return mark === marks.value && text.startsWith('null', at) ? at + 4 : -1;
  if (mark === marks.wholeSeconds) {
    if (value.is !== 'time') return -1;
    const whole = `"${withoutMilliseconds(value.text)}"`;
    return text.startsWith(whole, at) ? at + whole.length : -1;
  }
  if (value.is !== 'number') return endOfQuoted(value, text, at);
  const end = at + value.text.length;
  const goesOn = beginsNumber(text.charCodeAt(at)) && endOfNumber(text, at) !== end;
  return !goesOn && text.startsWith(value.text, at) ? end : -1;
}

/**
 * The templates of a run, by how they begin. A text that one of them fits is found in one go, every value of it
 * compared with the columns, so that it comes back as it is.
 */
export class TemplateTree {
  readonly #cursor: ValueCursor;
  readonly #root: Branch = { mark: '', ways: [] };

  constructor(cursor: ValueCursor) {
    this.#cursor = cursor;
  }

  add({ before, holes }: CompiledTemplate, code: number): void {
    let node = wayTo(this.#root, before);
    for (const { mark, place, after } of holes) {
      node.place = place;
      let branch = node.branches.find((one) => one.mark === mark);
      if (!branch) {
        branch = { mark, ways: [] };
        node.branches.push(branch);
        // What the columns say is not kept a second time: only where they do not say it, a literal is.
        node.branches.sort((a, b) => Number(a.mark === marks.literal) - Number(b.mark === marks.literal));
      }
      node = wayTo(branch, after);
    }
    node.code = code;
  }

  /**
   * The code of the template that fits an event's text, whose literals are put into a list; undefined where none was
   * found, and then what is in the list means nothing.
   */
  codeOf(event: number, text: string, literals: string[]): number | undefined {
    this.#cursor.begin(event);
    const first = wayOn(this.#root, text, 0);
    let at = first?.after.length ?? 0;
    let node = first?.to;
    while (node) {
      if (at === text.length) return node.code;
      const { branches, place }: Node = node;
      const position: number = place === undefined ? 0 : this.#cursor.position(place);
      let next: Node | undefined;
      for (const branch of branches) {
        const end = this.#endOf(branch.mark, place, text, at);
        const way = end === -1 ? undefined : wayOn(branch, text, end);
        if (way) {
          if (branch.mark === marks.literal) literals.push(text.slice(at, end));
          at = end + way.after.length;
          next = way.to;
          break;
        }
        if (place !== undefined) this.#cursor.goBack(place, position);
      }
      node = next;
    }
    return undefined;
  }

  /** Where what a mark stands for ends in a text; -1 where it is not there. */
  #endOf(mark: string, place: number | undefined, text: string, at: number): number {
    if (mark === marks.list) return place === undefined ? -1 : this.#cursor.endOfList(place, text, at);
    const value = place === undefined ? undefined : this.#cursor.next(place);
    if (mark !== marks.literal) return endOfValue(value, mark, text, at);
    const code = text.charCodeAt(at);
    if (value && endOfValue(value, marks.value, text, at) !== -1) return -1;
    if (code === quote) return endOfString(text, at);
    return beginsNumber(code) ? endOfNumber(text, at) : -1;
  }
}

function wayOn({ ways }: Branch, text: string, at: number): Branch['ways'][number] | undefined {
  for (const way of ways) if (text.startsWith(way.after, at)) return way;
  return undefined;
}
