import { existsSync, readFileSync } from 'node:fs';
import dbus, { Variant } from 'dbus-native';

/** A notification as the desktop's notification server received it over D-Bus. */
export interface ReceivedNotification {
  /** The server numbers what it receives from 1. */
  id: number;
  app: string;
  title: string;
  body: string;
}

/** dbusmock prints a call as `TIME Notify "APP" REPLACES "ICON" "TITLE" "BODY" …`, its texts quoted with escapes. */
const callPattern =
  /^\S+ Notify "((?:[^"\\]|\\.)*)" \d+ "(?:[^"\\]|\\.)*" "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"/;

function unquoted(text: string): string {
  return text.replaceAll(/\\(.)/g, '$1');
}

/** Whether this session has a notification server that can be read. */
export function hasNotificationServer(): boolean {
  const path = process.env.LURESCOPE_NOTIFICATIONS;
  return path !== undefined && existsSync(path);
}

function allNotifications(): ReceivedNotification[] {
  const path = process.env.LURESCOPE_NOTIFICATIONS;
  if (!path) throw new Error('There is no notification server in this session.');
  const calls = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => callPattern.exec(line))
    .filter((match) => match !== null);
  return calls.map((match, index) => {
    const [, app = '', title = '', body = ''] = match.map(unquoted);
    return { id: index + 1, app, title, body };
  });
}

/** All notifications with a text, such as the name of a source, in the order the server received them. */
export function receivedNotifications(text: string): ReceivedNotification[] {
  return allNotifications().filter(({ title, body }) => title.includes(text) || body.includes(text));
}

/** Does what the desktop does when somebody clicks a notification. */
export async function clickNotification(notification: ReceivedNotification | undefined): Promise<void> {
  if (!notification) throw new Error('There is no such notification.');
  const bus = dbus.sessionBus();
  await bus.invoke({
    destination: 'org.freedesktop.Notifications',
    path: '/org/freedesktop/Notifications',
    interface: 'org.freedesktop.DBus.Mock',
    member: 'EmitSignal',
    signature: 'sssav',
    body: [
      'org.freedesktop.Notifications',
      'ActionInvoked',
      'us',
      [new Variant('u', notification.id), new Variant('s', 'default')],
    ],
  });
  await bus.close();
}
