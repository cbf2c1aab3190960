/**
 * A value that can be pasted anywhere without becoming a link: `hxxps://evil[.]example/a.b`, `someone[@]evil[.]example`,
 * `192[.]0[.]2[.]1`. Dots in a path are left, since only a host leads somewhere.
 */
export function defang(text: string): string {
  return text
    .replaceAll(/\b(https?|ftp):\/\/([^/\s?#]+)/gi, (_, scheme: string, host: string) => {
      const safe = scheme.toLowerCase().startsWith('http') ? scheme.replace(/tt/i, 'xx') : `fxp`;
      return `${safe}://${host.replaceAll('.', '[.]').replaceAll('@', '[@]')}`;
    })
    .replaceAll(/([\w.+=-]+)@([\w-]+(?:\.[\w-]+)+)/g, (_, user: string, host: string) => {
      return `${user}[@]${host.replaceAll('.', '[.]')}`;
    })
    .replaceAll(/\b(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\b/g, '$1[.]$2[.]$3[.]$4');
}
