import { afterAll, afterEach } from 'vitest'
import { takeFound } from './watch.ts'

/** Every answer that a test provoked must be what the OpenAPI document says, or a known difference. */
function mustBeInTheDocument(): void {
  const found = [...new Set(takeFound())]
  if (found.length === 0) return
  const more = found.length > 20 ? [`… and ${found.length - 20} more`] : []
  throw new Error(
    `Answers differ from the OpenAPI document in ways that test/schema/differences.ts does not list:\n${[...found.slice(0, 20), ...more].join('\n')}`,
  )
}

afterEach(mustBeInTheDocument)
// What a file provokes outside of its tests.
afterAll(mustBeInTheDocument)
