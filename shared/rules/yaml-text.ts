import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml';
import type { z } from 'zod';

/** Something wrong in a file: where (both from 1), and what. */
export interface FileProblem {
  line: number;
  column: number;
  message: string;
}

/** A way from the top of a file to a value in it. */
export type Path = readonly PropertyKey[];

/** No rule is longer than this, characters. */
const longest = 256 * 1024;

/** A YAML file that knows where each of its values stands. */
export class YamlText {
  readonly problems: readonly FileProblem[];
  /** The file's value; undefined where there are problems. */
  readonly value: unknown;
  readonly #text: string;
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed | undefined;

  constructor(text: string) {
    this.#text = text;
    if (text.length > longest) {
      this.problems = [{ line: 1, column: 1, message: `The file is longer than ${longest} characters.` }];
      return;
    }
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    this.#document = document;
    this.problems = document.errors.map(({ pos, message }) => ({ ...this.#at(pos[0]), message }));
    if (this.problems.length > 0) return;
    try {
      this.value = document.toJS({ maxAliasCount: 100 });
    } catch (error) {
      // Aliases of aliases: a small file can mean a value that fills the memory.
      const message = error instanceof Error ? error.message : String(error);
      this.problems = [{ line: 1, column: 1, message }];
    }
  }

  /** A problem with the value at a path, or with what is nearest to it where there is none. */
  problemAt(path: Path, message: string): FileProblem {
    return { ...this.#at(this.#startOf(path)), message };
  }

  /** A problem at a place within a text value: exactly there, or where the text starts where that is all that is known. */
  problemIn(path: Path, offset: number, message: string): FileProblem {
    const node = this.#nodeAt(path);
    const value = isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
    if (!isScalar(node) || value === undefined || !node.range) return this.problemAt(path, message);
    const [start, end] = node.range;
    const within = this.#text.slice(start, end);
    const plain = within.indexOf(value);
    if (plain >= 0 && plain <= 1) return { ...this.#at(start + plain + offset), message };
    if (node.type !== 'BLOCK_LITERAL') return this.problemAt(path, message);
    const before = value.slice(0, offset).split('\n');
    const line = this.#at(start).line + before.length;
    const indent = /^ */.exec(this.#text.split('\n')[line - 1] ?? '')?.[0].length ?? 0;
    return { line, column: indent + (before.at(-1)?.length ?? 0) + 1, message };
  }

  /** What a schema finds wrong, each where it stands. */
  problemsOf({ issues }: z.ZodError, under: Path = []): FileProblem[] {
    return issues.flatMap((issue) => this.#problemsOfIssue(issue, under));
  }

  #problemsOfIssue(issue: z.core.$ZodIssue, under: Path): FileProblem[] {
    const path = [...under, ...issue.path];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        ...this.#at(this.#keyStart(path, key)),
        message: `${key} is not known here.`,
      }));
    if (issue.code === 'invalid_union') {
      const nearest = nearestOf(issue.errors);
      if (nearest) return nearest.flatMap((inner) => this.#problemsOfIssue(inner, path));
    }
    const name = path.length > 0 ? `${path.map(String).join('.')}: ` : '';
    return [this.problemAt(path, `${name}${issue.message}`)];
  }

  #nodeAt(path: Path): Node | undefined {
    let node: unknown = this.#document?.contents;
    for (const step of path) {
      if (isAlias(node) && this.#document) node = node.resolve(this.#document);
      if (isMap(node)) node = node.get(String(step), true);
      else if (isSeq(node)) node = node.get(Number(step), true);
      else return undefined;
    }
    return isNode(node) ? node : undefined;
  }

  #keyStart(path: Path, key: string): number {
    const node = this.#nodeAt(path);
    const pair = isMap(node) ? node.items.find((item) => String(item.key) === key) : undefined;
    return (isNode(pair?.key) ? pair.key.range?.[0] : undefined) ?? this.#startOf(path);
  }

  #startOf(path: Path): number {
    for (let length = path.length; length >= 0; length -= 1) {
      const start = this.#nodeAt(path.slice(0, length))?.range?.[0];
      if (start !== undefined) return start;
    }
    return 0;
  }

  #at(offset: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return line === 0 ? { line: 1, column: 1 } : { line, column: col };
  }
}

/** Of the forms a value may have, what is wrong with it as the one that it is nearest to. */
function nearestOf(
  errors: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined {
  const isForm = (issues: readonly z.core.$ZodIssue[]) =>
    issues.every(({ code, path }) => !(code === 'invalid_type' && path.length === 0));
  const forms = errors.filter((issues) => issues.length > 0 && isForm(issues));
  return forms.toSorted((a, b) => a.length - b.length)[0];
}
