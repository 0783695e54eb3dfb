import { streams } from '../../scenario/moments.ts'
import { bare, defineFault } from './fault.ts'
import { isFrame } from './selector.ts'

/** The stream ends with `data: [DONE]` alone, as other endpoints' streams do: the `event: done` line is missing. */
export const unnamed_done = defineFault({
  on: streams,
  schema: bare,
  events: async function* (events) {
    for await (const event of events)
      yield isFrame(event) && event.event === 'done' ? { event: '', data: event.data } : event
  },
})
