import { defang } from '../../shared/indicators/defang.ts';

/**
 * Puts text on the clipboard. The page has no clipboard permission and needs none: within a key press or a click
 * the browser lets it fill a copy of its own.
 * @returns whether the browser took it
 */
export function copyText(text: string): boolean {
  const fill = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
  };
  document.addEventListener('copy', fill, { once: true });
  try {
    return document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', fill);
  }
}

/** The way values are copied by default: they cannot be clicked where they are pasted. */
export function copyDefanged(text: string): boolean {
  return copyText(defang(text));
}
