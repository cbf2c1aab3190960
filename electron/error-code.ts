/** What Node names an error of the system or of its own by, such as ENOENT; empty where an error has no such name. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
