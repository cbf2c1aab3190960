/** Texts one after another as UTF-8: text `i` is the bytes from `starts[i]` to before `starts[i + 1]`. */
export interface TextBytes {
  bytes: Uint8Array;
  /** One more than there are texts. */
  starts: Uint32Array;
}

/** Texts of so many characters together are made bytes in one step; a string of all of them must not get too long. */
const mostTogether = 2 ** 26;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Texts as UTF-8; half of a character pair, which has none, is the replacement character. */
export function textBytesOf(texts: readonly string[]): TextBytes {
  const starts = new Uint32Array(texts.length + 1);
  let length = 0;
  for (let i = 0; i < texts.length; i++) {
    length += (texts[i] as string).length;
    starts[i + 1] = length;
  }
  if (length <= mostTogether) {
    const bytes = encoder.encode(texts.join(''));
    // Where no character has more than one byte, bytes stand where characters stood.
    if (bytes.length === length) return { bytes, starts };
  }
  let bytes = new Uint8Array(length + (length >> 2) + 16);
  let at = 0;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i] as string;
    if (at + text.length * 3 > bytes.length) {
      const grown = new Uint8Array(Math.max(bytes.length * 2, at + text.length * 3));
      grown.set(bytes.subarray(0, at));
      bytes = grown;
    }
    at += encoder.encodeInto(text, bytes.subarray(at)).written;
    starts[i + 1] = at;
  }
  return { bytes: bytes.subarray(0, at), starts };
}

/**
 * Numbers as texts, each distinct one once, and the code of each. Code 0 is none: NaN has no text, nor has what none is
 * given for.
 */
export function codedTexts(
  values: Float64Array,
  textOf: (value: number) => string | undefined,
): { texts: string[]; codes: Uint32Array } {
  const texts = [''];
  const known = new Map<number, number>();
  const codes = new Uint32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (Number.isNaN(value)) continue;
    let code = known.get(value);
    if (code === undefined) {
      const text = textOf(value);
      code = text === undefined ? 0 : texts.push(text) - 1;
      known.set(value, code);
    }
    codes[at] = code;
  }
  return { texts, codes };
}

/** One of the texts. */
export function textOf({ bytes, starts }: TextBytes, index: number): string {
  return decoder.decode(bytes.subarray(starts[index], starts[index + 1]));
}
