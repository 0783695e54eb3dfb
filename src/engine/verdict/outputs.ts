import { counted } from '../../scenario/words.ts'
import { object, routes } from '../journal/traces.ts'
import { responseText } from '../journal/view.ts'
import type { Rule } from './rule.ts'

/** Submits the outputs of only some of the calls that a run waits for. */
export const partial_outputs: Rule = ({ entries }) =>
  entries.flatMap((entry) => {
    const { route, status, run, n } = entry
    if (route !== routes.submit || status !== 400) return []
    if (!responseText(entry).includes('Expected tool outputs for call_ids')) return []
    const calls = run?.required_action?.submit_tool_outputs.tool_calls ?? []
    const { tool_outputs = [] } = object(entry.body) as { tool_outputs?: { tool_call_id: string }[] }
    const missing = calls.filter(({ id }) => !tool_outputs.some(({ tool_call_id }) => tool_call_id === id))
    // All are there, and one too many: a mistake, but another one.
    if (missing.length === 0) return []
    const names = missing.map(({ id, function: { name } }) => `${name} (${id})`).join(', ')
    const message = `Request ${n} submitted ${calls.length - missing.length} of ${counted(calls.length, 'output')} that the run ${run?.id} waits for; missing: ${names}.`
    return [{ message, run: run?.id ?? null, requests: [n] }]
  })
