import { quote } from '../../../shared/files/json-bytes.ts';
import type { CompiledTemplate } from './raw-codec.ts';
import { beginsNumber, endOfNumber, endOfString, marks } from './raw-tokens.ts';
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
  /** The template that ends here. */
  template: string | undefined;
}

function nodeOf(): Node {
  return { place: undefined, branches: [], template: undefined };
}

function wayTo(branch: Branch, after: string): Node {
  let way = branch.ways.find((one) => one.after === after);
  if (!way) {
    way = { after, to: nodeOf() };
    branch.ways.push(way);
    // One may be how another begins; the shorter leaves more to the columns.
    branch.ways.sort((a, b) => a.after.length - b.after.length);
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

/** Another way that a text may go on from a place. */
interface Turnoff {
  to: Node;
  at: number;
  literals: number;
  /** Where the values of the columns go on. */
  positions: Uint32Array;
}

/** So many other ways are tried for a text, at most. */
const mostTurnoffs = 24;

/** So many templates are remembered; events come in far fewer forms. */
const mostTemplates = 20_000;

/**
 * Templates that were met before, by how they begin. A text that one of them fits is found in one go, every value of
 * it compared with the columns, so that it comes back as it is.
 */
export class TemplateTree {
  #root: Branch = { mark: '', ways: [] };
  #size = 0;

  add(template: string, { before, holes }: CompiledTemplate): void {
    if (this.#size === mostTemplates) {
      this.#root = { mark: '', ways: [] };
      this.#size = 0;
    }
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
    node.template = template;
    this.#size += 1;
  }

  /**
   * The template that fits an event's text, whose literals are put into a list; undefined where none was found, and
   * then what is in the list means nothing.
   * @param cursor over the columns of the event's run
   */
  find(cursor: ValueCursor, event: number, text: string, literals: string[]): string | undefined {
    cursor.begin(event);
    const turnoffs: Turnoff[] = [];
    let taken = 0;
    let at = 0;
    const goOn = (branch: Branch, end: number): Node | undefined => {
      let first: Branch['ways'][number] | undefined;
      for (const way of branch.ways) {
        if (!text.startsWith(way.after, end)) continue;
        if (!first) first = way;
        else {
          const [positions, next] = [cursor.positions(), end + way.after.length];
          turnoffs.push({ to: way.to, at: next, literals: literals.length, positions });
        }
      }
      if (first) at = end + first.after.length;
      return first?.to;
    };
    let node = goOn(this.#root, 0);
    for (;;) {
      if (node && at === text.length && node.template !== undefined) return node.template;
      node = node && step(cursor, node, text, at, literals, goOn);
      if (node) continue;
      const turnoff = taken < mostTurnoffs ? turnoffs.pop() : undefined;
      if (!turnoff) return undefined;
      taken += 1;
      node = turnoff.to;
      at = turnoff.at;
      literals.length = turnoff.literals;
      cursor.goBackTo(turnoff.positions);
    }
  }
}

/** Goes over what a mark stands for, and on from there. */
function step(
  cursor: ValueCursor,
  { branches, place }: Node,
  text: string,
  at: number,
  literals: string[],
  goOn: (branch: Branch, end: number) => Node | undefined,
): Node | undefined {
  const position = place === undefined ? 0 : cursor.position(place);
  for (const branch of branches) {
    const end = endOf(cursor, branch.mark, place, text, at);
    if (end !== -1) {
      const isLiteral = branch.mark === marks.literal;
      if (isLiteral) literals.push(text.slice(at, end));
      const next = goOn(branch, end);
      if (next) return next;
      if (isLiteral) literals.pop();
    }
    if (place !== undefined) cursor.goBack(place, position);
  }
  return undefined;
}

/** Where what a mark stands for ends in a text; -1 where it is not there. */
function endOf(
  cursor: ValueCursor,
  mark: string,
  place: number | undefined,
  text: string,
  at: number,
): number {
  if (mark === marks.list) return place === undefined ? -1 : cursor.endOfList(place, text, at);
  const value = place === undefined ? undefined : cursor.next(place);
  if (mark !== marks.literal) return endOfValue(value, mark, text, at);
  const code = text.charCodeAt(at);
  if (value && endOfValue(value, marks.value, text, at) !== -1) return -1;
  if (code === quote) return endOfString(text, at);
  return beginsNumber(code) ? endOfNumber(text, at) : -1;
}
