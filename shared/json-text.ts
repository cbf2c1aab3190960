/** Texts that JSON has between quotes as they are. */
const plain = /^[ !#-[\]-~]*$/;

/** A text as `JSON.stringify` writes it, in a fraction of the time where nothing in it is escaped. */
export function jsonText(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}
