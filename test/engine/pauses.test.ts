import { describe, expect, test } from 'vitest'
import { ManualClock } from '../../src/engine/clock/manual.ts'
import { Gates } from '../../src/engine/gates.ts'
import { Pauses } from '../../src/engine/pauses.ts'

function start() {
  const clock = new ManualClock()
  const gates = new Gates()
  const leaving = new AbortController()
  return { clock, gates, pauses: new Pauses(clock, gates), leaving, signal: leaving.signal }
}

describe('a pause', () => {
  test('passes when its time has come', async () => {
    const { clock, pauses, signal } = start()
    const passed = pauses.pass({ ms: 1000 }, signal)
    await clock.advance(999)
    expect(await Promise.race([passed, 'waiting'])).toBe('waiting')
    await clock.advance(1)
    expect(await passed).toBe(true)
  })

  test('passes when its gate is opened, also before', async () => {
    const { gates, pauses, signal } = start()
    const passed = pauses.pass({ gate: 'a' }, signal)
    gates.open('b')
    expect(await Promise.race([passed, 'waiting'])).toBe('waiting')
    gates.open('a')
    expect(await passed).toBe(true)
    expect(await pauses.pass({ gate: 'a' }, signal)).toBe(true)
    gates.shut('a')
    expect(await Promise.race([pauses.pass({ gate: 'a' }, signal), 'waiting'])).toBe('waiting')
  })

  test.each([{ ms: 1000 }, { gate: 'a' }, 'for ever' as const])(
    '%j: is cut short when its client leaves',
    async (pause) => {
      const { pauses, leaving, signal } = start()
      const passed = pauses.pass(pause, signal)
      leaving.abort()
      expect(await passed).toBe(false)
      expect(await pauses.pass(pause, signal)).toBe(false)
    },
  )

  test.each([{ ms: 1000 }, { gate: 'a' }, 'for ever' as const])(
    '%j: is cut short at the end, and later too',
    async (pause) => {
      const { pauses, signal } = start()
      const passed = pauses.pass(pause, signal)
      pauses.end()
      expect(await passed).toBe(false)
      expect(await pauses.pass(pause, signal)).toBe(false)
    },
  )
})
