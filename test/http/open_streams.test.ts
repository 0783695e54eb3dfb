import { expect, it } from 'vitest'
import { OpenStreams } from '../../src/http/open_streams.ts'

it('counts a stream that is closed twice once', () => {
  const streams = new OpenStreams(2)
  const close = streams.open()
  streams.open()
  expect(() => streams.mustHold()).toThrow('2 streams are open, and no more than 2 may be.')
  close()
  close()
  streams.mustHold()
  streams.open()
  expect(() => streams.mustHold()).toThrow('2 streams are open')
})
