import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleText } from './visible-text.ts';

describe('text as it is shown', () => {
  it.each([
    ['invoice\u202efdp.exe', 'invoice⟨RLO⟩fdp.exe'],
    ['a\u200bb', 'a⟨ZWSP⟩b'],
    ['\ufeffa', '⟨BOM⟩a'],
    ['\u2066x\u2069', '⟨LRI⟩x⟨PDI⟩'],
    ['\u061c\u200e\u200f\u2060', '⟨ALM⟩⟨LRM⟩⟨RLM⟩⟨WJ⟩'],
    ['a\u0000b\tc\nd\r', 'a␀b␉c␊d␍'],
    ['\u001b[31m', '␛[31m'],
    ['\u007f', '␡'],
    ['\u0085\u009b', '⟨U+0085⟩⟨U+009B⟩'],
    ['Grüße 漢字 👩🏽‍💻 العربية', 'Grüße 漢字 👩🏽‍💻 العربية'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['', ''],
  ])('%j is %j', (text, shown) => expect(visibleText(text)).toBe(shown));

  it('holds no control character and no mark that turns it, whatever it was', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom('\u202e', '\u2067', '\u0000'),
    );
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      }),
      { numRuns: 500 },
    );
  });
});
