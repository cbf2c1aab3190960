import { readFileSync } from 'node:fs';

/** Where the kernel does not tell of a peak, memory is looked at this often, ms. */
const every = 5;

export interface Peak {
  /** Memory before the work, bytes. */
  before: number;
  /** The most that was taken, bytes. */
  peak(): number;
}

/** The kernel's own mark of the most this process ever held (proc(5), VmHWM), bytes. */
function highest(): number | undefined {
  try {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return match ? Number(match[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}

/** Follows this process's resident memory from now on. */
export function watchMemory(): Peak {
  const before = process.memoryUsage.rss();
  let sampled = before;
  const look = () => {
    sampled = Math.max(sampled, process.memoryUsage.rss());
  };
  if (highest() === undefined) setInterval(look, every).unref();
  return {
    before,
    peak() {
      look();
      return highest() ?? sampled;
    },
  };
}
