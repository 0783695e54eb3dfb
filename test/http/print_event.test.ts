import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { eventPrinter } from '../../src/http/print_event.ts'
import { renderers } from '../../src/http/render.ts'
import type { ContentDelta, Event } from '../../src/run/events.ts'

const entry = fc.oneof(
  fc.record({ index: fc.nat(3), type: fc.constant('text'), text: fc.record({ value: fc.string({ unit: 'binary' }) }) }),
  fc.record({
    index: fc.nat(3),
    type: fc.constant('text'),
    text: fc.record({ value: fc.string(), annotations: fc.constant([]) }),
  }),
  fc.record({ index: fc.nat(3), type: fc.constant('text'), text: fc.record({ value: fc.string(), more: fc.nat() }) }),
  fc.record({ index: fc.nat(3), type: fc.constant('text'), more: fc.nat(), text: fc.record({ value: fc.string() }) }),
  fc.record({ index: fc.nat(3), type: fc.constant('refusal'), refusal: fc.string() }),
)

test('a delta is printed as JSON.stringify prints it, whatever it brings', () => {
  const print = eventPrinter(renderers.recorded, { content: false })
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 2 }), (content) => {
      const data = {
        id: 'msg_1',
        object: 'thread.message.delta',
        delta: { content: content as ContentDelta[] },
      } as const
      expect(print({ event: 'thread.message.delta', data }).data).toBe(JSON.stringify(data))
    }),
  )
})

it('prints an object that is told twice once, and another one anew', () => {
  let printed = 0
  const data = { toJSON: () => ({ n: ++printed }) }
  const told = (event: string, of: object) => ({ event, data: of }) as unknown as Event
  const print = eventPrinter(renderers.recorded, { content: false })
  expect(print(told('thread.message.created', data)).data).toBe('{"n":1}')
  expect(print(told('thread.message.in_progress', data)).data).toBe('{"n":1}')
  expect(print(told('thread.message.completed', { ...data })).data).toBe('{"n":2}')
})
