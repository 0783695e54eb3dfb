/**
 * Writes the program to `dist`: a few files instead of six hundred, because finding, linking and compiling them was most of what
 * start-up took longer than a bare server's. The packages that every start or first run needs are in them, without what is not used of
 * them. Nothing is minified, so that stack traces can be read; the other packages stay outside.
 */
import { chmodSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const { dependencies, peerDependencies } = JSON.parse(readFileSync(file('package.json'), 'utf8'))

/** Users have them too, because the declarations speak of their types. */
const inside = ['hono', 'yaml', 'zod', '@faker-js/faker']
const outside = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => !inside.includes(name))

/** Each in a file of its own, for they are required when first needed; and jest can require no ES module, as faker is one. */
const alone = { yaml: 'yaml', faker: '@faker-js/faker/locale/en' }

const options = {
  cwd: file('.'),
  platform: 'node',
  external: outside.map((name) => new RegExp(`^${name}(/|$)`)),
  plugins: Object.entries(alone).map(([name, from]) => ({
    name: `${name} alone`,
    transform: {
      filter: { code: `require('${from}')` },
      handler: (code) => ({ code: code.replace(`require('${from}')`, `require('./${name}.cjs')`), map: null }),
    },
  })),
  output: {
    dir: 'dist',
    comments: { jsdoc: false },
    codeSplitting: {
      // What is named first takes what it needs along.
      groups: [
        {
          name: 'common',
          test: /[\\/]src[\\/](package|scenario[\\/](problems|durations)|engine[\\/](control_error|junit|journal[\\/]mask)|http[\\/]hosts)\.ts$/,
          priority: 4,
        },
        { name: 'socket', test: /[\\/]@hono[\\/]node-server[\\/]/, priority: 3 },
        {
          name: 'emulator',
          test: /[\\/]src[\\/](?!(cli|testing)[\\/]).+[\\/]|[\\/]src[\\/]emulator\.ts$/,
          priority: 2,
        },
        { name: 'cli', test: /[\\/]src[\\/]cli[\\/]/, priority: 1 },
      ],
    },
  },
}
const asModules = await build({
  ...options,
  input: {
    main: 'src/main.ts',
    index: 'src/index.ts',
    vitest: 'src/testing/vitest.ts',
    jest: 'src/testing/jest.ts',
    'node-test': 'src/testing/node_test.ts',
  },
  output: { ...options.output, cleanDir: true, sourcemap: true, chunkFileNames: '[name].js' },
})
const common = { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' }
/** For test files of jest that are no ES modules: node itself requires the others. */
const asCommonJs = await build({
  ...options,
  input: { index: 'src/index.ts', jest: 'src/testing/jest.ts' },
  output: { ...options.output, ...common },
})
const packages = await build({ cwd: file('.'), input: alone, platform: 'node', output: { dir: 'dist', ...common } })

const written = [asModules, asCommonJs, packages].flatMap(({ output }) => output)
for (const { type, fileName } of written) if (type === 'chunk') toAscii(file(`dist/${fileName}`))
// A process of its own runs it.
copyFileSync(file('src/engine/files/read_document.js'), file('dist/read_document.js'))
chmodSync(file('dist/main.js'), 0o755)
writeFileSync(file('dist/LICENSES.txt'), licenses(written))

/** For a single other letter V8 keeps and reads a file as two bytes a letter, which takes five milliseconds of every start. */
function toAscii(path) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  writeFileSync(path, readFileSync(path, 'utf8').replace(/[^\0-\x7f]/g, escaped))
}

/** What the packages inside ask for: their licenses, to go with them. */
function licenses(chunks) {
  const modules = chunks.flatMap(({ moduleIds = [] }) => moduleIds)
  const folders = modules.flatMap((id) => /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id) ?? [])
  return [...new Set(folders)].sort().map(license).join('\n')
}

function license(folder) {
  const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  const [text] = readdirSync(folder).filter((entry) => /^licen[cs]e/i.test(entry))
  return `${name} ${version}\n\n${readFileSync(`${folder}/${text}`, 'utf8')}`
}
