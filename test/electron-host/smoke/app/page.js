window.leaks = Object.getOwnPropertyNames(window).filter((name) =>
  /binding_|receive_|ipcRenderer/.test(name),
);

window.readBulk = () =>
  new Promise((resolve, reject) => {
    const worker = new Worker('worker.js');
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage('bulk');
  });

const database = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open('smoke', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('notes');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

window.keep = async (key, value) => {
  const transaction = (await database()).transaction('notes', 'readwrite', { durability: 'strict' });
  transaction.objectStore('notes').put(value, key);
  await new Promise((resolve) => (transaction.oncomplete = resolve));
};

window.recall = async (key) => {
  const request = (await database()).transaction('notes').objectStore('notes').get(key);
  return new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
};
