import { pathOf } from '../engine/journal/filter.ts'
import { maskText } from '../engine/journal/mask.ts'
import type { LogEntry } from '../http/services.ts'

/** Tells of requests without the secrets in them: of a URL the path alone, of an error what is no key. */
export function discreet(tell: (entry: LogEntry) => void): (entry: LogEntry) => void {
  return ({ path, error, unmatched, ...same }) =>
    tell({
      ...same,
      path: pathOf({ url: path }),
      ...(error !== undefined && { error: maskText(error) }),
      ...(unmatched !== undefined && { unmatched: maskText(unmatched) }),
    })
}
