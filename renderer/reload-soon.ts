/** A page that reloads more often than this would only flicker, ms. */
const atMostEvery = 60_000;

const key = 'reloaded-at';
let waiting: ReturnType<typeof setTimeout> | undefined;

/**
 * Loads the page again: at once, or where it did so just now, as soon as it may. Until then what was lost is said by
 * what fails; without it, a database that is lost twice within a minute would stay lost until the next start.
 */
export function reloadSoon(): void {
  if (waiting !== undefined) return;
  const last = Number(sessionStorage.getItem(key) ?? 0);
  const wait = Math.min(atMostEvery, Math.max(0, last + atMostEvery - Date.now()));
  waiting = setTimeout(() => {
    sessionStorage.setItem(key, String(Date.now()));
    window.location.reload();
  }, wait);
}
