import { app } from 'electron';

/** The number on the app's icon, where the desktop shows one; set only when it changes. */
export function createBadge(): (count: number) => void {
  let shown = 0;
  return (count) => {
    if (count === shown) return;
    shown = count;
    app.setBadgeCount(count);
  };
}
