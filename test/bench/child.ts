import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { z } from 'zod';

export interface Child<Answer> {
  /** What it said first: one line of JSON. */
  answer: Answer;
  process: ChildProcess;
}

/**
 * Starts one of the processes under processes/ and reads the line of JSON it prints.
 * @throws with its errors when it ends without one
 */
export async function startChild<Answer>(
  name: string,
  args: readonly (string | number)[],
  schema: z.ZodType<Answer>,
): Promise<Child<Answer>> {
  const path = join(import.meta.dirname, 'processes', `${name}.ts`);
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path, ...args.map(String)],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = `${errors}${chunk.toString()}`.slice(-2000);
  });
  const lines = createInterface({ input: child.stdout });
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('error', reject);
    child.once('close', (code, signal) => reject(new Error(`${name} ended (${signal ?? code}): ${errors}`)));
  });
  return { answer: schema.parse(JSON.parse(line)), process: child };
}

/** Ends a child; resolves when it is gone. */
export async function endChild(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill(signal);
  await gone;
}

/** Runs a process to its end and answers what it printed. */
export async function runChild<Answer>(
  name: string,
  args: readonly (string | number)[],
  schema: z.ZodType<Answer>,
): Promise<Answer> {
  const { answer, process: child } = await startChild(name, args, schema);
  if (child.exitCode === null && child.signalCode === null) {
    await new Promise((resolve) => child.once('close', resolve));
  }
  return answer;
}
