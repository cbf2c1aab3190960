/**
 * `npm run kernels`: compiles renderer/kernels/assembly to WebAssembly and puts it into renderer/kernels/module.ts.
 * With `--check` it says whether what is there is what would be put there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileString } from 'assemblyscript/asc';
import { root } from './root.ts';

const folder = join(root, 'renderer', 'kernels');
const target = join(folder, 'module.ts');

const source = readFileSync(join(folder, 'assembly', 'kernels.ts'), 'utf8');
const { error, binary, stderr } = await compileString(source, {
  optimizeLevel: 3,
  shrinkLevel: 0,
  runtime: 'stub',
  noAssert: true,
  initialMemory: 3,
  enable: ['simd', 'bulk-memory'],
});
if (error || !binary) throw new Error(`The kernels do not compile: ${stderr.toString()}`, { cause: error });

const text = `/** Made of assembly/kernels.ts by \`npm run kernels\`: WebAssembly, in base64. */
export const kernelModule =
  '${Buffer.from(binary).toString('base64')}';
`;
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  process.stderr.write('renderer/kernels/module.ts is not what "npm run kernels" makes of the source.\n');
  process.exitCode = 1;
}
