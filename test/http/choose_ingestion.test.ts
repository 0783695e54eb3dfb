import { expect, test, vi } from 'vitest'
import { Reader } from '../../src/scenario/read.ts'
import { wire } from '../support/wire.ts'

test('the scenario that a request names must be there, and is read only when a file is taken in', async () => {
  const read = vi.spyOn(Reader.prototype, 'file')
  const { post } = wire()

  const known = await post('/threads', {}, { 'x-emulator-scenario': 'hello' })
  const unknown = await post('/threads', {}, { 'x-emulator-scenario': 'no-such' })

  expect(known.status).toBe(200)
  expect(read).not.toHaveBeenCalled()
  expect(unknown.status).toBe(400)
  expect(unknown.body.error.message).toContain('There is no scenario "no-such"')
})
