import { Radar, ScanSearch, Settings as SettingsIcon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import styles from './app-shell.module.css';
import { useSources } from './model/sources.ts';
import { StatusLine } from './status-line.tsx';
import { PlainDialog } from './ui/dialog.tsx';
import { useKeys } from './ui/keyboard.ts';

const pages = [
  { path: '/', name: 'Explorer', key: 'e', icon: ScanSearch },
  { path: '/sources', name: 'Sources', key: 's', icon: Radar },
  { path: '/settings', name: 'Settings', key: ',', icon: SettingsIcon },
] as const;

const keys = [
  ['g e', 'Explorer'],
  ['g s', 'Sources'],
  ['g ,', 'Settings'],
  ['/', 'Search'],
  ['j  k', 'Next, previous event'],
  ['Enter', 'Open the event'],
  ['Esc', 'Back: close the event, leave the search'],
  ['c', "Copy the event's subject or URL, defanged"],
  ['r', 'Reset all filters'],
  ['?', 'This list'],
] as const;

function KeyList({ open, onClose }: { open: boolean; onClose(): void }) {
  return (
    <PlainDialog open={open} title="Keyboard" onClose={onClose}>
      <dl className={styles.keys}>
        {keys.map(([key, meaning]) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>
              <kbd className={styles.kbd}>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </PlainDialog>
  );
}

/** Rail, content and status line: what every screen has around it. */
export function AppShell({ children }: { children: ReactNode }) {
  const [path, go] = useHashLocation();
  const [showsKeys, setShowsKeys] = useState(false);
  const needsLook = useSources((model) =>
    (model.sources ?? []).some(({ state }) => state === 'failing' || state === 'stalled'),
  );
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
      <KeyList open={showsKeys} onClose={() => setShowsKeys(false)} />
    </div>
  );
}
