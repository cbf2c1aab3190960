import { randomUUID } from 'node:crypto';
import { arch, release, type } from 'node:os';
import { join } from 'node:path';
import { app, dialog, ipcMain, Menu, nativeTheme, net, session, shell } from 'electron';
import { z } from 'zod';
import { detectionSchema } from '../shared/detection.ts';
import { settingsSchema } from '../shared/settings.ts';
import type { Show } from '../shared/show.ts';
import { viewsSchema } from '../shared/view.ts';
import { AlertNotices } from './alerts/alert-notices.ts';
import { notificationStateSchema } from './alerts/notification-policy.ts';
import { systemClock } from './clock.ts';
import { coalesce } from './coalesce.ts';
import { declareAppScheme, serveApp } from './desktop/app-protocol.ts';
import { AtAGlance } from './desktop/at-a-glance.ts';
import { createBadge } from './desktop/badge.ts';
import { putDatabaseAside, removeDatabaseAside } from './desktop/database-files.ts';
import { receiveLinks } from './desktop/links.ts';
import { setStartAtLogin } from './desktop/login-item.ts';
import { menuTemplate } from './desktop/menu.ts';
import { createNotifier } from './desktop/notifier.ts';
import { restrictPermissions } from './desktop/permissions.ts';
import { watchPower } from './desktop/power.ts';
import { askWhere } from './desktop/save-dialog.ts';
import { askWhereToSave } from './desktop/save-file.ts';
import { createTray } from './desktop/tray.ts';
import { MainWindow } from './desktop/window.ts';
import { windowStateSchema } from './desktop/window-state.ts';
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
import { appMonitorStateSchema, clockTrouble } from './monitor/app-watch.ts';
import { Monitor } from './monitor/monitor.ts';
import { StoreWatch } from './monitor/store-watch.ts';
import type { Notice } from './monitor/words.ts';
import { parseOptions } from './options.ts';
import { createSiemClient } from './proofpoint/siem-client.ts';
import { SaidRecord } from './said/said-record.ts';
import { startSampleServer } from './sample/sample-server.ts';
import { createSimulatedClock } from './simulated-clock.ts';
import { openDocument } from './sources/document.ts';
import { Sources } from './sources/sources.ts';
import { startSentence } from './start-trouble.ts';
import { Support } from './support/support.ts';
import { trustSystemCertificates } from './system-certificates.ts';
import { osKeychain } from './vault/os-keychain.ts';
import { Vault } from './vault/vault.ts';

/** What runs this code: Electron, or where its binary cannot be had, Node driving an installed Chromium. */
function hostName(): string {
  const browser = process.env.LURESCOPE_HOST_BROWSER;
  return browser ? `the Chromium host (${browser})` : `Electron ${process.versions.electron}`;
}

