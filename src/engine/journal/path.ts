const compiled = new Map<string, RegExp>()

/**
 * Whether a path ends the way a pattern says: `/runs`, `/threads/:id/runs`. `*`, `:name` and `{name}` stand for one segment, `**` for
 * several; a pattern need not begin with `/v1`.
 */
export function pathMatches(pattern: string, path: string): boolean {
  let expression = compiled.get(pattern)
  if (!expression) {
    if (compiled.size > 1000) compiled.clear()
    compiled.set(pattern, (expression = compile(pattern)))
  }
  return expression.test(path)
}

function compile(pattern: string): RegExp {
  const segments = pattern
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .split('/')
    .map((segment) => {
      if (segment === '**') return '.+'
      if (/^(\*|:[\w-]+|\{[\w-]+\})$/.test(segment)) return '[^/]+'
      return segment.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')
    })
  return new RegExp(`(^|/)${segments.join('/')}/?$`)
}
