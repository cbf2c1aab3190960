import type { DetectionSettings, NewAlerts, RaisedAlert } from '../shared/detection.ts';
import type { About, KeychainStatus } from '../shared/ipc.ts';
import type { NewOutgoing } from '../shared/outgoing-file.ts';
import type { Settings } from '../shared/settings.ts';
import type { View } from '../shared/view.ts';
import type { Imports } from './files/imports.ts';
import type { OutgoingFiles } from './files/outgoing-files.ts';
import { sentenceOfSaving } from './files/saving-trouble.ts';
import type { Delivery } from './ingest/delivery.ts';
import type { Storage } from './ingest/storage.ts';
import type { IpcHandlers } from './ipc.ts';
import type { Notice } from './monitor/words.ts';
import type { SiemClient } from './proofpoint/siem-client.ts';
import { testConnection } from './sources/connection-test.ts';
import type { Document } from './sources/document.ts';
import type { Sources } from './sources/sources.ts';
import type { Support } from './support/support.ts';

export interface HandlerOptions {
  sources: Sources;
  delivery: Delivery;
  storage: Storage;
  imports: Imports;
  outgoing: OutgoingFiles;
  client: SiemClient;
  settings: Document<Settings>;
  /** A copy of the saved views, for when the browser loses them. */
  views: Document<View[]>;
  /** @throws what the disk says */
  setStartAtLogin(starts: boolean): void;
  onSettings(settings: Settings): void;
  detection: Document<DetectionSettings>;
  onDetection(settings: DetectionSettings): void;
  onRaised(alerts: readonly RaisedAlert[]): void;
  onNewAlerts(counts: NewAlerts): void;
  keychainStatus(): Promise<KeychainStatus>;
  about(): About;
  /** Shows a notification; answers why it could not, where that is known at once. */
  notify(notice: Notice, source: string): string | undefined;
  support: Pick<Support, 'saveDiagnostics' | 'exportAll' | 'wipe'>;
  openDataFolder(): Promise<void>;
  onStoreOpened(): void;
  /** Where a file is to be written; undefined where the analyst would rather not. */
  askWhere(file: NewOutgoing): Promise<string | undefined>;
  onStoreTrouble(sentence: string | null): void;
}

/** Shows what a stall looks like. @throws a sentence on why it cannot be seen */
function showStall({ notify, settings, sources }: HandlerOptions, id: string): void {
  const notice = sources.stallExample(id);
  const { enabled, silence } = settings.get().ingestionNotifications;
  if (!enabled || !silence)
    throw new Error('Notifications of silence are switched off under Settings, so none would be shown.');
  const failure = notify(notice, id);
  if (failure !== undefined) throw new Error(`It cannot be shown: ${failure}.`);
}

/** Changes what of a document a patch defines. @throws a sentence on why it could not be saved */
function patched<T extends object>(
  document: Document<T>,
  patch: { [K in keyof T]?: T[K] | undefined },
  folder: string,
): T {
  const defined = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  try {
    document.set({ ...document.get(), ...defined });
  } catch (error) {
    throw new Error(sentenceOfSaving(error, folder));
  }
  return document.get();
}

/** What each call of the IPC contract does. */
export function createHandlers(options: HandlerOptions): IpcHandlers {
  const { sources, delivery, imports, outgoing, settings, storage } = options;
  return {
    'app.about': options.about,
    'settings.get': settings.get,
    'settings.change': (patch) => {
      const { startAtLogin } = patch;
      if (startAtLogin !== undefined && startAtLogin !== settings.get().startAtLogin)
        options.setStartAtLogin(startAtLogin);
      const changed = patched(settings, patch, options.about().dataFolder);
      options.onSettings(changed);
      return changed;
    },
    'detection.get': options.detection.get,
    'detection.change': (patch) => {
      const changed = patched(options.detection, patch, options.about().dataFolder);
      options.onDetection(changed);
      return changed;
    },
    'views.list': options.views.get,
    'views.keep': (views) => options.views.set(views),
    'app.openDataFolder': options.openDataFolder,
    'diagnostics.save': (page) => options.support.saveDiagnostics(page),
    'data.export': () => options.support.exportAll(),
    'data.wipe': () => options.support.wipe(),
    'alerts.raised': options.onRaised,
    'alerts.new': options.onNewAlerts,
    'keychain.status': options.keychainStatus,
    'sources.list': () => sources.views(),
    'sources.test': (connection) => testConnection(options.client, connection),
    'sources.create': ({ name, domain, principal, secret, memoryOnly }) =>
      sources.create({ name, domain, credentials: { principal, secret }, memoryOnly }),
    'sources.createSample': () => sources.createSample(),
    'sources.rename': (id, name) => sources.change(id, { name }),
    'sources.changeStall': (id, stall) => sources.change(id, { stall }),
    'sources.showStall': (id) => showStall(options, id),
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
    'store.opened': (id) => {
      options.onStoreOpened();
      return storage.opened(id);
    },
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
