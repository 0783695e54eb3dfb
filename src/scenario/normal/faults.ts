import type { FaultVocabulary, PlayFile } from '../format/file.ts'
import type { FaultLine } from '../scenario.ts'
import { oneOf } from '../words.ts'
import type { Path } from '../yaml.ts'
import type { Report } from './report.ts'

/** The faults of a script in their normal form. */
export function toFaults(
  report: Report,
  path: Path,
  list: NonNullable<PlayFile['faults']>,
  vocabulary: FaultVocabulary,
): FaultLine[] {
  return list.flatMap(({ on, times, ...rest }, n) => {
    const at = [...path, n]
    const given = Object.entries(rest).filter(([, value]) => value !== undefined)
    if (given.length !== 1) {
      const what =
        given.length === 0
          ? `this fault does not say what goes wrong: write ${oneOf(Object.keys(vocabulary))}`
          : `one fault a line: this has ${given.map(([word]) => word).join(' and ')}`
      report.add(at, what)
      return []
    }
    const [fault, args] = given[0]!
    const places = vocabulary[fault]!.on
    if (!places.includes(on)) report.add([...at, 'on'], `"${fault}" happens on ${oneOf(places)}, not on ${on}`)
    return [{ where: report.where(at), on, times: times ?? null, fault, with: args }]
  })
}
