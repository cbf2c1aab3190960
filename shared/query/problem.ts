/** A change that would mend a query: the text from `from` to `to` gives way to `text`. */
export interface Suggestion {
  /** What a button for it says. */
  label: string;
  from: number;
  to: number;
  text: string;
}

/** Something about a query's text: where it is, what it is, and what to do. */
export interface Problem {
  from: number;
  to: number;
  message: string;
  suggestion?: Suggestion;
}

/** A query's text after a suggestion has been taken. */
export function applySuggestion(text: string, { from, to, text: replacement }: Suggestion): string {
  return text.slice(0, from) + replacement + text.slice(to);
}

/** A piece of the analyst's text as a message cites it. */
export function cited(text: string): string {
  return text.length > 60 ? `"${text.slice(0, 60)}…"` : `"${text}"`;
}
