import { type DefinedInterface, defineInterface, type MessageBus } from 'dbus-native';
import type { Tray } from 'electron';
import { MENU_PATH, TrayMenu } from '../dbus/tray-menu.ts';
import type { Host } from '../host.ts';
import { HostEmitter, HostEvent, notSupported } from '../unsupported.ts';
import type { HostMenu } from './menu.ts';
import { HostNativeImage } from './native-image.ts';
import { toArgb } from './png.ts';

const ITEM_PATH = '/StatusNotifierItem';
const ITEM = 'org.kde.StatusNotifierItem';
const WATCHER = 'org.kde.StatusNotifierWatcher';

type Image = HostNativeImage | string;
type Implemented = Pick<Tray, 'setToolTip' | 'setTitle' | 'getTitle' | 'destroy' | 'isDestroyed'>;
let lastTray = 0;

/** Electron's `Tray` as a StatusNotifierItem, which is what Linux desktops show. */
class HostTray extends HostEmitter implements Implemented {
  readonly #bus: MessageBus;
  readonly #menu = new TrayMenu();
  readonly #item: DefinedInterface;
  readonly #name: string;
  readonly #id: string;
  #image: HostNativeImage;
  #toolTip = '';
  #title: string;
  #destroyed = false;

  constructor(host: Host, image: Image) {
    super();
    const { session, hasTrayWatcher } = host.buses;
    if (!session || !hasTrayWatcher) throw notSupported('Tray (no StatusNotifierWatcher on the session bus)');
    if (lastTray > 0) throw notSupported('a second Tray');
    lastTray += 1;
    this.#bus = session;
    this.#id = host.appPackage.name;
    this.#title = host.app.name;
    this.#image = toImage(image);
    this.#name = `${ITEM}-${process.pid}-${lastTray}`;
    this.#item = this.#define();
    this.#register().catch((error: unknown) =>
      console.error(`Chromium host: the tray icon is not shown: ${String(error)}`),
    );
  }

  setImage(image: Image): void {
    this.#image = toImage(image);
    this.#signal('NewIcon');
  }

  setToolTip(toolTip: string): void {
    this.#toolTip = toolTip;
    this.#signal('NewToolTip');
  }

  setTitle(title: string): void {
    this.#title = title;
    this.#signal('NewTitle');
  }

  getTitle(): string {
    return this.#title;
  }

  setContextMenu(menu: HostMenu | null): void {
    this.#menu.set(menu ?? undefined);
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    lastTray = 0;
    this.#bus.releaseName(this.#name).catch(() => undefined);
    this.#bus.unexportInterface(ITEM_PATH);
    this.#bus.unexportInterface(MENU_PATH);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  async #register(): Promise<void> {
    await this.#bus.export(MENU_PATH, this.#menu.definition);
    await this.#bus.export(ITEM_PATH, this.#item);
    await this.#bus.ownName(this.#name);
    await this.#bus.invoke({
      destination: WATCHER,
      path: '/StatusNotifierWatcher',
      interface: WATCHER,
      member: 'RegisterStatusNotifierItem',
      signature: 's',
      body: [this.#name],
    });
  }

  #signal(name: 'NewIcon' | 'NewToolTip' | 'NewTitle'): void {
    // Before the item is exported there is nobody to tell; whoever reads it then gets the newest.
    if (this.#bus.exportedObjects[ITEM_PATH]) this.#item.emit[name]?.();
  }

  #pixmap(): [number, number, Buffer][] {
    if (this.#image.isEmpty()) return [];
    const pixels = this.#image.pixels();
    return [[pixels.width, pixels.height, toArgb(pixels)]];
  }

  #define(): DefinedInterface {
    const point = { x: 'i', y: 'i' };
    const read = (type: string, get: () => unknown) => ({ type, access: 'read' as const, get });
    const clicked = (event: string) => ({
      in: point,
      out: {},
      handler: () => void this.emit(event, new HostEvent()),
    });
    return defineInterface({
      name: ITEM,
      methods: {
        Activate: clicked('click'),
        SecondaryActivate: clicked('middle-click'),
        ContextMenu: clicked('right-click'),
        Scroll: { in: { delta: 'i', orientation: 's' }, out: {}, handler: () => undefined },
      },
      properties: {
        Category: read('s', () => 'ApplicationStatus'),
        Id: read('s', () => this.#id),
        Title: read('s', () => this.#title),
        Status: read('s', () => 'Active'),
        WindowId: read('i', () => 0),
        IconName: read('s', () => ''),
        IconPixmap: read('a(iiay)', () => this.#pixmap()),
        OverlayIconName: read('s', () => ''),
        OverlayIconPixmap: read('a(iiay)', () => []),
        AttentionIconName: read('s', () => ''),
        AttentionIconPixmap: read('a(iiay)', () => []),
        ToolTip: read('(sa(iiay)ss)', () => ['', [], this.#toolTip, '']),
        ItemIsMenu: read('b', () => false),
        Menu: read('o', () => MENU_PATH),
      },
      signals: { NewIcon: {}, NewToolTip: {}, NewTitle: {}, NewStatus: { args: { status: 's' } } },
    });
  }
}

function toImage(image: Image): HostNativeImage {
  const made = typeof image === 'string' ? HostNativeImage.fromPath(image) : image;
  // Decoded here, so that a picture that cannot be shown is refused where the app gives it.
  if (!made.isEmpty()) made.pixels();
  return made;
}

/** The class that the app gets as `Tray`. */
export function trayClass(host: Host) {
  return class Tray extends HostTray {
    constructor(image: Image) {
      super(host, image);
    }
  };
}
