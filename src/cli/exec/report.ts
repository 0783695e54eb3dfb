import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { printed, type Summary, unmatchedLine, waitingLine } from './summary.ts'

/** How the command ended. */
export interface Outcome {
  command: string[]
  exit_code: number
  /** Wall-clock milliseconds that it ran for. */
  ms: number
  /** Whether what `--strict` does not accept counts as a failure. */
  strict: boolean
}

/** Writes a report: JUnit into an `.xml` file, JSON into any other; folders are made where they are missing. */
export async function writeReport(file: string, cwd: string, outcome: Outcome, summary: Summary): Promise<void> {
  const path = resolve(cwd, file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, path.endsWith('.xml') ? junit(outcome, summary) : json(outcome, summary))
}

function json(outcome: Outcome, summary: Summary): string {
  return `${JSON.stringify({ ...outcome, ...summary }, null, 2)}\n`
}

/** A case for each thing that can be wrong; what is not a failure without `--strict` is shown as skipped. */
function junit({ command, exit_code, ms, strict }: Outcome, summary: Summary): string {
  const { unmatched, waiting, scenarios } = summary
  const cases: [name: string, wrong: string[], fails: boolean][] = [
    ['the command succeeds', exit_code === 0 ? [] : [`${command.join(' ')}: exit code ${exit_code}`], true],
    ['every request is matched', unmatched.map(unmatchedLine), strict],
    ['no run is left waiting', waiting.map(waitingLine), strict],
    ['every scenario of yours is used', scenarios.unused, false],
    ['every queued scenario is used', Object.keys(scenarios.queued), false],
  ]
  const wrong = cases.filter(([, lines]) => lines.length > 0)
  const failures = wrong.filter(([, , fails]) => fails).length
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${wrong.length - failures}" time="${ms / 1000}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="run-emulator" ${counts}>`,
    ...cases.map(([name, lines, fails]) => testcase(name, lines, fails ? 'failure' : 'skipped')),
    `    <system-out>${escaped(printed(summary))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testcase(name: string, lines: string[], how: 'failure' | 'skipped'): string {
  const opening = `    <testcase classname="run-emulator" name="${escaped(name)}" time="0"`
  if (lines.length === 0) return `${opening}/>`
  return `${opening}><${how} message="${escaped(lines[0]!)}">${escaped(lines.join('\n'))}</${how}></testcase>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** For an element or an attribute; characters that XML cannot hold at all become question marks. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => entities[character]!)
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '?')
}
