import type { MenuItemConstructorOptions } from 'electron';
import { helpTopics, type Show } from '../../shared/show.ts';

export interface MenuOptions {
  platform: NodeJS.Platform;
  show(what: Show): void;
  saveDiagnostics(): void;
  /** Hides the window: polling goes on. */
  closeWindow(): void;
}

const topicNames: Record<(typeof helpTopics)[number], string> = {
  guide: 'Guide',
  'query-language': 'Query language',
  guarantees: 'What is promised',
};

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** A menu's line that leads to a page. */
function lead(
  options: MenuOptions,
  label: string,
  what: Show,
  accelerator?: string,
): MenuItemConstructorOptions {
  return { label, ...(accelerator ? { accelerator } : {}), click: () => options.show(what) };
}

function fileMenu(options: MenuOptions): MenuItemConstructorOptions {
  const isMac = options.platform === 'darwin';
  const settings = lead(options, 'Settings…', { page: 'settings' }, 'CmdOrCtrl+,');
  return {
    label: '&File',
    submenu: [
      lead(options, 'New source…', { page: 'new-source' }, 'CmdOrCtrl+N'),
      separator,
      { label: 'Save diagnostics…', click: options.saveDiagnostics },
      separator,
      { label: 'Close window', accelerator: 'CmdOrCtrl+W', click: options.closeWindow },
      ...(isMac
        ? []
        : [settings, separator, { role: 'quit' as const, label: 'Quit', accelerator: 'Ctrl+Q' }]),
    ],
  };
}

/** On a Mac the first menu is the app's own. */
function appMenu(options: MenuOptions): MenuItemConstructorOptions {
  return {
    label: 'Lurescope',
    submenu: [
      lead(options, 'About Lurescope', { page: 'about' }),
      separator,
      lead(options, 'Settings…', { page: 'settings' }, 'Cmd+,'),
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
}

/** The menus of the app, as a template. Everything they hold can be reached without them as well. */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = options.platform === 'darwin';
  return [
    ...(isMac ? [appMenu(options)] : []),
    fileMenu(options),
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: '&Go',
      submenu: [
        lead(options, 'Explorer', { page: 'explorer' }, 'CmdOrCtrl+1'),
        lead(options, 'Sources', { page: 'sources' }, 'CmdOrCtrl+2'),
        lead(options, 'Settings', { page: 'settings' }, 'CmdOrCtrl+3'),
      ],
    },
    {
      label: '&Window',
      role: 'window',
      submenu: [{ role: 'minimize' }, ...(isMac ? [{ role: 'zoom' as const }] : [])],
    },
    {
      label: '&Help',
      role: 'help',
      submenu: [
        ...helpTopics.map((topic) => lead(options, topicNames[topic], { page: 'help', topic })),
        lead(options, 'Keyboard', { page: 'keys' }),
        ...(isMac ? [] : [separator, lead(options, 'About Lurescope', { page: 'about' })]),
      ],
    },
  ];
}
