import { expiresAfter } from '../run/create.ts'
import type { FaultLine, Match, Scenario, TextMatch } from './scenario.ts'
import { type Problem, ScenarioError } from './problems.ts'
import type { FaultVocabulary, ScenarioFile } from './format.ts'
import { parseDuration } from './durations.ts'
import { Lines } from './lines.ts'
import { oneOf } from './words.ts'
import type { Source } from './yaml.ts'

/**
 * Takes the sugar away: a checked file in the one normal form.
 * @throws ScenarioError where the words are right but do not make sense together.
 */
export function normalise(name: string, source: Source, file: ScenarioFile, vocabulary: FaultVocabulary): Scenario {
  const problems: Problem[] = []
  const lines = new Lines(source, problems)
  const scenario: Scenario = {
    name,
    description: file.description ?? '',
    file: source.file,
    match: matches(file.match),
    script: lines.script(['script'], file.script ?? ['tool_calls', 'message']),
    on_cancel: lines.script(['on_cancel'], file.on_cancel ?? []),
    faults: faults(source, problems, file.faults ?? [], vocabulary),
    expires_after: file.expires_after === undefined ? expiresAfter : parseDuration(file.expires_after)! / 1000,
  }
  if (problems.length > 0) throw new ScenarioError(problems)
  return scenario
}

type MatchFile = NonNullable<ScenarioFile['match']>
type TextFile = string | { equals?: string | undefined; contains?: string | undefined }

function matches(match: MatchFile | undefined): Match[] {
  return (Array.isArray(match) ? match : match ? [match] : []).map(
    ({ assistant, thread, tools, metadata, ...rest }) => {
      const {
        id,
        name,
        metadata: assistantMetadata,
      } = typeof assistant === 'string' ? { name: assistant } : (assistant ?? {})
      return {
        ...conditions({ assistant_id: id, assistant_name: name, ...rest }),
        ...(assistantMetadata && { assistant_metadata: conditions(assistantMetadata) }),
        ...(metadata && { metadata: conditions(metadata) }),
        ...(thread?.metadata && { thread_metadata: conditions(thread.metadata) }),
        ...(tools && { tools }),
      }
    },
  )
}

/** A bare text means: equals. */
function conditions(texts: Record<string, TextFile | undefined>): Record<string, TextMatch> {
  const given = Object.entries(texts).filter((entry): entry is [string, TextFile] => entry[1] !== undefined)
  return Object.fromEntries(given.map(([key, text]) => [key, typeof text === 'string' ? { equals: text } : text]))
}

function faults(
  source: Source,
  problems: Problem[],
  list: NonNullable<ScenarioFile['faults']>,
  vocabulary: FaultVocabulary,
): FaultLine[] {
  return list.flatMap(({ on, times, ...rest }, n) => {
    const given = Object.entries(rest).filter(([, value]) => value !== undefined)
    if (given.length !== 1) {
      problems.push(
        source.problem(
          ['faults', n],
          given.length === 0
            ? 'this fault does not say what goes wrong'
            : `one fault a line: this has ${given.map(([word]) => word).join(' and ')}`,
        ),
      )
      return []
    }
    const [fault, args] = given[0]!
    const places = vocabulary[fault]!.on
    if (!places.includes(on))
      problems.push(source.problem(['faults', n, 'on'], `"${fault}" happens on ${oneOf(places)}, not on ${on}`))
    return [{ where: source.where(['faults', n]), on, times: times ?? null, fault, with: args }]
  })
}
