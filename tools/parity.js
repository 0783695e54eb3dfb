/** Runs test/recordings/parity.ts, which is TypeScript, on any Node that we support. */
import { rmSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'rolldown'

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
// Below the packages, so that they are found.
const dir = file(`node_modules/.cache/parity-${process.pid}`)
try {
  await build({
    cwd: file('.'),
    input: { parity: 'test/recordings/parity.ts' },
    platform: 'node',
    resolve: { alias: { 'run-emulator': file('src/index.ts') } },
    external: /^(?!run-emulator$|[a-z]:)[^./]/i,
    output: { dir, format: 'esm' },
    logLevel: 'warn',
  })
  const { main } = await import(pathToFileURL(`${dir}/parity.js`).href)
  process.exitCode = await main(process.argv.slice(2), file('../shared/recordings'))
} finally {
  rmSync(dir, { recursive: true, force: true })
}
