import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';

/** Whether a folder can be made read-only here, for whoever runs the tests. */
export const hasReadOnly = process.platform !== 'win32';

/** Makes a folder read-only; answers how to make it writable again. Root may write everywhere but where nobody may. */
export function makeReadOnly(folder: string): () => void {
  if (process.getuid?.() === 0) {
    execFileSync('chattr', ['+i', folder]);
    return () => void execFileSync('chattr', ['-i', folder]);
  }
  chmodSync(folder, 0o555);
  return () => chmodSync(folder, 0o755);
}
