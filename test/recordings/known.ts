import type { Exchange } from './recording.ts'
import type { Adapt } from './replay.ts'

/** Why an exchange is not compared at all; undefined if it is. */
export function setApart({ request, response }: Exchange): string | undefined {
  const beta = request.headers['openai-beta']
  if (request.body === null && request.headers['content-type']?.startsWith('multipart')) return 'its body was not kept'
  if (beta !== 'assistants=v2') return `speaks another version: ${beta ?? 'no OpenAI-Beta header'}`
  return undefined
}

/** Keys that the service added to its objects while recordings were made: older ones do not have them. */
const added: { key: string; since: string }[] = [
  { key: 'parallel_tool_calls', since: '2024-06' },
  { key: 'reasoning_effort', since: '2025-01' },
  { key: 'prompt_token_details', since: '2025-01' },
  { key: 'completion_tokens_details', since: '2025-01' },
]

/** Our answer without the keys that were not there yet. */
export const asOfThen: Adapt = (answer, { response }) => {
  const then = response.headers.date === undefined ? 'now' : new Date(response.headers.date).toISOString()
  return added
    .filter(({ since }) => then < since)
    .reduce((text, { key }) => text.replace(new RegExp(`,\\s*"${key}": ?(?:\\{[^}]*\\}|[^,}\\s]+)`, 'g'), ''), answer)
}

/** What one recording shows and later ones contradict: the difference that it makes, and the rule of our streams that it breaks. */
export const contradicted: { recording: string; difference: RegExp; rule: RegExp; reason: string }[] = [
  {
    recording: 'ruby-openai/runs_streamed_create',
    difference: /^event \d+: "thread\.run\.completed" was recorded, ours is "thread\.run\.incomplete"$/,
    rule: /thread\.run\.completed: name and status differ/,
    reason:
      'In April 2024 a run that ended incomplete was told under the name of completed; by 2025 it had a name of its own (openai-node #1306, #1439).',
  },
]
