import { streams } from '../../scenario/moments.ts'
import { bare, defineFault } from './fault.ts'
import { isFrame } from './selector.ts'

export const missing_done = defineFault({
  what: 'The stream ends without `data: [DONE]`.',
  on: streams,
  schema: bare,
  events: async function* (events) {
    for await (const event of events) if (!isFrame(event) || event.event !== 'done') yield event
  },
})
