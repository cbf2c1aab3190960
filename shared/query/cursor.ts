import type { FieldGroup } from '../event/fields.ts';
import type { Query } from './ast.ts';
import type { Subject } from './names.ts';
import type { Suggestion } from './problem.ts';
import type { QueryContext } from './time.ts';
import type { Reading } from './tree.ts';
import { afterSpace, matchAt, scanPhrase, scanWord, type Word } from './word.ts';

/** What surrounds the place that is read. */
export interface Scope {
  /** The field whose values a list holds; null where conditions stand. */
  subject: Subject | null;
  group: FieldGroup | null;
  /** How many parentheses and negations are open. */
  depth: number;
}

export const everything: Query = { is: 'everything' };

/** A text that is being read: where, and what has been found in it. */
export class Cursor {
  readonly text: string;
  readonly context: QueryContext;
  readonly reading: Reading = { root: null, problems: [], hints: [], spots: [], enclosures: [] };
  at = 0;

  constructor(text: string, context: QueryContext) {
    this.text = text;
    this.context = context;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Whether the text goes on with this. */
  sees(start: string): boolean {
    return this.text.startsWith(start, this.at);
  }

  skipSpace(): void {
    this.at = afterSpace(this.text, this.at);
  }

  /** A match of a sticky expression here; nothing is consumed. */
  match(pattern: RegExp): RegExpExecArray | null {
    return matchAt(pattern, this.text, this.at);
  }

  /** Notes a problem; what a suggestion replaces is the problem's own place unless it says another. */
  refuse(
    from: number,
    to: number,
    message: string,
    suggestion?: Partial<Suggestion> & { text: string },
  ): void {
    this.reading.problems.push({ from, to, message, ...(suggestion && withPlace(suggestion, from, to)) });
  }

  /** Notes what is right, yet may not be what is meant. */
  hint(from: number, to: number, message: string, text: string): void {
    this.reading.hints.push({ from, to, message, ...withPlace({ text }, from, to) });
  }

  /** Consumes a phrase or word, and refuses a phrase that has no end. */
  word(scope: Scope): Word {
    const isPhrase = this.sees('"');
    const word = isPhrase
      ? scanPhrase(this.text, this.at)
      : scanWord(this.text, this.at, scope.subject !== null);
    this.at = word.to;
    if (!word.closed) {
      this.refuse(word.from, word.to, 'The quotes are never closed. Add " where the text ends.', {
        label: 'Close the quotes',
        from: word.to,
        to: word.to,
        text: '"',
      });
    }
    return word;
  }
}

function withPlace(
  { label, from, to, text }: Partial<Suggestion> & { text: string },
  problemFrom: number,
  problemTo: number,
): { suggestion: Suggestion } {
  return {
    suggestion: {
      label: label ?? (text === '' ? 'Remove it' : text),
      from: from ?? problemFrom,
      to: to ?? problemTo,
      text,
    },
  };
}
