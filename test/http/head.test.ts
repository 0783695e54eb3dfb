import { expect, it } from 'vitest'
import { createEmulator, type LogEntry } from '../../src/index.ts'

it.each([
  ['a file is downloaded', {}, 200],
  ['an answer is disturbed', { http_error: 503 }, 503],
])('HEAD, where %s, has no body, and is over', async (_, fault, status) => {
  const log: LogEntry[] = []
  const emulator = createEmulator({ onRequest: (entry) => log.push(entry) })
  const headers = { authorization: 'Bearer any' }
  const form = new FormData()
  form.set('purpose', 'vision')
  form.set('file', new File(['a picture'], 'a.png'))
  const uploaded = await emulator.fetch(`${emulator.url}/files`, { method: 'POST', headers, body: form })
  const { id } = (await uploaded.json()) as { id: string }
  if (status !== 200) emulator.faults.add({ method: 'HEAD', ...fault })

  const response = await emulator.fetch(`${emulator.url}/files/${id}/content`, { method: 'HEAD', headers })

  expect([response.status, await response.text()]).toEqual([status, ''])
  expect(log.at(-1)).toMatchObject({ method: 'HEAD', status })
  expect(emulator.journal().at(-1)!.response!.ended).toBe('complete')
  await emulator.close()
})
