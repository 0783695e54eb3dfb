import { expect, test } from 'vitest'
import { Follower, mostPending } from '../../src/engine/follower.ts'
import type { Event } from '../../src/run/events.ts'

const many = (count: number, data: unknown = {}): Event[] =>
  Array.from({ length: count }, () => ({ event: 'thread.run.queued', data }) as Event)

test('any number of events at once, for one who is waiting for them', async () => {
  const follower = new Follower(() => {})
  const asked = follower.next()
  for (let n = 0; n < 3; n++) follower.push(many(mostPending.events))
  expect(await asked).toHaveLength(3 * mostPending.events)
  expect(follower.overran).toBe(false)
})

test('one who does not ask is given up, once, when too much has piled up', async () => {
  let left = 0
  let given = 0
  const follower = new Follower(() => left++)
  follower.onOverrun = () => given++
  follower.push(many(1))
  await follower.next()
  follower.push(many(mostPending.events))
  expect(follower.overran).toBe(false)
  follower.push(many(1))
  follower.push(many(1))
  expect({ overran: follower.overran, over: follower.over, left, given }).toEqual({
    overran: true,
    over: false,
    left: 1,
    given: 1,
  })
  expect(await follower.next()).toBeNull()
})

test('so is one for whom fewer, but longer events have piled up; what it takes in time does not count', async () => {
  const follower = new Follower(() => {})
  const long = 'x'.repeat(mostPending.characters / 4)
  follower.push(many(1))
  for (let n = 0; n < 10; n++) {
    await follower.next()
    follower.push(many(3, long))
  }
  expect(follower.overran).toBe(false)
  follower.push(many(1, long))
  expect(follower.overran).toBe(true)
})
