import { existsSync } from 'node:fs';
import dbus, { type Message, type MessageBus } from 'dbus-native';

const SYSTEM_SOCKET = '/var/run/dbus/system_bus_socket';
const SIGNAL = 4;

/** A signal from another program on a bus. */
export type BusSignal = Pick<Message, 'path' | 'interface' | 'member' | 'sender'> & { body: unknown[] };

/** The desktop's message buses, as far as there are any, and what was asked of them before the app started. */
export class Buses {
  readonly session: MessageBus | undefined;
  readonly system: MessageBus | undefined;
  /** Whether somebody shows tray icons. */
  readonly hasTrayWatcher: boolean;
  /** Whether the desktop says that it prefers dark windows. */
  readonly prefersDark: boolean;

  private constructor(found: Pick<Buses, 'session' | 'system' | 'hasTrayWatcher' | 'prefersDark'>) {
    this.session = found.session;
    this.system = found.system;
    this.hasTrayWatcher = found.hasTrayWatcher;
    this.prefersDark = found.prefersDark;
  }

  /** Connects, and asks what the app may want to know without waiting. */
  static async connect(): Promise<Buses> {
    const hasSystem = Boolean(process.env.DBUS_SYSTEM_BUS_ADDRESS) || existsSync(SYSTEM_SOCKET);
    const [session, system] = await Promise.all([
      process.env.DBUS_SESSION_BUS_ADDRESS ? reach('session', () => dbus.sessionBus()) : undefined,
      hasSystem ? reach('system', () => dbus.systemBus()) : undefined,
    ]);
    const [hasTrayWatcher, prefersDark] = session
      ? await Promise.all([
          session.nameHasOwner('org.kde.StatusNotifierWatcher').then(Boolean, () => false),
          asksForDark(session),
        ])
      : [false, false];
    return new Buses({ session, system, hasTrayWatcher, prefersDark });
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.session?.close(), this.system?.close()]);
  }
}

/** Listens for signals of one interface; resolves when the bus delivers them. */
export async function onSignal(
  bus: MessageBus,
  interfaceName: string,
  listener: (signal: BusSignal) => void,
): Promise<void> {
  bus.connection.on('message', (message: Message) => {
    if (message.type !== SIGNAL || message.interface !== interfaceName) return;
    listener({ ...message, body: message.body ?? [] });
  });
  await bus.watch(`type='signal',interface='${interfaceName}'`);
}

/** A bus that answers, or undefined. */
async function reach(which: string, connect: () => MessageBus): Promise<MessageBus | undefined> {
  try {
    const bus = connect();
    bus.connection.on('error', (error) => console.error(`Chromium host: ${which} bus: ${error.message}`));
    await bus.invoke(
      {
        destination: 'org.freedesktop.DBus',
        path: '/org/freedesktop/DBus',
        interface: 'org.freedesktop.DBus',
        member: 'GetId',
      },
      { timeout: 2_000 },
    );
    return bus;
  } catch {
    return undefined;
  }
}

async function asksForDark(session: MessageBus): Promise<boolean> {
  try {
    if (!(await session.nameHasOwner('org.freedesktop.portal.Desktop'))) return false;
    const answer: unknown = await session.invoke(
      {
        destination: 'org.freedesktop.portal.Desktop',
        path: '/org/freedesktop/portal/desktop',
        interface: 'org.freedesktop.portal.Settings',
        member: 'Read',
        signature: 'ss',
        body: ['org.freedesktop.appearance', 'color-scheme'],
      },
      { timeout: 1_000 },
    );
    return answer === 1;
  } catch {
    return false;
  }
}
