import { streams } from '../../scenario/moments.ts'
import { bare, defineFault } from './fault.ts'
import { isFrame } from './selector.ts'

/** The stream ends without `data: [DONE]`. */
export const missing_done = defineFault({
  on: streams,
  schema: bare,
  events: async function* (events) {
    for await (const event of events) if (!isFrame(event) || event.event !== 'done') yield event
  },
})
