/** The words of a free text search in lower case; what stands in double quotes is one word. */
export function searchWords(text: string): string[] {
  const words = text.toLowerCase().matchAll(/"([^"]*)"?|(\S+)/g);
  return [...words].map(([, quoted, bare]) => quoted ?? bare ?? '').filter((word) => word.trim() !== '');
}