/** Builds everything and passes it in; every part's logic lies in the part. */
async function compose(onLink: ReturnType<typeof receiveLinks>): Promise<void> {
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
  const document = <S extends z.ZodType>(name: string, schema: S, initial: z.output<S>) =>
    openDocument({ folder: dataFolder, name, schema, initial, onDamaged: onDamagedFile });
  const journalFolder = join(dataFolder, 'journal');
  const quarantineFolder = join(dataFolder, 'quarantine');
  const journal = await Journal.open({
    folder: journalFolder,
    quarantineFolder,
    limit: options.journalLimit,
    sequence: document('sequence', z.object({ next: z.number().int().nonnegative() }), { next: 1 }),
  });
  const archive = await Archive.open(join(dataFolder, 'archive'));
  const said = await SaidRecord.open({
    path: join(dataFolder, 'said.ndjson'),
    newId: randomUUID,
    now: clock.now,
    onDamaged: (lines, aside) =>
      log('error', 'lines of what analysts said could not be read: the file was copied aside', {
        lines,
        aside,
      }),
    onNotCompacted: (error) => log('warn', troubleOfDisk(error, dataFolder).sentence),
  });
  const storage = new Storage({
    archive,
    journal,
    said,
    record: document('store', storeRecordSchema, storeRecordSchema.parse({})),
    putDatabaseAside: () => putDatabaseAside(session.defaultSession),
    log,
  });
  const settings = document('settings', settingsSchema, settingsSchema.parse({}));
  const views = document('views', viewsSchema, []);
  const appState = document('monitor', appMonitorStateSchema, appMonitorStateSchema.parse({}));
  const onUnwritten = (error: unknown) => log('warn', troubleOfDisk(error, dataFolder).sentence);
  const storeWatch = new StoreWatch({ now: clock.now, waiting: () => journal.size().batches });
  const detection = document('detection', detectionSchema, detectionSchema.parse({}));
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
    hidden: options.hidden || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin),
    state: document('window', windowStateSchema, windowStateSchema.parse({})),
    onCrash: (reason) => log('error', 'the page was lost and is loaded again', { reason }),
  });
  const send = createSender((channel, payload) => window.send(channel, payload));
  const show = (what: Show) => {
    window.show();
    send('app.show', what);
  };
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
      storeWatch.took();
      sources.stored(batch, outcome);
      monitor.look();
    },
    onDamaged: (batch, reason) => {
      log('error', 'a batch was damaged, put aside, and is fetched again', { batch, reason });
      sources.readAgain(batch);
    },
  });

  const atAGlance = new AtAGlance({
    setTray: createTray({
      iconFolder,
      onOpen: () => window.show(),
      onPollNow: () => sources.pollAll(),
      onPause: (paused) => void sources.pauseAll(paused),
      onQuit: () => app.quit(),
      onUnavailable: (reason) => log('warn', 'no tray icon', { reason }),
    }),
    setBadge: createBadge(),
    least: () => settings.get().notifications.least,
    now: clock.now,
  });
  const publish = coalesce(clock, 250, () => {
    const views = sources.views();
    send('sources.changed', views);
    atAGlance.setSources(views);
    monitor.look();
  });
  const sources = new Sources({
    folder: dataFolder,
    journal,
    archive,
    said,
    journalFolder,
    clock,
    random: Math.random,
    vault,
    isOnline: () => net.isOnline(),
    stallHours: () => settings.get().stallHours,
    createClient,
    startSampleServer: (credentials) =>
      startSampleServer({
        seed: options.sampleSeed,
        rate: options.sampleRate,
        stories: options.sampleStories === 'on',
        clock,
        ...credentials,
      }),
    onBatch: (batch) => delivery.offer(batch),
    onChange: publish,
    onDamagedFile,
    log,
  });
  const notify = createNotifier({
    onFailure: (notice, reason) =>
      log('warn', 'a notification was not shown', { title: notice.title, reason }),
  });
  const notifyOf = (notice: Notice, source?: string) =>
    notify(notice, () => show({ page: 'sources', ...(source ? { source } : {}) }));
  const monitor = new Monitor({
    clock,
    watched: () => sources.watched(),
    app: {
      facts: () => ({
        now: clock.now(),
        store: storeWatch.trouble(),
        clock: clockTrouble(sources.clockSkews()),
      }),
      state: appState.get,
      remember: (state) => {
        try {
          appState.remember(state);
        } catch (error) {
          onUnwritten(error);
        }
      },
    },
    onGap: () => {
      storeWatch.took();
      sources.expectPoll();
    },
    notify: (notice, source) => {
      const { enabled, ...wanted } = settings.get().ingestionNotifications;
      if (!enabled || !wanted[notice.about]) return;
      log('info', 'notification', { title: notice.title, body: notice.body, source });
      notifyOf(notice, source);
      publish();
    },
  });

  const about = () => ({
    version: app.getVersion(),
    host: hostName(),
    node: process.versions.node,
    system: `${type()} ${release()}, ${arch()}`,
    dataFolder,
    logFile,
    packaged: app.isPackaged,
  });
  const support = new Support({
    about,
    settings: settings.get,
    sources,
    storage,
    archive,
    said,
    forgetViews: () => views.set([]),
    journal,
    quarantineFolder,
    documentsFolder: app.getPath('documents'),
    now: clock.now,
    askWhere: askWhereToSave,
    removeDatabaseAside: () => removeDatabaseAside(session.defaultSession),
    log,
  });
  const alertNotices = new AlertNotices({
    clock,
    settings: () => settings.get().notifications,
    state: document('notifications', notificationStateSchema, notificationStateSchema.parse({})),
    onUnwritten,
    minuteOfDay: (at) => new Date(at).getHours() * 60 + new Date(at).getMinutes(),
    notify: (notice, alert) => {
      log('info', 'notification of an alert', { alert });
      notify(notice, () => {
        window.show();
        send('app.show', { page: 'alerts', ...(alert === undefined ? {} : { alert }) });
      });
    },
  });

  const imports = new Imports({
    document: document('imports', importsSchema, []),
    archive,
    said,
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
      views,
      setStartAtLogin: (starts) =>
        setStartAtLogin({ app, platform: process.platform, env: process.env }, starts),
      onSettings: (changed) => {
        applyTheme();
        send('settings.changed', changed);
        alertNotices.look();
        atAGlance.show();
      },
      detection,
      onDetection: (changed) => send('detection.changed', changed),
      onRaised: (alerts) => alertNotices.take(alerts),
      onNewAlerts: (counts) => atAGlance.setAlerts(counts),
      keychainStatus: () => vault.status(),
      about,
      support,
      openDataFolder: async () => {
        const failure = await shell.openPath(dataFolder);
        if (failure !== '') throw new Error(`The folder cannot be opened: ${failure}`);
      },
      notify: notifyOf,
      onStoreOpened: () => storeWatch.tell(null),
      onStoreTrouble: (sentence) => {
        storeWatch.tell(sentence);
        log(sentence ? 'error' : 'info', sentence ?? 'the store works again');
      },
    }),
  });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate({
        platform: process.platform,
        show,
        saveDiagnostics: () =>
          void support.saveDiagnostics(null).catch((error: unknown) => {
            dialog.showErrorBox('The diagnostics file was not saved', String(error));
          }),
        closeWindow: () => window.close(),
      }),
    ),
  );
  restrictPermissions(session.defaultSession);
  serveApp(join(appFolder, 'dist', 'renderer'), {
    journal,
    archive,
    said,
    taking: {
      outgoing: (id, bytes) => outgoing.write(id, bytes),
      imported: (source, bytes) => imports.keep(source, bytes),
    },
  });
  watchPower((asleep) => {
    log('info', asleep ? 'going to sleep' : 'awake again');
    sources.setAsleep(asleep);
    if (!asleep) monitor.resumed();
    monitor.look();
  });

  app.on('activate', () => window.show());
  app.on('before-quit', () => window.prepareToQuit());
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    monitor.stop();
    alertNotices.stop();
    Promise.all([sources.stop(), outgoing.abandonAll()]).finally(() => {
      stopped = true;
      app.quit();
    });
  });

  // Before the page: it reports batches that are damaged or stored as soon as it is there, and that must not be missed.
  await sources.start();
  await window.load();
  onLink((what) => (what ? show(what) : window.show()));
  monitor.start();
  alertNotices.look();
  log('info', 'started', { version: app.getVersion(), node: process.versions.node });
}

app.enableSandbox();
declareAppScheme();
if (app.requestSingleInstanceLock()) {
  const onLink = receiveLinks(process.argv);
  app
    .whenReady()
    .then(() => compose(onLink))
    .catch((error: unknown) => {
      dialog.showErrorBox('Lurescope', startSentence(error, join(app.getPath('userData'), 'data')));
      app.exit(1);
    });
} else {
  app.quit();
}
