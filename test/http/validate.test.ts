import { expect, test } from 'vitest'
import { wire } from '../support/wire.ts'

test('a length that cannot be compared is refused like any other object', async () => {
  const { call } = wire()
  const thread = await call('POST', '/threads', '{}')
  const path = `/threads/${String(thread.body.id)}/messages`
  const refused = await call('POST', path, '{"role":"user","content":{"length":{"toString":null}}}')
  const usual = await call('POST', path, '{"role":"user","content":{}}')
  expect([refused.status, refused.text]).toEqual([400, usual.text])
  const control = await call('POST', '/../_emulator/runs/run_x/force', '{"status":{"length":{"toString":null}}}')
  expect(control.status).toBe(400)
})
