import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { type Case, junit } from '../../engine/junit.ts'
import { type Summary, unmatchedLine, waitingLine } from './summary.ts'

/** How the command ended. */
export interface Outcome {
  command: string[]
  exit_code: number
  /** Wall-clock milliseconds that it ran for. */
  ms: number
  /** Whether what `--strict` does not accept counts as a failure. */
  strict: boolean
}

/**
 * Writes reports: JUnit into an `.xml` file, JSON into any other; folders are made where they are missing.
 * Resolves to what could not be written, and why.
 */
export async function writeReports(
  files: string[],
  cwd: string,
  outcome: Outcome,
  summary: Summary,
): Promise<string[]> {
  const failures: string[] = []
  for (const file of files) {
    const path = resolve(cwd, file)
    try {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, path.endsWith('.xml') ? asJunit(outcome, summary) : asJson(outcome, summary))
    } catch (error) {
      failures.push(`the report "${file}" cannot be written: ${(error as Error).message}`)
    }
  }
  return failures
}

function asJson(outcome: Outcome, summary: Summary): string {
  return `${JSON.stringify({ ...outcome, ...summary }, null, 2)}\n`
}

/** A case for each thing that can be wrong; what is not a failure without `--strict` is shown as skipped. */
function asJunit({ command, exit_code, ms, strict }: Outcome, summary: Summary): string {
  const { unmatched, waiting, scenarios } = summary
  const failed = exit_code === 0 ? [] : [`${command.join(' ')}: exit code ${exit_code}`]
  return junit('run-emulator exec', [
    {
      name: 'run-emulator exec',
      cases: [
        { ...testcase('the command succeeds', failed, true), seconds: ms / 1000 },
        testcase('every request is matched', unmatched.map(unmatchedLine), strict),
        testcase('no run is left waiting', waiting.map(waitingLine), strict),
        testcase('every scenario of yours is used', scenarios.unused, false),
        testcase('every queued scenario is used', Object.keys(scenarios.queued), false),
      ],
    },
  ])
}

function testcase(name: string, wrong: string[], fails: boolean): Case {
  if (wrong.length === 0) return { name }
  return { name, [fails ? 'failure' : 'skipped']: wrong.join('\n') }
}
