import type { PatternPart, TextPattern } from './ast.ts';

/** What a pattern's text is compared with: the text in lower case. */
export function lowered(text: string): string {
  return text.toLowerCase();
}

function tidied(parts: readonly PatternPart[]): PatternPart[] {
  const tidy: PatternPart[] = [];
  for (const part of parts) {
    const last = tidy.at(-1);
    if (part === 'any' && last === 'any') continue;
    if (typeof part === 'object' && typeof last === 'object')
      tidy[tidy.length - 1] = { text: last.text + lowered(part.text) };
    else tidy.push(typeof part === 'object' ? { text: lowered(part.text) } : part);
  }
  return tidy;
}

function sourceOf(parts: readonly PatternPart[]): string {
  return parts
    .map((part) => {
      if (part === 'any') return '*';
      return part === 'one' ? '?' : part.text.replaceAll(/[\\*?]/g, String.raw`\$&`);
    })
    .join('');
}

/**
 * The pattern of parts in the one form that means it: `is` and `has` where there is no more to it.
 * @param within whether the parts may stand anywhere in the value
 * @returns undefined where any text will do
 */
export function patternOf(parts: readonly PatternPart[], within: boolean): TextPattern | undefined {
  const tidy = tidied(within ? ['any', ...parts, 'any'] : parts);
  const [first, second] = tidy;
  if (tidy.length === 1 && first === 'any') return undefined;
  if (first === undefined) return { how: 'is', text: '' };
  if (tidy.length === 1 && typeof first === 'object') return { how: 'is', text: first.text };
  if (tidy.length === 3 && first === 'any' && typeof second === 'object' && tidy[2] === 'any')
    return { how: 'has', text: second.text };
  return { how: 'like', parts: tidy, source: sourceOf(tidy) };
}

/** Parts without a `one`, by where they have to stand: each search is a plain one for a string. */
function segmentMatcher(parts: readonly PatternPart[]): (value: string) => boolean {
  const texts = parts.flatMap((part) => (typeof part === 'object' ? [part.text] : []));
  const start = parts[0] === 'any' ? '' : (texts.shift() ?? '');
  const end = parts.at(-1) === 'any' ? '' : (texts.pop() ?? '');
  return (value) => {
    if (!value.startsWith(start) || !value.endsWith(end)) return false;
    let at = start.length;
    for (const text of texts) {
      const found = value.indexOf(text, at);
      if (found < 0) return false;
      at = found + text.length;
    }
    return at <= value.length - end.length;
  };
}

/**
 * Matches with two pointers: after a mismatch only the latest `any` is given one character more, since giving an
 * earlier one more can never help. At worst length times length, never exponential.
 */
function greedyMatcher(parts: readonly PatternPart[]): (value: string) => boolean {
  const pattern = parts.flatMap((part): (string | { wild: 'any' | 'one' })[] =>
    typeof part === 'object' ? [...part.text] : [{ wild: part }],
  );
  return (value) => {
    const chars = [...value];
    let at = 0;
    let place = 0;
    let anyPlace = -1;
    let anyAt = 0;
    while (at < chars.length) {
      const wanted = pattern[place];
      if (typeof wanted === 'object' && wanted.wild === 'any') {
        anyPlace = place;
        anyAt = at;
        place += 1;
      } else if (wanted !== undefined && (typeof wanted === 'object' || wanted === chars[at])) {
        at += 1;
        place += 1;
      } else if (anyPlace >= 0) {
        anyAt += 1;
        at = anyAt;
        place = anyPlace + 1;
      } else {
        return false;
      }
    }
    return pattern.slice(place).every((wanted) => typeof wanted === 'object' && wanted.wild === 'any');
  };
}

/** A pattern as a function over values that are in lower case already. */
export function textMatcher(pattern: TextPattern): (value: string) => boolean {
  switch (pattern.how) {
    case 'is':
      return (value) => value === pattern.text;
    case 'has':
      return (value) => value.includes(pattern.text);
    case 'like':
      return pattern.parts.includes('one') ? greedyMatcher(pattern.parts) : segmentMatcher(pattern.parts);
  }
}
