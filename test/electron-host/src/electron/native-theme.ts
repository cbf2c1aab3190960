import type { NativeTheme } from 'electron';
import type { Host } from '../host.ts';
import { HostEmitter } from '../unsupported.ts';

type Implemented = Pick<
  NativeTheme,
  'themeSource' | 'shouldUseDarkColors' | 'shouldUseHighContrastColors' | 'prefersReducedTransparency'
>;

/** Electron's `nativeTheme`; the source is applied to every page as its preferred colour scheme. */
export class HostNativeTheme extends HostEmitter implements Implemented {
  readonly shouldUseHighContrastColors = false;
  readonly prefersReducedTransparency = false;
  readonly #host: Host;
  #source: NativeTheme['themeSource'] = 'system';

  constructor(host: Host) {
    super();
    this.#host = host;
  }

  get themeSource(): NativeTheme['themeSource'] {
    return this.#source;
  }

  set themeSource(source: NativeTheme['themeSource']) {
    if (!['system', 'light', 'dark'].includes(source))
      throw new TypeError(`Error processing argument: ${source}`);
    const before = this.shouldUseDarkColors;
    this.#source = source;
    for (const window of this.#host.app.windows())
      window.webContents.page?.applyTheme().catch(() => undefined);
    if (this.shouldUseDarkColors !== before) this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#host.buses.prefersDark : this.#source === 'dark';
  }
}
