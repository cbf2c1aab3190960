import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { app, dialog, ipcMain, nativeTheme, net, session } from 'electron';
import { z } from 'zod';
import { settingsSchema } from '../shared/settings.ts';
import { systemClock } from './clock.ts';
import { coalesce } from './coalesce.ts';
import { declareAppScheme, serveApp } from './desktop/app-protocol.ts';
import { putDatabaseAside } from './desktop/database-files.ts';
import { createNotifier } from './desktop/notifier.ts';
import { restrictPermissions } from './desktop/permissions.ts';
import { watchPower } from './desktop/power.ts';
import { askWhere } from './desktop/save-dialog.ts';
import { createTray } from './desktop/tray.ts';
import { trayWords } from './desktop/tray-words.ts';
import { MainWindow } from './desktop/window.ts';
import { Imports, importsSchema } from './files/imports.ts';
import { OutgoingFiles } from './files/outgoing-files.ts';
import { createHandlers } from './handlers.ts';
import { Archive } from './ingest/archive.ts';
import { Delivery } from './ingest/delivery.ts';
import { troubleOfDisk } from './ingest/disk-trouble.ts';
import { Journal } from './ingest/journal.ts';
import { Storage, storeRecordSchema } from './ingest/storage.ts';
import { createSender, registerIpc } from './ipc.ts';
import { createLog } from './log.ts';
import { Monitor } from './monitor/monitor.ts';
import { parseOptions } from './options.ts';
import { createSiemClient } from './proofpoint/siem-client.ts';
import { startSampleServer } from './sample/sample-server.ts';
import { createSimulatedClock } from './simulated-clock.ts';
import { openDocument } from './sources/document.ts';
import { Sources } from './sources/sources.ts';
import { startSentence } from './start-trouble.ts';
import { trustSystemCertificates } from './system-certificates.ts';
import { osKeychain } from './vault/os-keychain.ts';
import { Vault } from './vault/vault.ts';

/** What runs this code: Electron, or where its binary cannot be had, Node driving an installed Chromium. */
function hostName(): string {
  const browser = process.env.LURESCOPE_HOST_BROWSER;
  return browser ? `the Chromium host (${browser})` : `Electron ${process.versions.electron}`;
}

