/**
 * Adds up the suites of `.ci/run`: for each, `NAME.json` by vitest's reporter and `NAME.code` with the command's exit code. A suite that
 * failed without a failed test (types, a file that does not load, no results at all) counts as one failure.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2]
let passed = 0
let failed = 0
for (const file of readdirSync(folder).filter((name) => name.endsWith('.code'))) {
  const name = file.slice(0, -'.code'.length)
  const code = Number(readFileSync(join(folder, file), 'utf8'))
  const path = join(folder, `${name}.json`)
  const results = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0 } = results
  const failures = numFailedTests || (code === 0 ? 0 : 1)
  console.log(`${name}: ${numPassedTests} passed, ${failures} failed, ${numPendingTests} skipped`)
  passed += numPassedTests
  failed += failures
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
