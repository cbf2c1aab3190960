/** The element that has the keyboard while an analyst moves through events. */
export const rowsId = 'event-rows';

/** Gives the keyboard to the events. */
export function focusRows(): void {
  document.getElementById(rowsId)?.focus({ preventScroll: true });
}

/** The same once what was changed is on the screen. */
export function focusRowsSoon(): void {
  requestAnimationFrame(focusRows);
}
