import type { ProjectControl } from '../emulator/project.ts'
import type { JournalEntry } from '../engine/journal/view.ts'

/** A project's journal for whoever reads why a test failed: what was asked, what was answered, what was left behind. */
export function told(project: ProjectControl): string {
  const entries = project.journal()
  const { unused, unstruck, waiting } = project.leftovers()
  return [
    `run-emulator: ${entries.length === 0 ? 'nothing was asked' : 'the journal'} of project ${project.name}`,
    ...grouped(entries),
    // Runs left active come below, with their scenario.
    ...project.verdict().findings.flatMap(({ rule, message }) => (rule === 'left_active' ? [] : [`  ! ${message}`])),
    ...unused.map(({ scenario, times }) => `  ! The queued scenario ${scenario} was not used (${times} left).`),
    ...unstruck.map(({ fault, times }) => `  ! The fault ${fault} has not struck (${times} left).`),
    ...waiting.map(
      ({ id, status, scenario, waits_for }) =>
        `  ! ${id} (${scenario}) is ${status}${waits_for ? `: waits for ${waits_for}` : ''}.`,
    ),
  ].join('\n')
}

/** What polling repeats is told once, with the numbers of the first and the last. */
function grouped(entries: JournalEntry[]): string[] {
  const groups: { first: number; last: number; text: string }[] = []
  for (const entry of entries) {
    const text = described(entry)
    const before = groups.at(-1)
    if (before?.text === text) before.last = entry.n
    else groups.push({ first: entry.n, last: entry.n, text })
  }
  return groups.map(({ first, last, text }) => `  ${first === last ? first : `${first}–${last}`}. ${text}`)
}

function described({ request, response, scenario, run, faults = [], unmatched }: JournalEntry): string {
  const answer = response === null ? 'no answer' : response.status || 'broken off'
  const facts = [
    `${request.method} ${request.path}`,
    String(answer),
    ...(scenario === null ? [] : [scenario]),
    ...(run === null ? [] : [run.status]),
    ...faults.map((fault) => `fault=${fault}`),
    ...(response && response.ended !== 'complete' && response.ended !== null ? [response.ended] : []),
  ]
  return [
    facts.join('  '),
    ...(request.body === null ? [] : [`       > ${short(request.body)}`]),
    ...(response?.events ? [`       < ${counted(response.events.map(({ event }) => event))}`] : []),
    ...(response && response.status >= 400 ? [`       < ${short(response.body)}`] : []),
    ...(unmatched === undefined ? [] : unmatched.split('\n').map((line) => `       ! ${line}`)),
  ].join('\n')
}

const longest = 400

function short(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

/** `a, b × 12, c` */
function counted(names: string[]): string {
  const groups: { name: string; times: number }[] = []
  for (const name of names) {
    const last = groups.at(-1)
    if (last?.name === name) last.times++
    else groups.push({ name, times: 1 })
  }
  return groups.map(({ name, times }) => (times > 1 ? `${name} × ${times}` : name)).join(', ')
}
