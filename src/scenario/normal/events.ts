import type { CannedEvent } from '../../run/canned.ts'
import { eventFlaws } from '../event_data.ts'
import { isTemplate } from '../template.ts'
import type { Path } from '../yaml.ts'
import type { Report } from './report.ts'

/** Literal events, checked as far as their templates allow. */
export function toEvents(
  report: Report,
  path: Path,
  events: { event: string; data?: Record<string, unknown> | undefined }[],
): CannedEvent[] {
  return events.map(({ event, data = {} }, n) => {
    const at = [...path, n]
    report.templates([...at, 'data'], data)
    // What a template will make of it shows when the event is played.
    const filled = !isTemplate(JSON.stringify(data))
    for (const flaw of eventFlaws({ event, data: filled ? data : {} }))
      if (filled || flaw.path[0] === 'event') report.add([...at, ...flaw.path], flaw.message, flaw.key)
    return { event, data }
  })
}
