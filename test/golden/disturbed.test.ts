import { expect, test } from 'vitest'
import { silence } from '../sdk/play.ts'
import { scenario, setUp } from '../sdk/set_up.ts'
import { disturbed } from '../support/scenarios.ts'

/** To accept a change after reading it: `npx vitest run test/golden -u`. */
test.each(disturbed)('%s is told as in its golden transcript, byte by byte', async (name) => {
  const { emulator, assistant_id, thread_id } = await setUp()
  const leaving = new AbortController()
  const response = await emulator
    .fetch(`${emulator.url}/threads/${thread_id}/runs`, {
      method: 'POST',
      signal: leaving.signal,
      headers: { authorization: 'Bearer any', 'openai-beta': 'assistants=v2', 'content-type': 'application/json' },
      body: JSON.stringify({ assistant_id, stream: true, ...scenario(name) }),
    })
    .catch((error: Error) => error)
  const transcript = response instanceof Response ? await read(response, leaving) : `: ${response.message}\n`
  await expect(transcript).toMatchFileSnapshot(`${name}.sse`)
})

/** The status, the bytes as text, a mark where a chunk ends if there is more than one, and how it ended. */
async function read(response: Response, leaving: AbortController): Promise<string> {
  const chunks: Buffer[] = []
  const reader = response.body?.getReader()
  let end = 'ended'
  while (reader) {
    const next = reader.read().catch(() => null)
    const read = await Promise.race([next, silence().then(() => undefined)])
    if (read === undefined) {
      end = 'fell silent'
      leaving.abort()
    } else if (read === null) end = 'broke'
    if (!read || read.done) break
    chunks.push(Buffer.from(read.value))
  }
  const whole = Buffer.concat(chunks).toString('latin1').replaceAll('\r', '␍')
  return `: ${response.status} ${response.headers.get('content-type')}, ${chunks.length > 1 ? 'in pieces' : 'in one piece'}, ${end}\n\n${Buffer.from(whole, 'latin1').toString('utf8')}\n`
}
