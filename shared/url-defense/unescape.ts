const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function characterOf(code: number, written: string): string {
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : written;
}

/** Undoes what HTML does to text: `&amp;`, `&lt;`, `&#39;`, `&#x2F;`; anything else stays as it is. */
export function htmlUnescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return characterOf(Number(decimal), whole);
    if (hex !== undefined) return characterOf(Number.parseInt(hex, 16), whole);
    return named[String(name).toLowerCase()] ?? whole;
  });
}

/** Undoes percent-encoding where it is UTF-8; a run of it that is not stays as it is, since it is a link's all the same. */
export function percentDecoded(text: string): string {
  return text.replaceAll(/(?:%[\da-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

/**
 * Undoes quoted-printable (RFC 2045, section 6.7). It is recognised by `=3D` or a soft line break: a text that has been
 * through it has no `=` of its own left, so that then every `=XX` is a code.
 */
export function quotedPrintableUndone(text: string): string {
  if (!/=3D|=[ \t]*\r?\n/i.test(text)) return text;
  return text.replaceAll(/=[ \t]*\r?\n/g, '').replaceAll(/(?:=[\dA-F]{2})+/gi, (run) => {
    const bytes = Array.from(run.matchAll(/[\dA-F]{2}/gi), ([hex]) => Number.parseInt(hex, 16));
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
  });
}
