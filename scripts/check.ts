/** `npm run check`: format and lint, types, kernels, dead code, dependency direction. All are run; any failure fails it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './root.ts';

/** A program of node_modules/.bin, or a script of ours. */
const checks: [name: string, program: string, args: string[]][] = [
  ['format and lint', 'biome', ['check', '--error-on-warnings', '.']],
  ['types of main', 'tsc', ['-p', 'electron/tsconfig.json']],
  ['types of the renderer', 'tsc', ['-p', 'renderer/tsconfig.json']],
  ['types of tests and scripts', 'tsc', ['-p', 'tsconfig.json']],
  ['kernels', 'scripts/kernels.ts', ['--check']],
  ['dead code', 'knip', ['--no-config-hints']],
  [
    'dependency direction',
    'depcruise',
    ['--config', '.dependency-cruiser.cjs', 'electron', 'renderer', 'shared', 'scripts', 'test'],
  ],
];

let failed = 0;
for (const [name, program, args] of checks) {
  const path = program.endsWith('.ts') ? join(root, program) : join(root, 'node_modules', '.bin', program);
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  process.stdout.write(`${status === 0 ? 'ok  ' : 'FAIL'}  ${name}\n`);
  if (status === 0) continue;
  failed += 1;
  process.stdout.write(`${stdout}${stderr}\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
