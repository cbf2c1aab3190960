const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('smoke', {
  platform: process.platform,
  now: () => 'at once',
  echo: (...args) => ipcRenderer.invoke('echo', ...args),
  frame: () => ipcRenderer.invoke('frame'),
  fail: () => ipcRenderer.invoke('fail'),
  ping: (value) => ipcRenderer.send('ping', value),
  onPong: (listener) => {
    const heard = (_event, ...args) => listener(...args);
    ipcRenderer.on('pong', heard);
    return () => ipcRenderer.off('pong', heard);
  },
});
