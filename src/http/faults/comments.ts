import { streams } from '../../scenario/moments.ts'
import { bare, defineFault } from './fault.ts'
import { isFrame } from './selector.ts'

export const comments = defineFault({
  what: 'Comment lines stand between the events, as proxies send them to keep a connection alive.',
  on: streams,
  schema: (z) => z.union([bare(z), z.string().regex(/^[^\r\n]*$/, { error: 'expected a text on one line' })]),
  events: async function* (events, text) {
    for await (const event of events) {
      if (isFrame(event)) yield `: ${typeof text === 'string' ? text : 'keep-alive'}\n\n`
      yield event
    }
  },
})
