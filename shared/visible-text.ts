/** Characters that change how the text around them is read, by the names Unicode gives them. */
const bidiNames: Record<string, string> = {
  '\u061c': 'ALM',
  '\u200e': 'LRM',
  '\u200f': 'RLM',
  '\u202a': 'LRE',
  '\u202b': 'RLE',
  '\u202c': 'PDF',
  '\u202d': 'LRO',
  '\u202e': 'RLO',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
  '\u00ad': 'SHY',
  '\u200b': 'ZWSP',
  '\u2028': 'LS',
  '\u2029': 'PS',
  '\u2060': 'WJ',
  '\ufeff': 'BOM',
};

/**
 * Text as it may be shown: control characters as their pictures (Unicode "Control Pictures"), and marks that turn
 * the reading direction or hide in the text by name, so that a subject cannot pretend to be something else.
 */
export function visibleText(text: string): string {
  return text.replaceAll(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
    /[\u0000-\u001f\u007f-\u009f\u061c\u00ad\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu,
    (character) => {
      const code = character.codePointAt(0) ?? 0;
      if (code <= 0x1f) return String.fromCharCode(0x2400 + code);
      if (code === 0x7f) return '\u2421';
      return `⟨${bidiNames[character] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`}⟩`;
    },
  );
}
