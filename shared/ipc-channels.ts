import type { IpcCall, IpcEvent } from './ipc.ts';

/** Names alone, so that the preload script carries no schema library. Their types hold both lists complete. */
export const callChannels = [
  'app.about',
  'settings.get',
  'settings.change',
  'app.openDataFolder',
  'diagnostics.save',
  'data.export',
  'data.wipe',
  'detection.get',
  'detection.change',
  'alerts.raised',
  'alerts.new',
  'keychain.status',
  'sources.list',
  'sources.test',
  'sources.create',
  'sources.createSample',
  'sources.rename',
  'sources.changeStall',
  'sources.showStall',
  'sources.pause',
  'sources.resume',
  'sources.pollNow',
  'sources.changeCredentials',
  'sources.changeCadence',
  'sources.delete',
  'delivery.ready',
  'delivery.acknowledge',
  'delivery.damaged',
  'store.opened',
  'store.unreadable',
  'store.archived',
  'store.rebuilt',
  'store.removed',
  'storage.status',
  'imports.list',
  'imports.begin',
  'imports.finish',
  'imports.rename',
  'imports.remove',
  'files.begin',
  'files.finish',
  'files.abandon',
  'store.trouble',
  'views.list',
  'views.keep',
] as const satisfies readonly IpcCall[];

export const eventChannels = [
  'sources.changed',
  'settings.changed',
  'detection.changed',
  'delivery.waiting',
  'imports.changed',
  'app.show',
] as const satisfies readonly IpcEvent[];

type Missing<All, Listed> = [Exclude<All, Listed>] extends [never] ? true : Exclude<All, Listed>;

/**
 * Neither list misses a channel of the contract: otherwise this does not compile.
 * @public
 */
export const complete: [
  Missing<IpcCall, (typeof callChannels)[number]>,
  Missing<IpcEvent, (typeof eventChannels)[number]>,
] = [true, true];
