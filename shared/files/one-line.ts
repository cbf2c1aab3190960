/**
 * Valid JSON on one line, and otherwise as it is: in it a line break can only stand between values, where a space says
 * the same.
 */
export function onOneLine(json: string): string {
  return /[\r\n]/.test(json) ? json.replaceAll(/[\r\n]+/g, ' ') : json;
}
