/** Which way imports may point (docs/decisions/0001): shared <- electron, shared <- renderer, and no way back. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-is-pure',
      comment: 'shared/ runs in every process: it knows neither Electron nor Node nor a process of ours',
      severity: 'error',
      from: { path: '^shared/', pathNot: '[.]test[.]ts$' },
      to: {
        path: '^(electron|renderer|test|scripts)/|^node:|^electron$|node_modules/electron/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'shared-has-no-node-core',
      severity: 'error',
      from: { path: '^shared/', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'processes-are-apart',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^renderer/' },
    },
    {
      name: 'processes-are-apart-too',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '[.]test[.]ts$' },
      to: { path: '^(electron|test|scripts)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-knows-no-tests',
      severity: 'error',
      from: { path: '^(electron|renderer|shared)/', pathNot: '[.]test[.]tsx?$' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'features-are-apart',
      comment: 'what two features need lies in model/ or ui/',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: 'electron-only-at-the-rim',
      comment:
        'only desktop/, main.ts and preload.ts import Electron itself; the rest takes what it needs as arguments',
      severity: 'error',
      from: { path: '^electron/', pathNot: '^electron/(desktop/|main[.]ts$|preload[.]ts$)|[.]test[.]ts$' },
      to: { path: 'node_modules/electron/|^electron$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-dev-dependencies-in-the-product',
      severity: 'error',
      from: { path: '^(electron|renderer|shared)/', pathNot: '[.]test[.]tsx?$' },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/(electron|@types|vite)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
    // Its TypeScript parser does not know TypeScript 7 yet.
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
