/** A page that reloads more often than this would only flicker, ms. */
const atMostEvery = 60_000;

const key = 'reloaded-at';

/** Loads the page again, unless it did just now: what was lost then is said by what fails next. */
export function reloadOnce(): void {
  const last = Number(sessionStorage.getItem(key) ?? 0);
  if (Date.now() - last < atMostEvery) return;
  sessionStorage.setItem(key, String(Date.now()));
  window.location.reload();
}
