import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from './log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lurescope-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('each thing that happens is a line of JSON with its facts', () => {
  const file = join(folder, 'deep', 'app.log');
  createLog(file)('info', 'window read', { events: 3 });
  createLog(file)('warn', 'second start');
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { msg: 'window read', events: 3 },
    { msg: 'second start' },
  ]);
});

it('what looks like credentials is masked wherever it stands', () => {
  const file = join(folder, 'app.log');
  const token = Buffer.from('principal-7f3a:secret-91bc').toString('base64');
  createLog(file)('error', 'odd', {
    headers: { authorization: `Basic ${token}` },
    list: [`bearer ${token}`],
  });
  createLog(file)('error', `the service said: Basic ${token}`);
  expect(readFileSync(file, 'utf8')).not.toContain(token);
  expect(readFileSync(file, 'utf8')).toContain('[masked]');
});

it('a fact that cannot be written costs its line, not the app', () => {
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  expect(() => createLog(join(folder, 'app.log'))('info', 'odd', loop)).not.toThrow();
});

it('a large log is put aside at the next start', () => {
  const file = join(folder, 'app.log');
  writeFileSync(file, 'x'.repeat(5 * 1024 * 1024 + 1));
  createLog(file)('info', 'fresh');
  expect(statSync(`${file}.old`).size).toBeGreaterThan(5 * 1024 * 1024);
  expect(statSync(file).size).toBeLessThan(1000);
});

it('a folder that cannot be written costs the log, not the app', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const log = createLog(join(file, 'app.log'));
  expect(() => log('error', 'nowhere to go')).not.toThrow();
  expect(existsSync(join(file, 'app.log'))).toBe(false);
});
