import { parseWait } from '../durations.ts'
import type { LineFile, LineMapping } from '../format/file.ts'
import { actions } from '../format/line.ts'
import type { Line } from '../scenario.ts'
import { oneOf } from '../words.ts'
import type { Path } from '../yaml.ts'
import { toCalls } from './calls.ts'
import { type BranchFile, toConditions } from './conditions.ts'
import { toEvents } from './events.ts'
import { toMessage } from './message.ts'
import type { Report } from './report.ts'
import { toStatus } from './status.ts'

/** Words that only go with certain actions. */
const modifiers = {
  usage: ['message', 'tool_calls'],
  last_error: ['status'],
  incomplete_details: ['status'],
  then: ['if'],
  else: ['if'],
} as const

/** The lines of a script in their normal form. */
export function toLines(report: Report, path: Path, lines: LineFile[]): Line[] {
  return lines.flatMap((line, n) => {
    const given = typeof line === 'string' ? { [line]: null } : line
    const normal = toLine(report, [...path, n], given)
    // A branch is decided after its wait, so the wait is a line of its own.
    return normal.do === 'if' && normal.after
      ? [
          { where: normal.where, after: normal.after, do: 'wait' as const },
          { ...normal, after: undefined },
        ]
      : [normal]
  })
}

function toLine(report: Report, path: Path, line: LineMapping): Line {
  const [action, ...more] = actions.filter((word) => word in line)
  if (more.length > 0) report.add(path, `one thing a line: this has ${[action, ...more].join(' and ')}`)
  for (const [modifier, owners] of Object.entries(modifiers)) {
    if (modifier in line && !owners.some((word) => word === action))
      report.add(path, `"${modifier}" belongs to a line with ${oneOf(owners)}`, modifier)
  }
  const common = { where: report.where(path), ...(line.after !== undefined && { after: parseWait(line.after) }) }
  const usage = line.usage && { usage: line.usage }
  switch (action) {
    case 'status':
      return { ...common, ...toStatus(report, path, line) }
    case 'message':
      return { ...common, ...toMessage(report, [...path, 'message'], line.message ?? null), ...usage }
    case 'tool_calls':
      return { ...common, do: 'tool_calls', calls: toCalls(report, [...path, 'tool_calls'], line.tool_calls), ...usage }
    case 'events':
      return { ...common, do: 'events', events: toEvents(report, [...path, 'events'], line.events!) }
    case 'gate':
      return { ...common, do: 'gate', gate: line.gate! }
    case 'hold':
      return { ...common, do: 'hold' }
    case 'if':
      return { ...common, ...toBranch(report, path, line) }
    default:
      if (line.after === undefined) report.add(path, `this line does nothing: write ${oneOf([...actions, 'after'])}`)
      return { ...common, do: 'wait' }
  }
}

function toBranch(report: Report, path: Path, line: LineMapping) {
  const given = line.if as BranchFile | BranchFile[]
  if (line.then === undefined && line.else === undefined)
    report.add(path, 'this decides nothing: write the lines of "then", "else" or both')
  return {
    do: 'if' as const,
    if: toConditions(report, [...path, 'if'], given),
    then: toLines(report, [...path, 'then'], (line.then ?? []) as LineFile[]),
    else: toLines(report, [...path, 'else'], (line.else ?? []) as LineFile[]),
  }
}
