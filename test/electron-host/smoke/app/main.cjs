const {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  session,
  Tray,
} = require('electron');
const { createReadStream } = require('node:fs');
const { join } = require('node:path');
const { Readable } = require('node:stream');

const CSP = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'";
const TYPES = { html: 'text/html', js: 'text/javascript' };
const seen = { navigations: [], opened: [], closes: 0, events: [], second: [] };
/** What the test looks at and changes. */
const smokeMain = { seen, keepOpen: false };
globalThis.smokeMain = smokeMain;

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);

if (app.requestSingleInstanceLock({ from: 'smoke' })) {
  app.on('second-instance', (_event, argv, cwd, data) => seen.second.push({ argv, cwd, data }));
  app.whenReady().then(start);
} else {
  console.error('second instance: the lock is held');
  app.quit();
}

/** 20 MB in pieces of 64 KiB, none of which exists before it is asked for. */
function bulk() {
  let left = 20 * 1024 * 1024;
  const pull = (controller) => {
    const size = Math.min(left, 65536);
    controller.enqueue(new Uint8Array(size).fill(7));
    left -= size;
    if (left === 0) controller.close();
  };
  return new Response(new ReadableStream({ pull }), {
    headers: { 'content-type': 'application/octet-stream' },
  });
}

async function answer(request) {
  const { pathname } = new URL(request.url);
  if (pathname === '/bulk') return bulk();
  if (pathname === '/echo') {
    return Response.json({
      url: request.url,
      method: request.method,
      body: await request.text(),
      cookie: request.headers.get('cookie'),
    });
  }
  const name = pathname === '/' ? 'index.html' : pathname.slice(1);
  if (!/^[a-z]+\.(html|js)$/.test(name)) return new Response('no such page', { status: 404 });
  const body = Readable.toWeb(createReadStream(join(__dirname, name)));
  return new Response(body, {
    headers: { 'content-type': TYPES[name.split('.')[1]], 'content-security-policy': CSP },
  });
}

function start() {
  protocol.handle('app', answer);
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  nativeTheme.themeSource = 'dark';
  for (const name of ['suspend', 'resume']) powerMonitor.on(name, () => seen.events.push(name));

  ipcMain.handle('echo', (_event, ...args) => args);
  ipcMain.handle('frame', ({ senderFrame, sender }) => ({
    url: senderFrame.url,
    origin: senderFrame.origin,
    same: senderFrame === sender.mainFrame,
  }));
  ipcMain.handle('fail', () => {
    throw new TypeError('on purpose');
  });
  ipcMain.on('ping', (event, value) => event.reply('pong', value, new Uint8Array([1, 2, 3])));

  const window = new BrowserWindow({
    width: 900,
    height: 650,
    webPreferences: { preload: join(__dirname, 'preload.cjs'), sandbox: true, contextIsolation: true },
  });
  smokeMain.window = window;
  for (const name of ['ready-to-show', 'show', 'hide', 'closed'])
    window.on(name, () => seen.events.push(name));
  window.on('close', (event) => {
    seen.closes += 1;
    if (!smokeMain.keepOpen) return;
    event.preventDefault();
    window.hide();
  });
  window.webContents.on('will-navigate', (event) => {
    seen.navigations.push(event.url);
    event.preventDefault();
  });
  window.webContents.on('render-process-gone', (_event, details) =>
    seen.events.push(`gone:${details.reason}`),
  );
  window.webContents.on('console-message', (event) =>
    seen.events.push(`console:${event.level}:${event.message}`),
  );
  window.webContents.setWindowOpenHandler(({ url }) => {
    seen.opened.push(url);
    return { action: 'deny' };
  });
  window.loadURL('app://smoke/').catch((error) => console.error(error));

  smokeMain.notify = () => {
    const notification = new Notification({ title: 'Smoke', body: 'A notification', urgency: 'critical' });
    for (const name of ['show', 'click', 'close', 'failed'])
      notification.on(name, () => seen.events.push(`notification:${name}`));
    notification.show();
    smokeMain.notification = notification;
  };

  smokeMain.showTray = (dataUrl) => {
    const tray = new Tray(nativeImage.createFromDataURL(dataUrl));
    tray.setToolTip('Smoke runs');
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: 'Open it', click: () => seen.events.push('tray:open') },
        { type: 'separator' },
        { label: 'More', submenu: [{ label: 'Loud', type: 'checkbox', checked: true }] },
      ]),
    );
    tray.on('click', () => seen.events.push('tray:click'));
    smokeMain.tray = tray;
  };
}
