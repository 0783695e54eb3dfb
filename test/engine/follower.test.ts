import { expect, it } from 'vitest'
import { Follower } from '../../src/engine/follower.ts'
import type { Event } from '../../src/run/events.ts'

const event = (message: string): Event => ({
  event: 'error',
  data: { error: { message, type: 'server_error', param: null, code: null } },
})
const texts = (events: Event[] | null) =>
  events?.map(({ data }) => (data as { error: { message: string } }).error.message) ?? null

function follow() {
  const left: Follower[] = []
  const follower = new Follower((who) => left.push(who))
  return { follower, left, next: async () => texts(await follower.next()) }
}

it('is told all that happened since it last asked, in order, and then the end', async () => {
  const { follower, next, left } = follow()
  follower.push([event('a')])
  follower.push([event('b'), event('c')])
  expect(await next()).toEqual(['a', 'b', 'c'])
  follower.push([event('d')])
  follower.end()
  expect(follower.over).toBe(false)
  expect(await next()).toEqual(['d'])
  expect(follower.over).toBe(true)
  expect(await next()).toBeNull()
  expect(left, 'whoever stays to the end has not left').toEqual([])
})

it('waits for what is to come', async () => {
  const { follower, next } = follow()
  const first = next()
  follower.push([event('a')])
  expect(await first).toEqual(['a'])
  const last = next()
  follower.end()
  expect(await last).toBeNull()
})

it('leaves once, is told nothing more, and whoever waited for it goes on', async () => {
  const { follower, next, left } = follow()
  follower.push([event('unread')])
  follower.leave()
  follower.leave()
  follower.push([event('after')])
  expect(left).toEqual([follower])
  expect(await next()).toBeNull()
  const waiting = follow()
  const answer = waiting.next()
  waiting.follower.leave()
  expect(await answer).toBeNull()
})

it('does not leave what has ended', () => {
  const { follower, left } = follow()
  follower.end()
  follower.leave()
  expect(left).toEqual([])
})

it('does not change the events that others are told too', async () => {
  const shared = [event('a')]
  const { follower, next } = follow()
  follower.push(shared)
  follower.push([event('b')])
  expect(await next()).toEqual(['a', 'b'])
  expect(shared).toHaveLength(1)
})
