import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

type OnSecond = (argv: string[], cwd: string, data: unknown) => void;

/**
 * Tells the first instance of a second one. It runs in a process of its own, because the answer of
 * `requestSingleInstanceLock` must be there when the call returns. Exit code 0: told; 1: nobody listens.
 */
const TELL = `
const socket = require('node:net').connect(process.argv[1]);
socket.setTimeout(5000, () => process.exit(0));
socket.on('error', () => process.exit(1));
socket.on('data', () => process.exit(0));
socket.end(process.argv[2]);`;

/** A lock file in userData that names a local socket, where the holder hears of later instances. */
export class SingleInstance {
  readonly #onSecond: OnSecond;
  #server: Server | undefined;
  #lock: string | undefined;
  #socket: string | undefined;

  constructor(onSecond: OnSecond) {
    this.#onSecond = onSecond;
  }

  get held(): boolean {
    return this.#server !== undefined;
  }

  /** Takes the lock, or tells its holder of this instance and gives false. */
  request(userData: string, data: unknown): boolean {
    if (this.held) return true;
    mkdirSync(userData, { recursive: true, mode: 0o700 });
    const lock = join(userData, 'host-instance.lock');
    const message = JSON.stringify({ argv: process.argv, cwd: process.cwd(), data });
    for (let attempt = 0; attempt < 20; attempt += 1) {
      if (this.#take(lock)) return true;
      const holder = readHolder(lock);
      if (!holder) continue;
      if (spawnSync(process.execPath, ['-e', TELL, holder.socket, message], { env: {} }).status === 0)
        return false;
      // A holder that lives but does not listen yet is just starting; one that still does not is another program.
      if (isAlive(holder.pid) && attempt < 10) sleep(100);
      else discard(lock, holder.text);
    }
    return false;
  }

  release(): void {
    this.#server?.close();
    this.#server = undefined;
    if (this.#lock) rmSync(this.#lock, { force: true });
    if (this.#socket && process.platform !== 'win32')
      rmSync(dirname(this.#socket), { recursive: true, force: true });
    this.#lock = undefined;
    this.#socket = undefined;
  }

  #take(lock: string): boolean {
    const socket = socketPath();
    try {
      writeFileSync(lock, JSON.stringify({ pid: process.pid, socket }), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (process.platform !== 'win32') rmSync(dirname(socket), { recursive: true, force: true });
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
    this.#lock = lock;
    this.#socket = socket;
    this.#server = createServer({ allowHalfOpen: true }, (connection) => {
      let text = '';
      connection.setEncoding('utf8');
      connection.on('error', () => undefined);
      connection.on('data', (part) => {
        text += String(part);
      });
      connection.on('end', () => {
        connection.end('ok');
        const told = JSON.parse(text) as { argv: string[]; cwd: string; data: unknown };
        this.#onSecond(told.argv, told.cwd, told.data);
      });
    });
    this.#server.listen(socket).unref();
    return true;
  }
}

/** In a folder that only this user may enter, and short, since the system limits the length. */
function socketPath(): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\electron-host-${randomBytes(16).toString('hex')}`;
  return join(mkdtempSync(join(tmpdir(), 'electron-host-')), 'instance');
}

function readHolder(lock: string): { pid: number; socket: string; text: string } | undefined {
  try {
    const text = readFileSync(lock, 'utf8');
    if (!text) return { pid: 0, socket: '', text };
    return { ...(JSON.parse(text) as { pid: number; socket: string }), text };
  } catch {
    return undefined;
  }
}

/** Removes a dead holder's lock, but not one that somebody else took meanwhile. */
function discard(lock: string, text: string): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
    if (readFileSync(aside, 'utf8') === text) rmSync(aside);
    else renameSync(aside, lock);
  } catch {
    // Somebody else was faster.
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
