/** How much the browser's part takes on disk, or null where it does not say. */
export async function databaseBytes(): Promise<number | null> {
  const { usage } = await navigator.storage.estimate();
  return usage ?? null;
}
