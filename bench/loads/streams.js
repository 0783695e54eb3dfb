// Opens streams and keeps them open; when asked to, waits until each has ended and says what is missing.
import { request } from 'node:http'
import { headers } from '../client.js'

const opening = 100

process.once('disconnect', () => process.exit())
process.once('message', async ({ port, assistant_id, from, count, events, said }) => {
  const streams = Array.from({ length: count }, (_, n) => new Stream(from + n))
  const waiting = streams.values()
  await Promise.all(
    Array.from({ length: opening }, async () => {
      for (const stream of waiting) await stream.open(port, assistant_id)
    }),
  )
  process.once('message', async () => {
    await Promise.all(streams.map(({ ended }) => ended))
    process.send({ lost: streams.map((stream) => stream.lacks(events, said)).filter((lack) => lack !== undefined) })
  })
  process.send({ opened: count })
})

class Stream {
  #question
  #text = ''
  #error
  #ended
  ended = new Promise((resolve) => (this.#ended = resolve))

  constructor(n) {
    this.#question = `This is stream ${n}.`
  }

  /** Resolves when the first word has been said, or it is clear that none will be. */
  open(port, assistant_id) {
    const body = { assistant_id, thread: { messages: [{ role: 'user', content: this.#question }] }, stream: true }
    return new Promise((resolve) => {
      void this.ended.then(resolve)
      const fail = (error) => {
        this.#error ??= error
        this.#ended()
      }
      const sent = request({
        ...{ host: '127.0.0.1', port, method: 'POST', path: '/v1/threads/runs', agent: false },
        headers: { ...headers, 'x-emulator-scenario': 'held-open' },
      })
      sent.once('error', fail).once('response', (response) => {
        response.setEncoding('utf8').once('error', fail).once('end', this.#ended)
        response.on('data', (chunk) => {
          this.#text += chunk
          if (chunk.includes('thread.message.delta')) resolve()
        })
      })
      sent.end(JSON.stringify(body))
    })
  }

  /** What is wrong with it, if anything is; `said` is what each says before its own question, if it asks one. */
  lacks(events, said) {
    const got = this.#text.split('\n\n').slice(0, -1)
    const told = got.map(
      (event) => /"value": ?"([^"]*)"/.exec(/^event: thread\.message\.delta$/m.test(event) ? event : '')?.[1],
    )
    const text = told.join('')
    if (this.#error) return `${this.#question} ${this.#error.message}`
    if (got.length !== events) return `${this.#question} ${got.length} of ${events} events. ${this.#text.slice(0, 500)}`
    if (!this.#text.endsWith('data: [DONE]\n\n')) return `${this.#question} No end.`
    if (said && text !== said + this.#question) return `${this.#question} It said "${text}".`
    return undefined
  }
}
