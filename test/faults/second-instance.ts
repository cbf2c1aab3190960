import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Starts the app once more on the same data; answers its exit code. */
export function spawnSecond(userData: string): Promise<number | null> {
  const project = join(import.meta.dirname, '../..');
  const standard = join(project, 'test/electron-host/bin/electron-host');
  const executable = process.env.LURESCOPE_TEST_EXECUTABLE ?? standard;
  const second = spawn(executable, [project, `--user-data-dir=${userData}`], { stdio: 'ignore' });
  return new Promise((resolve) => second.on('exit', resolve));
}
