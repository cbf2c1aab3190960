import { useEffect, useRef } from 'react';

/** How long a first key waits for the second of a pair such as `g e`, ms. */
const pairWithin = 1000;

/** Whether a key goes into a text; the query's editor stands in a shadow root, which hides it from `target`. */
export function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && ['checkbox', 'radio', 'range'].includes(target.type))
    return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** An open dialog or menu has the keyboard to itself. */
export function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

/**
 * Binds keys for as long as a component is shown: `j`, `Escape`, `g e`. They are not taken while somebody types,
 * but for Escape. A binding that answers false leaves the key to the browser.
 */
export function useKeys(bindings: Record<string, (event: KeyboardEvent) => unknown>): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  useEffect(() => {
    let first = { key: '', at: 0 };
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isDialogOpen()) return;
      if (isTyping(event) && event.key !== 'Escape') return;
      const isSecond = first.key !== '' && event.timeStamp - first.at < pairWithin;
      const pair = isSecond ? latest.current[`${first.key} ${event.key}`] : undefined;
      first = { key: event.key, at: event.timeStamp };
      const action = pair ?? latest.current[event.key];
      if (action && action(event) !== false) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
