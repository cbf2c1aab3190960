/** Letters that are taken for others, and marks that are overlooked. */
const confusions: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
  [/0/g, 'o'],
  [/[1il|]/g, 'l'],
  [/5/g, 's'],
  [/-/g, ''],
  [/(.)\1+/g, '$1'],
];

const addressDomain = /@([\p{L}\p{N}.-]+)/gu;

/** Latin look-alikes of Cyrillic and Greek letters, which a domain can be spelled with. */
const foreign: Readonly<Record<string, string>> = {
  ...{ а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i', ј: 'j', ѕ: 's', ԁ: 'd', һ: 'h' },
  ...{ α: 'a', ε: 'e', ο: 'o', ρ: 'p', ν: 'v', ι: 'i', κ: 'k', τ: 't', к: 'k', т: 't', м: 'm', н: 'h' },
};

/** What a hurried reader sees of a name. */
function skeleton(name: string): string {
  const latin = Array.from(name.normalize('NFKD').replaceAll(/\p{M}/gu, ''), (char) => foreign[char] ?? char);
  return confusions.reduce((text, [from, to]) => text.replaceAll(from, to), latin.join(''));
}

/** Whether one letter is added, left out, changed, or swapped with its neighbour. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}

/** A domain without what stands behind its last dot. */
function nameOf(domain: string): string {
  const dot = domain.lastIndexOf('.');
  return dot < 0 ? domain : domain.slice(0, dot);
}

/** Whether a domain is one of an organisation's own, or below one. */
function isOwn(domain: string, own: readonly string[]): boolean {
  return own.some((one) => domain === one || domain.endsWith(`.${one}`));
}

function isAlike(domain: string, own: string): boolean {
  const name = nameOf(domain);
  const ownName = nameOf(own);
  // Of short names nearly everything is a letter away.
  if (ownName.length < 4) return skeleton(name) === skeleton(ownName);
  const words = `-${name.replaceAll('.', '-')}-`;
  if (words.includes(`-${ownName.replaceAll('.', '-')}-`)) return true;
  if (skeleton(name) === skeleton(ownName)) return true;
  return ownName.length >= 6 && isOneSlip(name, ownName);
}

/**
 * Whether a domain could be taken for one of an organisation's own: letters that look alike, one slip, the own name
 * with a word or another ending behind it. The own domains and what is below them are none.
 * @param own in lower case
 */
export function looksLike(domain: string, own: readonly string[]): boolean {
  const low = domain.toLowerCase().replace(/\.$/, '');
  return !isOwn(low, own) && own.some((one) => isAlike(low, one));
}

const plainDomain = /^[A-Za-z0-9.-]+$/;

/** The domain of a value that is one address, with a name before it or not, as most are; undefined for others. */
function domainOfOne(value: string): string | undefined {
  const at = value.indexOf('@');
  if (at < 0 || value.includes('@', at + 1)) return undefined;
  const domain = value.slice(at + 1, value.endsWith('>') ? -1 : value.length);
  return plainDomain.test(domain) ? domain : undefined;
}

/** The domains in a value: of each address in it, or the value where it is a domain itself. */
export function domainsIn(value: string): string[] {
  const domain = domainOfOne(value);
  if (domain !== undefined) return [domain];
  const found = Array.from(value.matchAll(addressDomain), ([, one = '']) => one);
  return found.length > 0 || /[\s<>"]/.test(value) ? found : [value];
}
