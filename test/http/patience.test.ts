import diagnostics from 'node:diagnostics_channel'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { createEmulator, type LogEntry } from '../../src/index.ts'

// When time is up, node says so by this event: no test waits for it.
test('a request that does not arrive in time is refused, and says how much it has', async () => {
  const log: LogEntry[] = []
  await using emulator = createEmulator({ onRequest: (entry) => log.push(entry) })
  const { host, port, url } = await emulator.listen()
  const server = await new Promise<Server>((resolve) => {
    const tell = (message: unknown) => {
      diagnostics.unsubscribe('http.server.request.start', tell)
      resolve((message as { server: Server }).server)
    }
    diagnostics.subscribe('http.server.request.start', tell)
    void fetch(url)
  })
  expect(server).toMatchObject({ headersTimeout: 60_000, requestTimeout: 300_000 })
  const connected = new Promise((resolve) => server.once('connection', resolve))
  const answer = text(connect(port, host))
  server.emit('clientError', Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), await connected)
  expect(await answer).toMatch(/^HTTP\/1\.1 408 .*Its head may take 60 seconds, all of it 300\./s)
  expect(log.at(-1)).toMatchObject({ status: 408 })
})
