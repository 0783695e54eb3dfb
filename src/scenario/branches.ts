import type { Issue } from './zod.ts'

/**
 * Of the branches of a union, all of which failed, the one that the data was meant for: it did not fail at the root, and it has the
 * fewest problems. Undefined where the data is like none of them.
 */
export function branchOf(branches: Issue[][]): Issue[] | undefined {
  const meant = branches.filter((branch) => branch.every(inside))
  return meant.toSorted((a, b) => unknown(a) - unknown(b) || a.length - b.length)[0]
}

/** The data had the right type for the branch; what is wrong is inside of it, or its value. */
function inside(issue: Issue): boolean {
  switch (issue.code) {
    case 'invalid_type':
      return issue.path.length > 0
    case 'invalid_value':
      return issue.path.length > 0 || typeof issue.input === 'string'
    case 'invalid_union':
      return issue.path.length > 0 || branchOf(issue.errors) !== undefined
    default:
      return true
  }
}

function unknown(branch: Issue[]): number {
  return branch.flatMap((issue) => (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : []))
    .length
}

/** A word that no branch knows might have been meant for any of them: then the words of all are known here. */
export function sharedWords(issue: Issue, branches: Issue[][]): Issue {
  if (issue.code !== 'unrecognized_keys' || issue.path.length > 0) return issue
  const alike = branches.flat().filter((each) => each.code === 'unrecognized_keys' && each.path.length === 0)
  const [first, ...words] = [...new Set(alike.flatMap(({ message }) => message.split('\n')))]
  return { ...issue, message: [first, ...words].join('\n') }
}
