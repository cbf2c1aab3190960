import type { MenuItemConstructorOptions } from 'electron';
import { HostEmitter, notSupported } from '../unsupported.ts';

/** One line of a menu, with what the app asked for. */
export class HostMenuItem extends HostEmitter {
  readonly id: string;
  readonly type: NonNullable<MenuItemConstructorOptions['type']>;
  readonly role: MenuItemConstructorOptions['role'];
  readonly accelerator: MenuItemConstructorOptions['accelerator'];
  readonly submenu: HostMenu | undefined;
  label: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  click: (...args: unknown[]) => void;

  constructor(options: MenuItemConstructorOptions) {
    super();
    const { submenu } = options;
    this.id = options.id ?? '';
    this.role = options.role;
    this.accelerator = options.accelerator;
    this.submenu = Array.isArray(submenu)
      ? HostMenu.buildFromTemplate(submenu)
      : (submenu as HostMenu | undefined);
    this.type = options.type ?? (submenu ? 'submenu' : 'normal');
    this.label = options.label ?? options.role ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.click = () => {
      if (this.type === 'checkbox') this.checked = !this.checked;
      if (!options.click && this.role) throw notSupported(`the menu role ${this.role}`);
      options.click?.(this as never, undefined, {} as never);
    };
  }
}

/** Electron's `Menu`: shown by a tray; Chromium's windows have no place for an application menu. */
export class HostMenu extends HostEmitter {
  static #application: HostMenu | null = null;
  readonly items: HostMenuItem[] = [];

  static buildFromTemplate(template: (MenuItemConstructorOptions | HostMenuItem)[]): HostMenu {
    const menu = new HostMenu();
    for (const item of template) menu.append(item instanceof HostMenuItem ? item : new HostMenuItem(item));
    return menu;
  }

  static setApplicationMenu(menu: HostMenu | null): void {
    HostMenu.#application = menu;
  }

  static getApplicationMenu(): HostMenu | null {
    return HostMenu.#application;
  }

  append(item: HostMenuItem): void {
    this.items.push(item);
  }

  insert(position: number, item: HostMenuItem): void {
    this.items.splice(position, 0, item);
  }

  getMenuItemById(id: string): HostMenuItem | null {
    for (const item of this.items) {
      if (item.id === id) return item;
      const inside = item.submenu?.getMenuItemById(id);
      if (inside) return inside;
    }
    return null;
  }

  popup(): void {
    throw notSupported('Menu.popup');
  }
}
