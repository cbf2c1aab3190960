import { randomBytes } from 'node:crypto';
import { makeCodec } from '../ipc/codec.ts';
import { type IsolatedWorldConfig, startIsolatedWorld } from './isolated-world.ts';
import { denyWindowOpen } from './window-open.ts';
import { makeWorldBridge } from './world-bridge.ts';

/** The two scripts that run before a page's own, and the names they use. */
export interface PageScripts {
  /** Name of the isolated world. */
  world: string;
  binding: string;
  receiver: string;
  mainWorld: string;
  isolatedWorld: string;
}

/**
 * Writes the scripts for a page. Only the top frame of the app's own origin gets the bridge, so that neither a
 * frame nor a page from elsewhere can call the app.
 */
export function pageScripts(preload: string | undefined): PageScripts {
  const secret = randomBytes(16).toString('hex');
  const world = `electron-host-${secret}`;
  const binding = `binding_${secret}`;
  const receiver = `receive_${secret}`;
  const config: IsolatedWorldConfig = {
    binding,
    receiver,
    opened: `open_${secret}`,
    process: { platform: process.platform, arch: process.arch, versions: { node: process.versions.node } },
  };
  const shared = `
    if (self !== top || !/^http:\\/\\/[a-z0-9-]+\\.localhost$/.test(location.origin)) return;
    const codec = (${makeCodec.toString()})();
    const makeWorldBridge = ${makeWorldBridge.toString()};`;
  return {
    world,
    binding,
    receiver,
    mainWorld: `(() => {${shared}
      makeWorldBridge(codec, '${secret}', 'main');
      (${denyWindowOpen.toString()})('${config.opened}');
    })();`,
    isolatedWorld: `(() => {${shared}
      const given = (${startIsolatedWorld.toString()})(codec, makeWorldBridge(codec, '${secret}', 'isolated'), ${JSON.stringify(config)});
      const module = { exports: {} };
      (function (require, process, module, exports, global) {
        ${preload ?? ''}
      })(given.require, given.process, module, module.exports, globalThis);
    })();
    //# sourceURL=preload.js`,
  };
}
