/** Something wrong in a scenario file; lines and columns count from 1. */
export interface Problem {
  file: string
  line: number
  column: number
  message: string
}

/** Nobody reads more than this many problems of one file, and finding words for each takes its time. */
export const mostProblems = 100

/** Problems of one file in the order in which they stand there. */
export function inOrder(problems: Problem[]): Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
}

/** All that is wrong with what was read, at once. Its message has a line `file:line:column: what` for each problem. */
export class ScenarioError extends Error {
  readonly problems: Problem[]
  constructor(problems: Problem[]) {
    super(problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n'))
    this.name = 'ScenarioError'
    this.problems = problems
  }
}
