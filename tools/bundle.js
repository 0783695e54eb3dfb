/**
 * Writes the program to `dist`: a few files instead of two hundred, because finding, linking and compiling them was most of what
 * start-up took longer than a bare server's. Nothing is minified, so that stack traces can be read; packages stay outside.
 */
import { chmodSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const { dependencies, peerDependencies } = JSON.parse(readFileSync(file('package.json'), 'utf8'))

await build({
  cwd: file('.'),
  input: {
    main: 'src/main.ts',
    index: 'src/index.ts',
    vitest: 'src/testing/vitest.ts',
    jest: 'src/testing/jest.ts',
    'node-test': 'src/testing/node_test.ts',
  },
  platform: 'node',
  external: Object.keys({ ...dependencies, ...peerDependencies }).map((name) => new RegExp(`^${name}(/|$)`)),
  output: {
    dir: 'dist',
    cleanDir: true,
    sourcemap: true,
    chunkFileNames: '[name].js',
    codeSplitting: {
      // What is named first takes what it needs along.
      groups: [
        { name: 'common', test: /[\\/]src[\\/](package|scenario[\\/]problems)\.ts$/, priority: 3 },
        {
          name: 'emulator',
          test: /[\\/]src[\\/](?!(cli|testing)[\\/]).+[\\/]|[\\/]src[\\/]emulator\.ts$/,
          priority: 2,
        },
        { name: 'cli', test: /[\\/]src[\\/]cli[\\/]/, priority: 1 },
      ],
    },
  },
})
chmodSync(file('dist/main.js'), 0o755)
