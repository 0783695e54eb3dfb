import { expect, test } from 'vitest'
import { type Deed, Histories } from '../../src/engine/history.ts'

const deed = (at: number): Deed => ({ at, by: 'script', where: undefined, asked: { type: 'start' }, events: [] })

test('of a long run the beginning is forgotten', () => {
  let bytes = 0
  const histories = new Histories((more) => (bytes += more))
  for (let at = 1; at <= 10_000; at++) histories.note('run_1', deed(at))
  const { deeds, dropped } = histories.of('run_1')!
  expect(deeds.length).toBeLessThanOrEqual(1000)
  expect(deeds.length + dropped).toBe(10_000)
  expect(deeds.at(-1)!.at).toBe(10_000)
  histories.clear()
  expect(bytes).toBe(0)
})

test('of many runs the oldest are forgotten', () => {
  const histories = new Histories()
  for (let run = 0; run < 1000; run++) for (let at = 0; at < 100; at++) histories.note(`run_${run}`, deed(at))
  expect(histories.of('run_0')).toBeUndefined()
  expect(histories.of('run_999')!.deeds).toHaveLength(100)
})
