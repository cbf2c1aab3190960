import { type DefinedInterface, defineInterface, Variant } from 'dbus-native';
import type { HostMenu, HostMenuItem } from '../electron/menu.ts';

/** Where the menu of a tray is on the bus. */
export const MENU_PATH = '/MenuBar';
const NAME = 'com.canonical.dbusmenu';

type Layout = [id: number, properties: Record<string, Variant>, children: Variant[]];

/** A menu as the desktop's panels read it (`com.canonical.dbusmenu`). */
export class TrayMenu {
  readonly definition: DefinedInterface;
  #menu: HostMenu | undefined;
  #items = new Map<number, HostMenuItem>();
  #revision = 1;

  constructor() {
    const layout = {
      in: { parentId: 'i', recursionDepth: 'i', propertyNames: 'as' },
      out: { revision: 'u', layout: '(ia{sv}av)' },
      handler: ({ parentId, recursionDepth }: { parentId: number; recursionDepth: number }) => ({
        revision: this.#revision,
        layout: this.#layout(parentId, recursionDepth),
      }),
    };
    const groups = {
      in: { ids: 'ai', propertyNames: 'as' },
      out: { properties: 'a(ia{sv})' },
      handler: ({ ids }: { ids: number[] }) =>
        [...this.#items]
          .filter(([id]) => ids.length === 0 || ids.includes(id))
          .map(([id, item]) => [id, properties(item)]),
    };
    const event = {
      in: { id: 'i', eventId: 's', data: 'v', timestamp: 'u' },
      out: {},
      handler: ({ id, eventId }: { id: number; eventId: string }) => {
        if (eventId === 'clicked') this.#items.get(id)?.click();
      },
    };
    this.definition = defineInterface({
      name: NAME,
      methods: {
        GetLayout: layout,
        GetGroupProperties: groups,
        GetProperty: {
          in: { id: 'i', name: 's' },
          out: { value: 'v' },
          handler: ({ id, name }: { id: number; name: string }) => {
            const item = this.#items.get(id);
            return (item && properties(item)[name]) ?? new Variant('s', '');
          },
        },
        Event: event,
        AboutToShow: { in: { id: 'i' }, out: { needUpdate: 'b' }, handler: () => false },
      },
      properties: {
        Version: { type: 'u', access: 'read', get: () => 3 },
        Status: { type: 's', access: 'read', get: () => 'normal' },
        TextDirection: { type: 's', access: 'read', get: () => 'ltr' },
        IconThemePath: { type: 'as', access: 'read', get: () => [] },
      },
      signals: { LayoutUpdated: { args: { revision: 'u', parent: 'i' } } },
    });
  }

  /** Replaces the menu; panels that show it read it again. */
  set(menu: HostMenu | undefined): void {
    this.#menu = menu;
    this.#items = new Map();
    this.#number(menu);
    this.#revision += 1;
    this.definition.emit.LayoutUpdated?.(this.#revision, 0);
  }

  #number(menu: HostMenu | undefined): void {
    for (const item of menu?.items ?? []) {
      this.#items.set(this.#items.size + 1, item);
      this.#number(item.submenu);
    }
  }

  #layout(parentId: number, depth: number): Layout {
    const parent = this.#items.get(parentId);
    const menu = parentId === 0 ? this.#menu : parent?.submenu;
    const children =
      depth === 0
        ? []
        : (menu?.items ?? []).map(
            (item) =>
              new Variant('(ia{sv}av)', this.#layout(this.#idOf(item), depth > 0 ? depth - 1 : depth)),
          );
    return [
      parentId,
      parent ? properties(parent) : { 'children-display': new Variant('s', 'submenu') },
      children,
    ];
  }

  #idOf(item: HostMenuItem): number {
    return [...this.#items].find(([, other]) => other === item)?.[0] ?? 0;
  }
}

function properties(item: HostMenuItem): Record<string, Variant> {
  const common = { enabled: new Variant('b', item.enabled), visible: new Variant('b', item.visible) };
  if (item.type === 'separator') return { ...common, type: new Variant('s', 'separator') };
  const toggles = item.type === 'checkbox' || item.type === 'radio';
  return {
    ...common,
    // An underscore marks an access key there, an ampersand here.
    label: new Variant('s', item.label.replaceAll('_', '__').replace(/&(?=\S)/, '_')),
    ...(toggles
      ? {
          'toggle-type': new Variant('s', item.type === 'radio' ? 'radio' : 'checkmark'),
          'toggle-state': new Variant('i', item.checked ? 1 : 0),
        }
      : {}),
    ...(item.submenu ? { 'children-display': new Variant('s', 'submenu') } : {}),
  };
}
