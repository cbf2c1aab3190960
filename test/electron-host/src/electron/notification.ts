import { pathToFileURL } from 'node:url';
import { type MessageBus, Variant } from 'dbus-native';
import type { Notification, NotificationConstructorOptions } from 'electron';
import { onSignal } from '../dbus/buses.ts';
import type { Host } from '../host.ts';
import { HostEmitter, HostEvent } from '../unsupported.ts';

const SERVICE = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
const URGENCY = { low: 0, normal: 1, critical: 2 } as const;

/** Sends notifications to the desktop and passes on what the user does with them. */
class Desk {
  readonly #bus: MessageBus;
  readonly #shown = new Map<number, HostNotification>();
  readonly #listening: Promise<void>;

  constructor(bus: MessageBus) {
    this.#bus = bus;
    this.#listening = onSignal(bus, SERVICE, ({ member, body }) => {
      const id = Number(body[0]);
      if (member === 'ActionInvoked') this.#shown.get(id)?.acted(String(body[1]));
      if (member !== 'NotificationClosed') return;
      const closed = this.#shown.get(id);
      this.#shown.delete(id);
      closed?.closedBy(Number(body[1]));
    });
  }

  async show(notification: HostNotification, appName: string, replaces: number): Promise<number> {
    await this.#listening;
    const actions = [
      'default',
      'Open',
      ...notification.actions.flatMap((action, index) => [`action-${index}`, action.text ?? '']),
    ];
    const hints: Record<string, Variant> = { urgency: new Variant('y', URGENCY[notification.urgency]) };
    if (notification.silent) hints['suppress-sound'] = new Variant('b', true);
    const timeout = notification.timeoutType === 'never' ? 0 : -1;
    const body = [
      appName,
      replaces,
      notification.iconName,
      notification.title,
      notification.body,
      actions,
      hints,
      timeout,
    ];
    const id = Number(await this.#call('Notify', 'susssasa{sv}i', body));
    this.#shown.set(id, notification);
    return id;
  }

  async close(id: number): Promise<void> {
    await this.#call('CloseNotification', 'u', [id]);
  }

  #call(member: string, signature: string, body: unknown[]): PromiseLike<unknown> {
    return this.#bus.invoke({
      destination: SERVICE,
      path: PATH,
      interface: SERVICE,
      member,
      signature,
      body,
    });
  }
}

type Implemented = Pick<
  Notification,
  'show' | 'close' | 'title' | 'body' | 'silent' | 'urgency' | 'timeoutType' | 'actions'
>;

/** Electron's `Notification` on the desktop's own notification service. */
export class HostNotification extends HostEmitter implements Implemented {
  title: string;
  body: string;
  silent: boolean;
  urgency: 'normal' | 'critical' | 'low';
  timeoutType: 'default' | 'never';
  actions: NonNullable<NotificationConstructorOptions['actions']>;
  readonly iconName: string;
  readonly #desk: Desk | undefined;
  readonly #appName: string;
  #id = 0;

  constructor(desk: Desk | undefined, appName: string, options: NotificationConstructorOptions = {}) {
    super();
    this.#desk = desk;
    this.#appName = appName;
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
    this.urgency = options.urgency ?? 'normal';
    this.timeoutType = options.timeoutType ?? 'default';
    this.actions = options.actions ?? [];
    this.iconName = typeof options.icon === 'string' && options.icon ? pathToFileURL(options.icon).href : '';
  }

  show(): void {
    if (!this.#desk) {
      queueMicrotask(() => this.#failed('there is no session bus'));
      return;
    }
    this.#desk.show(this, this.#appName, this.#id).then(
      (id) => {
        this.#id = id;
        this.emit('show', new HostEvent());
      },
      (error: unknown) => this.#failed(error instanceof Error ? error.message : String(error)),
    );
  }

  close(): void {
    if (this.#id === 0) return;
    this.#desk?.close(this.#id).catch(() => undefined);
  }

  /** The user chose an action; the default one is a click on the notification. */
  acted(key: string): void {
    const index = /^action-(\d+)$/.exec(key)?.[1];
    if (index === undefined) this.emit('click', new HostEvent());
    else this.emit('action', new HostEvent({ actionIndex: Number(index) }), Number(index));
  }

  /** The notification has gone; the reasons are those of the desktop's specification. */
  closedBy(reason: number): void {
    this.#id = 0;
    this.emit(
      'close',
      new HostEvent({
        reason: reason === 1 ? 'timedOut' : reason === 2 ? 'userCanceled' : 'applicationHidden',
      }),
    );
  }

  #failed(reason: string): void {
    console.error(`Chromium host: a notification could not be shown: ${reason}`);
    this.emit('failed', new HostEvent(), reason);
  }
}

/** The class that the app gets as `Notification`. */
export function notificationClass(host: Host) {
  const { session } = host.buses;
  let desk: Desk | undefined;
  return class Notification extends HostNotification {
    constructor(options?: NotificationConstructorOptions) {
      if (session) desk ??= new Desk(session);
      super(desk, host.app.name, options);
    }

    static isSupported(): boolean {
      return session !== undefined;
    }
  };
}
