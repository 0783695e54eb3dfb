import type { FaultFile, FaultVocabulary, FaultWord } from '../format/faults.ts'
import { isRead, type Moment, moments } from '../moments.ts'
import type { FaultLine } from '../scenario.ts'
import { oneOf } from '../words.ts'
import type { Path } from '../yaml.ts'
import type { Report } from './report.ts'

/** The faults of a script in their normal form; `scenario` is its name. */
export function toFaults(
  report: Report,
  scenario: string,
  path: Path,
  list: FaultFile[],
  vocabulary: FaultVocabulary,
): FaultLine[] {
  return list.flatMap(({ on, nth, after, times, probability, handled, ...rest }, n) => {
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
    const [[fault, args]] = given as [[string, unknown]]
    const word = vocabulary[fault]!
    const problem = (key: string, message: string | undefined) => message && report.add([...at, key], message)
    if (!word.on.includes(on)) problem('on', `"${fault}" happens on ${oneOf(word.on)}, not on ${on}`)
    else problem(fault, word.check?.(args, on, handled ?? word.handled[0]))
    if (nth !== undefined && (times !== undefined || after !== undefined))
      problem('nth', '"nth" is one request only: leave "times" and "after" out')
    if (handled !== undefined) problem('handled', wrongHandled(fault, word, on, handled))
    let prepared = args
    try {
      if (word.prepare) prepared = word.prepare(args, report.source.folder)
    } catch (error) {
      problem(fault, (error as Error).message)
    }
    return [
      {
        where: report.where(at),
        list: `${scenario}\n${path.join('.')}`,
        on,
        after: after ?? (nth === undefined ? 0 : nth - 1),
        times: times ?? (nth === undefined ? null : 1),
        probability: probability ?? null,
        handled: handled ?? word.handled[0],
        fault,
        with: prepared,
      },
    ]
  })
}

function wrongHandled(fault: string, word: FaultWord, on: Moment, handled: boolean): string | undefined {
  if (isRead(on)) return `${moments[on]} changes nothing, whether it is carried out or not: leave "handled" out`
  if (word.handled.includes(handled)) return undefined
  return handled
    ? `"${fault}" means that nothing is carried out: leave "handled" out`
    : `"${fault}" disturbs an answer, so the request has been carried out: leave "handled" out`
}
