import { describe, expect, test } from 'vitest'
import { sound } from '../support/scenarios.ts'
import { playPolled, playStreamed } from './play.ts'
import { setUp } from './set_up.ts'
import { expectAgreement, readView } from './views.ts'

// Their streams break, so that what was told is not all there was.
const cut = ['stream-cut']

describe.each(sound)('%s', (name) => {
  test('who streams is told what who polls reads; either way the run ends with the same run, messages and steps', async () => {
    const streaming = await setUp()
    const polling = await setUp()
    let compared = 0

    const streamed = await playStreamed(streaming, name, async (told, { id, thread_id }) => {
      expectAgreement(told, await readView(streaming.openai, { id, thread_id }))
      compared++
    })
    const polled = await playPolled(polling, name)

    expect(compared > 0).toBe(streamed !== undefined && !cut.includes(name))
    expect(polled === undefined).toBe(streamed === undefined)
    if (!streamed || !polled) return
    expect(await readView(polling.openai, polled)).toEqual(await readView(streaming.openai, streamed))
  })
})
