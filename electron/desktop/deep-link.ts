import { alertIdSchema } from '../../shared/detection.ts';
import { eventKeySchema, type Show } from '../../shared/show.ts';

/** The scheme that the desktop opens the app by. */
export const linkScheme = 'lurescope';

/** Longer than any link of ours. */
const longest = 200;

/**
 * What `lurescope://event/ID` or `lurescope://alert/ID` leads to; undefined for anything else. Any page and any
 * mail can hold such a link, so nothing in it is taken but an id of the one form that ids have.
 */
export function parseDeepLink(link: string): Show | undefined {
  if (link.length > longest) return undefined;
  const match = /^lurescope:\/\/(event|alert)\/([a-z0-9:-]+)\/?$/.exec(link);
  if (!match) return undefined;
  const [, kind, id] = match;
  if (kind === 'event') {
    const event = eventKeySchema.safeParse(id);
    return event.success ? { page: 'explorer', event: event.data } : undefined;
  }
  const alert = alertIdSchema.safeParse(id);
  return alert.success ? { page: 'alerts', alert: alert.data } : undefined;
}

/** The first link in a command line, as a desktop passes it to a program that it starts for it. */
export function deepLinkOf(argv: readonly string[]): Show | undefined {
  const link = argv.find((argument) => argument.startsWith(`${linkScheme}:`));
  return link === undefined ? undefined : parseDeepLink(link);
}
