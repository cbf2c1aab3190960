import { Bell, ListChecks, Radar, ScanSearch, Settings as SettingsIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import type { SettingsPatch } from '../shared/settings.ts';
import { AboutDialog } from './about.tsx';
import styles from './app-shell.module.css';
import { CommandPalette } from './command-palette.tsx';
import { KeyList } from './key-list.tsx';
import { useAlerts } from './model/alerts.ts';
import { useCommands } from './model/commands.ts';
import { chooseFiles } from './model/importing.ts';
import { paths } from './model/navigation.ts';
import { useSettings } from './model/settings.ts';
import { openDialog, useShell } from './model/shell.ts';
import { useSources } from './model/sources.ts';
import { useServices } from './services.ts';
import { StatusLine } from './status-line.tsx';
import { useKeys } from './ui/keyboard.ts';

const themes = [
  ['system', "Theme: the system's"],
  ['light', 'Theme: light'],
  ['dark', 'Theme: dark'],
] as const;

const zones = [
  ['local', 'Times: local'],
  ['utc', 'Times: UTC'],
] as const;

const pages = [
  { path: '/', name: 'Explorer', key: 'e', icon: ScanSearch },
  { path: '/alerts', name: 'Alerts', key: 'a', icon: Bell },
  { path: '/sources', name: 'Sources', key: 's', icon: Radar },
  { path: '/detections', name: 'Detections', key: 'd', icon: ListChecks },
  { path: '/settings', name: 'Settings', key: ',', icon: SettingsIcon },
] as const;

/** What can be done on every screen. */
function useShellCommands(go: (path: string) => void): void {
  const services = useServices();
  const { bridge } = services;
  useCommands(() => {
    const { settings } = useSettings.getState();
    const change = (patch: SettingsPatch) => void bridge.call('settings.change', patch);
    return [
      ...pages.map(({ path, name, key }) => ({
        id: `page ${name}`,
        group: 'Go to',
        title: name,
        keys: `g ${key}`,
        run: () => go(path),
      })),
      ...themes.map(([theme, title]) => ({
        id: `theme ${theme}`,
        group: 'Appearance',
        title,
        isOn: settings.theme === theme,
        run: () => change({ theme }),
      })),
      ...zones.map(([timeZone, title]) => ({
        id: `zone ${timeZone}`,
        group: 'Appearance',
        title,
        isOn: settings.timeZone === timeZone,
        run: () => change({ timeZone }),
      })),
      { id: 'keys', group: 'Help', title: 'List of keys', keys: '?', run: () => openDialog('keys') },
      { id: 'help', group: 'Help', title: 'Guide', run: () => go(paths.help('guide')) },
      { id: 'about', group: 'Help', title: 'About Lurescope', run: () => openDialog('about') },
      {
        id: 'import files',
        group: 'Files',
        title: 'Import files',
        keywords: ['open', 'upload', 'json', 'ndjson', 'parquet'],
        run: () => chooseFiles(services),
      },
    ];
  });
}

/** Rail, content and status line: what every screen has around it. */
export function AppShell({ children }: { children: ReactNode }) {
  const [path, go] = useHashLocation();
  const dialog = useShell((model) => model.dialog);
  const closeDialog = () => openDialog(undefined);
  const needsLook = useSources((model) =>
    (model.sources ?? []).some(({ state }) => state === 'failing' || state === 'stalled'),
  );
  useShellCommands(go);
  const unseen = useAlerts((model) => model.unseen);
  useKeys({
    'g e': () => go('/'),
    'g a': () => go('/alerts'),
    'g s': () => go('/sources'),
    'g d': () => go('/detections'),
    'g ,': () => go('/settings'),
    '?': () => openDialog('keys'),
  });
  return (
    <div className={styles.shell}>
      <nav className={styles.rail} aria-label="Pages">
        <img className={styles.mark} src="./icons/app.png" alt="" />
        {pages.map(({ path: target, name, key, icon: Icon }) => (
          <a
            key={target}
            className={styles.item}
            href={`#${target}`}
            title={`${name} (g ${key})`}
            {...((target === '/' ? path === '/' : path.startsWith(target))
              ? { 'aria-current': 'page' as const }
              : {})}
          >
            <Icon size={20} aria-hidden />
            {name}
            {target === '/alerts' && unseen > 0 ? (
              <span className={styles.number} role="img" aria-label={`${unseen} new`}>
                {unseen > 99 ? '99+' : unseen}
              </span>
            ) : null}
            {target === '/sources' && needsLook ? (
              <span className={styles.badge} role="img" aria-label="needs a look" />
            ) : null}
          </a>
        ))}
      </nav>
      <div className={styles.content}>{children}</div>
      <StatusLine />
      <CommandPalette />
      <KeyList open={dialog === 'keys'} onClose={closeDialog} />
      <AboutDialog open={dialog === 'about'} onClose={closeDialog} />
    </div>
  );
}
