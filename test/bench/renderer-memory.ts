import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  pid: number;
  parent: number;
  command: string;
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'latin1');
        const command = readFileSync(`/proc/${name}/cmdline`, 'latin1');
        return [{ pid: Number(name), parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]), command }];
      } catch {
        // It ended in between.
        return [];
      }
    });
}

/** Memory of a process's own, MB, as Chromium counts it on Linux: anonymous pages, swapped ones too. */
function privateMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return ((kilobytes('RssAnon') + kilobytes('VmSwap')) * 1024) / 1e6;
}

/**
 * Memory of the page's process with its workers, MB: the largest renderer below the app's process.
 * @returns NaN where the system does not tell
 */
export function rendererMemory(app: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const all = processes();
  const below = new Set([app]);
  for (let before = 0; before < below.size; ) {
    before = below.size;
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
  }
  const renderers = all.filter(({ pid, command }) => below.has(pid) && command.includes('--type=renderer'));
  return Math.max(...renderers.map(({ pid }) => privateMemory(pid)));
}
