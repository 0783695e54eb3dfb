import { expect, test } from 'vitest'
import { Follower, mostPending } from '../../src/engine/follower.ts'
import type { Event } from '../../src/run/events.ts'

const many = (count: number): Event[] => Array.from({ length: count }, () => ({ event: 'thread.run.queued' }) as Event)

test('any number of events at once, for one who is waiting for them', async () => {
  const follower = new Follower(() => {})
  const asked = follower.next()
  for (let n = 0; n < 3; n++) follower.push(many(mostPending))
  expect(await asked).toHaveLength(3 * mostPending)
  expect(follower.overran).toBe(false)
})

test('one who does not ask is given up, once, when too much has piled up', async () => {
  let left = 0
  let given = 0
  const follower = new Follower(() => left++)
  follower.onOverrun = () => given++
  follower.push(many(1))
  await follower.next()
  follower.push(many(mostPending))
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
