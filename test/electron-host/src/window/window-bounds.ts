import type { Rectangle } from 'electron';
import type { Protocol } from '../cdp/connection.ts';
import type { Host } from '../host.ts';
import type { PageTarget } from './page-target.ts';

/** Moves and sizes a window; pages without a window have only the size of their page. */
export async function moveWindow(host: Host, page: PageTarget, bounds: Partial<Rectangle>): Promise<void> {
  if (host.options.headless) return;
  await setBounds(host, page, {
    ...(bounds.x === undefined ? {} : { left: bounds.x }),
    ...(bounds.y === undefined ? {} : { top: bounds.y }),
    ...(bounds.width === undefined ? {} : { width: bounds.width }),
    ...(bounds.height === undefined ? {} : { height: bounds.height }),
  });
}

/** Minimises or maximises a window, or brings it back. */
export async function setWindowState(
  host: Host,
  page: PageTarget,
  state: 'normal' | 'minimized' | 'maximized',
): Promise<void> {
  if (host.options.headless) return;
  await setBounds(host, page, { windowState: state });
}

/** Where the user has put the window, unless it is minimised. */
export async function readWindow(host: Host, page: PageTarget): Promise<Rectangle | undefined> {
  if (host.options.headless) return undefined;
  const { bounds } = await host.browser.connection.browser.send('Browser.getWindowForTarget', {
    targetId: page.targetId,
  });
  if (bounds.windowState !== 'normal') return undefined;
  return { x: bounds.left ?? 0, y: bounds.top ?? 0, width: bounds.width ?? 0, height: bounds.height ?? 0 };
}

async function setBounds(host: Host, page: PageTarget, bounds: Protocol.Browser.Bounds): Promise<void> {
  const { browser } = host.browser.connection;
  const { windowId } = await browser.send('Browser.getWindowForTarget', { targetId: page.targetId });
  await browser.send('Browser.setWindowBounds', { windowId, bounds });
}
