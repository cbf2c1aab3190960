import { Radar, ScanSearch, Settings as SettingsIcon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import type { SettingsPatch } from '../shared/settings.ts';
import styles from './app-shell.module.css';
import { CommandPalette } from './command-palette.tsx';
import { KeyList } from './key-list.tsx';
import { useCommands } from './model/commands.ts';
import { chooseFiles } from './model/importing.ts';
import { useSettings } from './model/settings.ts';
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
  { path: '/sources', name: 'Sources', key: 's', icon: Radar },
  { path: '/settings', name: 'Settings', key: ',', icon: SettingsIcon },
] as const;

/** What can be done on every screen. */
function useShellCommands(go: (path: string) => void, showKeys: () => void): void {
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
      {
        id: 'import files',
        group: 'Files',
        title: 'Import files',
        keywords: ['open', 'upload', 'json', 'ndjson', 'parquet'],
        run: () => chooseFiles(services),
      },
      { id: 'keys', group: 'Help', title: 'List of keys', keys: '?', run: showKeys },
    ];
  });
}

/** Rail, content and status line: what every screen has around it. */
export function AppShell({ children }: { children: ReactNode }) {
  const [path, go] = useHashLocation();
  const [showsKeys, setShowsKeys] = useState(false);
  const needsLook = useSources((model) =>
    (model.sources ?? []).some(({ state }) => state === 'failing' || state === 'stalled'),
  );
  useShellCommands(go, () => setShowsKeys(true));
  useKeys({
    'g e': () => go('/'),
    'g s': () => go('/sources'),
    'g ,': () => go('/settings'),
    '?': () => setShowsKeys(true),
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
            {target === '/sources' && needsLook ? (
              <span className={styles.badge} role="img" aria-label="needs a look" />
            ) : null}
          </a>
        ))}
      </nav>
      <div className={styles.content}>{children}</div>
      <StatusLine />
      <CommandPalette />
      <KeyList open={showsKeys} onClose={() => setShowsKeys(false)} />
    </div>
  );
}
