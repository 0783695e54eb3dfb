import { streams } from '../../scenario/moments.ts'
import { bare, defineFault } from './fault.ts'
import { isFrame } from './selector.ts'

export const unnamed_done = defineFault({
  what: "The stream ends with `data: [DONE]` alone, as other endpoints' streams do: the `event: done` line is missing.",
  on: streams,
  schema: bare,
  events: async function* (events) {
    for await (const event of events)
      yield isFrame(event) && event.event === 'done' ? { event: '', data: event.data } : event
  },
})
