import { expect, it } from 'vitest'
import { createApp } from '../../src/http/app.ts'

it('has routes that suit the fastest router of hono', () => {
  const app = createApp()
  app.router.match('GET', '/v1/threads/thread_1')
  expect(app.router.name).toBe('SmartRouter + RegExpRouter')
})
