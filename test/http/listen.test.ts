import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import type { LogEntry, Services } from '../../src/http/services.ts'
import { listen } from '../../src/http/listen.ts'

/** A server around an answer that no route would give. */
async function serving(answer: (services: Services) => Response | Promise<Response>) {
  const log: LogEntry[] = []
  const services = { log: (entry: LogEntry) => void log.push(entry) } as Services
  const port = await listen(() => answer(services), services)
  onTestFinished(() => port.close())
  return { log, url: port.url, port }
}

it('outlives a handler that fails', async () => {
  const { log, url } = await serving(() => Promise.reject(new Error('unforeseen')))
  const response = await fetch(url)
  expect(response.status).toBe(500)
  expect(((await response.json()) as { error: object }).error).toMatchObject({ code: 'internal_error' })
  expect(log).toMatchObject([{ method: 'GET', path: '/v1', status: 500, error: expect.stringContaining('unforeseen') }])
})

it('outlives an answer that cannot be sent', async () => {
  const { log, url } = await serving(({ socketResponse }) => new socketResponse!('', { headers: { x: 'two\nlines' } }))
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  expect(log).toMatchObject([{ method: 'GET', path: '/v1', status: 0, error: expect.stringContaining('["x"]') }])
})

it('closes idle connections at once, and those of an endless answer soon', async () => {
  const { port } = await serving(() => new Response(new ReadableStream()))
  const idle = connect(port.port, port.host)
  await once(idle, 'connect')
  const closed = once(idle.resume(), 'close')
  const response = await fetch(port.url)
  await port.close()
  await expect(response.text()).rejects.toThrow('terminated')
  await closed
})
