function defangHost(host: string): string {
  return host.replaceAll(/(?<!\[)[.@](?!\])/g, '[$&]');
}

/**
 * A value that can be pasted anywhere without becoming a link: `hxxps://evil[.]example/a.b`, `evil[.]example/login`,
 * `someone[@]evil[.]example`, `192[.]0[.]2[.]1`. Dots in a path are left, since only a host leads somewhere.
 */
export function defang(text: string): string {
  return text
    .replaceAll(/\bhttps?:\/\//gi, (scheme) => scheme.replace(/tt/i, 'xx'))
    .replaceAll(/\bftps?:\/\//gi, (scheme) => scheme.replace(/t/i, 'x'))
    .replaceAll(/(?<=\b(?:hxxp|fxp)s?:\/\/)[^/\s?#]+/gi, defangHost)
    .replaceAll(/(?<=[\w.+=-])@[\w-]+(?:\.[\w-]+)+/g, defangHost)
    .replaceAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, defangHost)
    .replaceAll(/(?<![\w./@\]-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?=\/)|\bwww\.[\w.-]+/gi, defangHost);
}

/** Two brackets around something: `[.]`, `(.)`, `{.}`, with spaces or without. */
function bracketed(inside: string): RegExp {
  return new RegExp(
    `\\s*(?:\\[\\s*(?:${inside})\\s*\\]|\\(\\s*(?:${inside})\\s*\\)|\\{\\s*(?:${inside})\\s*\\})\\s*`,
    'gi',
  );
}

const dots = bracketed('\\.|dot');
const ats = bracketed('@|at');
const colons = bracketed(':');
const separators = bracketed('://');

/**
 * The opposite of `defang`, for values that are pasted in: it also understands `(.)`, `[dot]`, `[at]`, `[://]` and
 * `hXXp`, which other tools and people write.
 */
export function refang(text: string): string {
  return text
    .replaceAll(dots, '.')
    .replaceAll(ats, '@')
    .replaceAll(separators, '://')
    .replaceAll(colons, ':')
    .replaceAll(/\bhxxp(s?)(?=:\/\/)/gi, 'http$1')
    .replaceAll(/\bfxp(s?)(?=:\/\/)/gi, 'ftp$1');
}
