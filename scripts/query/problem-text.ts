import { applySuggestion, type Problem } from '../../shared/query/problem.ts';
import { visibleText } from '../../shared/visible-text.ts';

/** How much of a long query is shown on either side of the place. */
const shownAround = 60;

/** Characters that take two places of a terminal (Unicode, East Asian Width). */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Emoji_Presentation}/u;

function widthOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}

/**
 * What is wrong with a query, for a terminal: the text, what is meant underlined, and words.
 *
 *     phsh:>80
 *     ^^^^
 *     There is no field "phsh". …
 */
export function problemText(query: string, { from, to, message, suggestion }: Problem): string {
  const first = Math.max(0, from - shownAround);
  const last = Math.min(query.length, Math.max(to, from) + shownAround);
  const before = `${first > 0 ? '…' : ''}${visibleText(query.slice(first, from))}`;
  const meant = visibleText(query.slice(from, Math.min(to, last)));
  const after = `${visibleText(query.slice(Math.min(to, last), last))}${last < query.length ? '…' : ''}`;
  const carets = '^'.repeat(Math.max(1, widthOf(meant)));
  const lines = [`${before}${meant}${after}`, `${' '.repeat(widthOf(before))}${carets}`, message];
  if (suggestion) {
    const mended = applySuggestion(query, suggestion);
    lines.push(`Perhaps ${mended.length <= 500 ? visibleText(mended) : suggestion.label}`);
  }
  return lines.map((line) => `  ${line}\n`).join('');
}
