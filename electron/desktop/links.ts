import { app } from 'electron';
import type { Show } from '../../shared/show.ts';
import { deepLinkOf, linkScheme, parseDeepLink } from './deep-link.ts';

/**
 * Takes the links that the desktop opens the app by, from before the app is ready: at its own start, from a second
 * start, or on a Mac as an event. The listener also hears of a second start without a link.
 */
export function receiveLinks(argv: readonly string[]): (listener: (what: Show | undefined) => void) => void {
  let waiting = deepLinkOf(argv);
  let listener = (what: Show | undefined) => {
    waiting = what ?? waiting;
  };
  app.on('open-url', (event, url) => {
    event.preventDefault();
    listener(parseDeepLink(url));
  });
  app.on('second-instance', (_event, others) => listener(deepLinkOf(others)));
  // From the sources it would point the desktop at a program that may be gone tomorrow.
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
  return (next) => {
    listener = next;
    if (waiting) next(waiting);
  };
}
