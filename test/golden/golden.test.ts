import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { playStreamed } from '../sdk/play.ts'
import { setUp } from '../sdk/set_up.ts'
import { expectGrammar } from '../sdk/grammar.ts'
import { sound } from '../support/scenarios.ts'
import { recording, transcriptOf } from '../support/transcript.ts'

/** To accept a change after reading it: `npx vitest run test/golden -u`. */
test.each(sound)('%s is told as in its golden transcript', async (name) => {
  const stage = await setUp()
  const { emulator } = stage
  const { fetch, exchanged } = recording(emulator.fetch)
  const openai = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch, maxRetries: 0 })

  await playStreamed({ ...stage, openai }, name)

  await expect(transcriptOf(exchanged)).toMatchFileSnapshot(`${name}.sse`)
  for (const { streamed, broken, body } of exchanged) if (streamed) expectGrammar(body, { broken })
})
