import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { FaultRun } from './fault-run.ts';

/** An app that nobody drives: started as a user would, to be killed or to meet another. */
export interface StartedApp {
  process: ChildProcess;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
}

/** Starts the app on a run's data and at its time. */
export function startApp({ lurescope, simulator }: FaultRun): StartedApp {
  const project = join(import.meta.dirname, '../..');
  const standard = join(project, 'test/electron-host/bin/electron-host');
  const executable = process.env.LURESCOPE_TEST_EXECUTABLE ?? standard;
  const args = [
    project,
    `--user-data-dir=${lurescope.userData}`,
    `--simulated-clock=${Math.round(simulator.offset)}`,
  ];
  const started = spawn(executable, args, { stdio: 'ignore' });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    started.on('exit', (code, signal) => resolve(code ?? signal)),
  );
  return { process: started, ended };
}