/** Builds everything and passes it in; every part's logic lies in the part. */
async function compose(): Promise<void> {
  const options = parseOptions(process.argv);
  const appFolder = app.getAppPath();
  const dataFolder = join(app.getPath('userData'), 'data');
  const logFile = join(app.getPath('userData'), 'logs', 'lurescope.log');
  const iconFolder = join(appFolder, 'dist', 'renderer', 'icons');
  const log = createLog(logFile);
  const simulated =
    options.simulatedClock === undefined || app.isPackaged
      ? undefined
      : createSimulatedClock({ startAt: Date.now() + options.simulatedClock });
  const clock = simulated ?? systemClock;
  if (simulated) Object.assign(globalThis, { lurescopeClock: simulated });
  trustSystemCertificates();

  const onDamagedFile = (name: string, aside: string, reason: string) =>
    log('error', 'a file of the app was damaged and put aside', { name, aside, reason });
  const journalFolder = join(dataFolder, 'journal');
  const journal = await Journal.open({
    folder: journalFolder,
    quarantineFolder: join(dataFolder, 'quarantine'),
    limit: options.journalLimit,
    sequence: openDocument({
      folder: dataFolder,
      name: 'sequence',
      schema: z.object({ next: z.number().int().nonnegative() }),
      initial: { next: 1 },
      onDamaged: onDamagedFile,
    }),
  });
  const archive = await Archive.open(join(dataFolder, 'archive'));
  const storage = new Storage({
    archive,
    journal,
    record: openDocument({
      folder: dataFolder,
      name: 'store',
      schema: storeRecordSchema,
      initial: storeRecordSchema.parse({}),
      onDamaged: onDamagedFile,
    }),
    putDatabaseAside: () => putDatabaseAside(session.defaultSession),
    log,
  });
  const settings = openDocument({
    folder: dataFolder,
    name: 'settings',
    schema: settingsSchema,
    initial: settingsSchema.parse({}),
    onDamaged: onDamagedFile,
  });
  const vault = new Vault(osKeychain);
  const createClient = (onClockSkew?: (skew: number) => void) =>
    createSiemClient({
      fetch,
      clock,
      userAgent: `Lurescope/${app.getVersion()}`,
      ...(onClockSkew ? { onClockSkew } : {}),
    });

  const window = new MainWindow({
    preload: join(appFolder, 'dist', 'preload', 'preload.cjs'),
    icon: join(iconFolder, 'app.png'),
    hidden: options.hidden,
    onCrash: (reason) => log('error', 'the page was lost and is loaded again', { reason }),
  });
  const send = createSender((channel, payload) => window.send(channel, payload));
  const delivery = new Delivery({
    journal,
    archive,
    archives: () => settings.get().archive,
    clock,
    onUnarchived: () => storage.unarchived(),
    onNotArchived: (batch, error) => {
      log('warn', troubleOfDisk(error, dataFolder).sentence, { seq: batch.seq });
      clock.after(60_000, () => void delivery.archiveStored());
    },
    announce: (notice) => send('delivery.waiting', notice),
    onStored: (batch, outcome) => {
      sources.stored(batch, outcome);
      monitor.look();
    },
    onDamaged: (batch, reason) => {
      log('error', 'a batch was damaged, put aside, and is fetched again', { batch, reason });
      sources.readAgain(batch);
    },
  });

  const setTray = createTray({
    iconFolder,
    onOpen: () => window.show(),
    onQuit: () => app.quit(),
    onUnavailable: (reason) => log('warn', 'no tray icon', { reason }),
  });
  const publish = coalesce(clock, 250, () => {
    send('sources.changed', sources.views());
    setTray(trayWords(sources.views(), clock.now()));
    monitor.look();
  });
  const sources = new Sources({
    folder: dataFolder,
    journal,
    archive,
    journalFolder,
    clock,
    random: Math.random,
    vault,
    isOnline: () => net.isOnline(),
    createClient,
    startSampleServer: (credentials) =>
      startSampleServer({ seed: options.sampleSeed, rate: options.sampleRate, clock, ...credentials }),
    onBatch: (batch) => delivery.offer(batch),
    onChange: publish,
    onDamagedFile,
    log,
  });
  const notify = createNotifier({
    onClick: (source) => {
      window.show();
      send('app.show', { page: 'sources', source });
    },
    onFailure: (notice, reason) =>
      log('warn', 'a notification was not shown', { title: notice.title, reason }),
  });
  const monitor = new Monitor({
    clock,
    watched: () => sources.watched(),
    onGap: () => sources.expectPoll(),
    notify: (notice, source) => {
      log('info', 'notification', { title: notice.title, body: notice.body, source });
      notify(notice, source);
      publish();
    },
  });

  const imports = new Imports({
    document: openDocument({
      folder: dataFolder,
      name: 'imports',
      schema: importsSchema,
      initial: [],
      onDamaged: onDamagedFile,
    }),
    archive,
    archives: () => settings.get().archive,
    onUnarchived: () => storage.unarchived(),
    clock,
    newId: () => `import-${randomUUID()}`,
    onChange: (changed) => send('imports.changed', changed),
  });
  const outgoing = new OutgoingFiles();
  const applyTheme = () => {
    nativeTheme.themeSource = settings.get().theme;
  };
  applyTheme();
  registerIpc({
    ipcMain,
    isTrusted: (event) => window.isSender(event),
    log: (message, facts) => log('warn', message, facts),
    handlers: createHandlers({
      sources,
      delivery,
      storage,
      imports,
      outgoing,
      askWhere,
      client: createClient(),
      settings,
      onSettings: (changed) => {
        applyTheme();
        send('settings.changed', changed);
      },
      keychainStatus: () => vault.status(),
      about: () => ({
        version: app.getVersion(),
        host: hostName(),
        node: process.versions.node,
        dataFolder,
        logFile,
        packaged: app.isPackaged,
      }),
      onStoreTrouble: (sentence) => log(sentence ? 'error' : 'info', sentence ?? 'the store works again'),
    }),
  });
  restrictPermissions(session.defaultSession);
  serveApp(join(appFolder, 'dist', 'renderer'), {
    journal,
    archive,
    taking: {
      outgoing: (id, bytes) => outgoing.write(id, bytes),
      imported: (source, bytes) => imports.keep(source, bytes),
    },
  });
  watchPower((asleep) => {
    log('info', asleep ? 'going to sleep' : 'awake again');
    sources.setAsleep(asleep);
  });

  app.on('second-instance', () => window.show());
  app.on('activate', () => window.show());
  app.on('before-quit', () => window.prepareToQuit());
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    monitor.stop();
    Promise.all([sources.stop(), outgoing.abandonAll()]).finally(() => {
      stopped = true;
      app.quit();
    });
  });

  // Before the page: it reports batches that are damaged or stored as soon as it is there, and that must not be missed.
  await sources.start();
  await window.load();
  monitor.start();
  log('info', 'started', { version: app.getVersion(), node: process.versions.node });
}

app.enableSandbox();
declareAppScheme();
if (app.requestSingleInstanceLock()) {
  app
    .whenReady()
    .then(compose)
    .catch((error: unknown) => {
      dialog.showErrorBox('Lurescope', startSentence(error, join(app.getPath('userData'), 'data')));
      app.exit(1);
    });
} else {
  app.quit();
}
