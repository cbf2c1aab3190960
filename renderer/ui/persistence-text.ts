/** Whether the browser part keeps the database in any case, in a sentence. */
export function persistenceText(persisted: boolean | null): string {
  if (persisted === null)
    return 'The browser part has not said yet whether it keeps the database in any case.';
  return persisted
    ? 'The database is kept even when the disk runs low.'
    : 'The database may be evicted when the disk runs very low; it is then rebuilt from the archive.';
}
