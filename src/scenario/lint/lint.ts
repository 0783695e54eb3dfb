import type { Line, Scenario, Script } from '../scenario.ts'
import type { Finding } from './finding.ts'
import { ScriptLint } from './script.ts'
import { shadows } from './shadows.ts'

export type { Finding } from './finding.ts'

/** What can never happen in these scenarios, alone and beside each other. They are known to be well-formed. */
export function lint(scenarios: Scenario[]): Finding[] {
  return [...scenarios.flatMap(lintOne), ...shadows(scenarios)]
}

function lintOne(scenario: Scenario): Finding[] {
  const scripts: Script[] = scenario.sequence?.map(({ script }) => script) ?? [scenario]
  const found = scripts.flatMap((script) => {
    const walk = new ScriptLint()
    walk.script(script.script)
    walk.onCancel(script.on_cancel)
    return [...walk.findings, ...idleFaults(script)]
  })
  const never: Finding[] =
    scenario.probability === 0
      ? [{ where: scenario.file, level: 'warning', message: 'probability: 0 answers no run' }]
      : []
  return [...never, ...found]
}

/** A fault on submits strikes nobody where nothing is to be submitted. */
function idleFaults({ script, faults }: Script): Finding[] {
  if (asks(script)) return []
  return faults
    .filter(({ on }) => on === 'submit')
    .map(({ where }) => ({
      where,
      level: 'warning',
      message: 'this fault never strikes: the script asks for no tool outputs',
    }))
}

function asks(lines: Line[]): boolean {
  return lines.some((line) =>
    line.do === 'tool_calls'
      ? line.calls === null || line.calls.some(({ type }) => type === 'function')
      : line.do === 'if' && (asks(line.then) || asks(line.else)),
  )
}
