import type { About, KeychainStatus } from '../shared/ipc.ts';
import type { NewOutgoing } from '../shared/outgoing-file.ts';
import type { Settings } from '../shared/settings.ts';
import type { Imports } from './files/imports.ts';
import type { OutgoingFiles } from './files/outgoing-files.ts';
import type { Delivery } from './ingest/delivery.ts';
import type { Storage } from './ingest/storage.ts';
import type { IpcHandlers } from './ipc.ts';
import type { SiemClient } from './proofpoint/siem-client.ts';
import { testConnection } from './sources/connection-test.ts';
import type { Document } from './sources/document.ts';
import type { Sources } from './sources/sources.ts';

export interface HandlerOptions {
  sources: Sources;
  delivery: Delivery;
  storage: Storage;
  imports: Imports;
  outgoing: OutgoingFiles;
  client: SiemClient;
  settings: Document<Settings>;
  onSettings(settings: Settings): void;
  keychainStatus(): Promise<KeychainStatus>;
  about(): About;
  /** Where a file is to be written; undefined where the analyst would rather not. */
  askWhere(file: NewOutgoing): Promise<string | undefined>;
  onStoreTrouble(sentence: string | null): void;
}

/** What each call of the IPC contract does. */
export function createHandlers(options: HandlerOptions): IpcHandlers {
  const { sources, delivery, imports, outgoing, settings, storage } = options;
  return {
    'app.about': options.about,
    'settings.get': settings.get,
    'settings.change': (patch) => {
      const defined = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      settings.set({ ...settings.get(), ...defined });
      options.onSettings(settings.get());
      return settings.get();
    },
    'keychain.status': options.keychainStatus,
    'sources.list': () => sources.views(),
    'sources.test': (connection) => testConnection(options.client, connection),
    'sources.create': ({ name, domain, principal, secret, memoryOnly }) =>
      sources.create({ name, domain, credentials: { principal, secret }, memoryOnly }),
    'sources.createSample': () => sources.createSample(),
    'sources.rename': (id, name) => sources.change(id, { name }),
    'sources.changeStall': (id, stall) => sources.change(id, { stall }),
    'sources.pause': (id) => sources.change(id, { paused: true }),
    'sources.resume': (id) => sources.change(id, { paused: false }),
    'sources.pollNow': (id) => sources.pollNow(id),
    'sources.changeCredentials': (id, { domain, principal, secret, memoryOnly }) =>
      sources.changeCredentials(id, { domain, credentials: { principal, secret }, memoryOnly }),
    'sources.changeCadence': (id, cadence) => sources.change(id, { cadence }),
    'sources.delete': (id, withEvents) => sources.delete(id, withEvents),
    'delivery.ready': () => delivery.waiting(),
    'delivery.acknowledge': (source, seq, outcome) => delivery.acknowledge(source, seq, outcome),
    'delivery.damaged': (source, seq, reason) => delivery.reportDamage(source, seq, reason),
    'store.opened': (id) => storage.opened(id),
    'store.unreadable': () => storage.unreadable(),
    'store.archived': () => storage.archived(),
    'store.rebuilt': (id) => storage.rebuilt(id),
    'store.removed': (removal) => storage.removed(removal),
    'storage.status': () => storage.status(),
    'imports.list': () => imports.list(),
    'imports.begin': (start) => imports.begin(start),
    'imports.finish': (id, counts) => imports.finish(id, counts),
    'imports.rename': (id, name) => imports.rename(id, name),
    'imports.remove': (id) => imports.remove(id),
    'files.begin': async (file) => {
      const path = await options.askWhere(file);
      return path === undefined ? null : outgoing.begin(path);
    },
    'files.finish': (id) => outgoing.finish(id),
    'files.abandon': (id) => outgoing.abandon(id),
    'store.trouble': options.onStoreTrouble,
  };
}
