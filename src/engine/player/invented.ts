import type { FileSearchResult } from '../../run/objects.ts'
import { inventAnswer } from '../../scenario/invent/invent.ts'
import type { AnnotationLine, Part } from '../../scenario/scenario.ts'
import { quote } from '../vector_stores/quote.ts'
import { prompt, type Turn } from './turn.ts'

/** What a message says whose words the script leaves to us. After a search it quotes the best passage and cites its file. */
export function inventedText(turn: Turn): Part {
  const asked = prompt(turn)
  const { response_format } = turn.state.run
  const plain = response_format === 'auto' || response_format.type === 'text'
  const cited = plain ? cite(lastFound(turn), asked.question) : undefined
  const text = inventAnswer(asked, response_format, turn.view().rounds.flat(), cited && [cited.sentence])
  return { part: 'text', text, annotations: cited ? [cited.annotation] : [] }
}

function lastFound({ state: { steps } }: Turn): FileSearchResult | undefined {
  const details = steps.findLast(({ type }) => type === 'tool_calls')?.step_details
  if (details?.type !== 'tool_calls') return undefined
  return details.tool_calls.flatMap((call) => (call.type === 'file_search' ? (call.file_search.results ?? []) : []))[0]
}

/** The first number of a marker was 4 in all recordings; the second counts the results. */
function cite(
  found: FileSearchResult | undefined,
  question: string,
): { sentence: string; annotation: AnnotationLine } | undefined {
  const passage = found?.content?.[0]?.text
  if (!found || !passage) return undefined
  const marker = `【4:0†${found.file_name}】`
  return {
    sentence: `${found.file_name} says: "${quote(passage, question)}"${marker}.`,
    annotation: { type: 'file_citation', text: marker, file_id: found.file_id },
  }
}
