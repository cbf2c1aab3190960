/** Whether a database that does not open is damaged, in the words of Chromium, and not short of room. */
export function isUnreadable(error: unknown): boolean {
  return (
    error instanceof Error &&
    `${error.name} ${error.message}`.includes('Internal error opening backing store')
  );
}

/** What a refusing store means and what to do, in a sentence; events wait in the journal meanwhile. */
export function storeTroubleSentence(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  const text = `${name} ${error instanceof Error ? error.message : String(error)}`;
  const waiting = 'New events wait safely in the journal and are stored as soon as it works again.';
  if (/quota|disk|full/i.test(text)) {
    return `The event store has no room left. Free some disk space, or keep events for fewer days under Settings. ${waiting}`;
  }
  if (/fetch|network|journal answered/i.test(text))
    return `The journal could not be read (${text.trim()}). ${waiting}`;
  return `The event store does not take events (${text.trim()}). Restart Lurescope; if it stays, keep the data folder and report this sentence. ${waiting}`;
}
