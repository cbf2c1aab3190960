import type { DetectionSettings, RaisedAlert } from '../shared/detection.ts';
import type { About, KeychainStatus, SavedFile } from '../shared/ipc.ts';
import type { Settings } from '../shared/settings.ts';
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
  client: SiemClient;
  settings: Document<Settings>;
  onSettings(settings: Settings): void;
  detection: Document<DetectionSettings>;
  onDetection(settings: DetectionSettings): void;
  saveFile(file: SavedFile): Promise<boolean>;
  onRaised(alerts: readonly RaisedAlert[]): void;
  keychainStatus(): Promise<KeychainStatus>;
  about(): About;
  onStoreTrouble(sentence: string | null): void;
}

/** Changes what of a document a patch defines. */
function patched<T extends object>(document: Document<T>, patch: { [K in keyof T]?: T[K] | undefined }): T {
  const defined = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  document.set({ ...document.get(), ...defined });
  return document.get();
}

/** What each call of the IPC contract does. */
export function createHandlers(options: HandlerOptions): IpcHandlers {
  const { sources, delivery, settings, storage } = options;
  return {
    'app.about': options.about,
    'settings.get': settings.get,
    'settings.change': (patch) => {
      const changed = patched(settings, patch);
      options.onSettings(changed);
      return changed;
    },
    'detection.get': options.detection.get,
    'detection.change': (patch) => {
      const changed = patched(options.detection, patch);
      options.onDetection(changed);
      return changed;
    },
    'alerts.raised': options.onRaised,
    'file.save': options.saveFile,
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
    'store.trouble': options.onStoreTrouble,
  };
}
