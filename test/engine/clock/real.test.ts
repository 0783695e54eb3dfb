import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RealClock } from '../../../src/engine/clock/real.ts'

const start = Date.UTC(2026, 5, 1)

beforeEach(() => {
  vi.useFakeTimers({ now: start, toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'Date'] })
})
afterEach(() => {
  // In this order: a spy on a fake timer puts the fake one back.
  vi.restoreAllMocks()
  vi.useRealTimers()
})

function watch() {
  const clock = new RealClock()
  const seen: string[] = []
  const plan = (ms: number, kind: 'work' | 'deadline', name: string, then?: () => void) =>
    clock.at(start + ms, kind, () => {
      seen.push(`${name} +${clock.now() - start}`)
      then?.()
    })
  return { clock, seen, plan }
}

describe('the real clock', () => {
  it('is the wall clock: what is planned happens when its time has come', async () => {
    const { clock, seen, plan } = watch()
    expect(clock.now()).toBe(start)
    plan(1000, 'work', 'work')
    plan(1500, 'deadline', 'deadline')
    await vi.advanceTimersByTimeAsync(999)
    expect(seen).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(seen).toEqual(['work +1000'])
    await vi.advanceTimersByTimeAsync(500)
    expect(seen).toEqual(['work +1000', 'deadline +1500'])
  })

  it('needs one timer for any number of plans', () => {
    const { plan } = watch()
    for (let n = 0; n < 1000; n++) plan(600_000 + n, 'deadline', 'run')
    expect(vi.getTimerCount()).toBe(1)
    plan(10, 'work', 'sooner')
    expect(vi.getTimerCount()).toBe(1)
  })

  it('does what is due at once in the next turn, not before', async () => {
    const { seen, plan } = watch()
    plan(0, 'work', 'a')
    plan(-50, 'work', 'b')
    expect(seen).toEqual([])
    await vi.advanceTimersByTimeAsync(0)
    expect(seen).toEqual(['b +0', 'a +0'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('goes on with work that plans work', async () => {
    const { seen, plan } = watch()
    plan(100, 'work', 'first', () => plan(200, 'work', 'second'))
    await vi.advanceTimersByTimeAsync(200)
    expect(seen).toEqual(['first +100', 'second +200'])
  })

  it('waits longer than a timer can', async () => {
    const { seen, plan } = watch()
    const month = 30 * 24 * 3_600_000
    plan(month, 'work', 'in a month')
    await vi.advanceTimersByTimeAsync(month - 1)
    expect(seen).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(seen).toEqual([`in a month +${month}`])
  })

  it('does nothing that was cancelled, and stops at a reset', async () => {
    const { clock, seen, plan } = watch()
    clock.cancel(plan(10, 'work', 'cancelled'))
    plan(20, 'work', 'forgotten')
    clock.reset()
    expect(vi.getTimerCount()).toBe(0)
    await vi.advanceTimersByTimeAsync(100)
    expect(seen).toEqual([])
  })

  it('cannot be moved by hand', async () => {
    const { clock } = watch()
    await expect(clock.advance()).rejects.toThrow('The clock is real: it cannot be advanced.')
    await expect(clock.advanceUntil()).rejects.toThrow('The clock is real')
  })
})

describe('what keeps the process alive', () => {
  /** Whether a timer is set that does; fake timers know it, as real ones do. */
  const alive = (plan: (clock: RealClock) => void) => {
    const timers = vi.spyOn(globalThis, 'setTimeout')
    const clock = new RealClock()
    plan(clock)
    return timers.mock.results.some(({ value }) => (value as NodeJS.Timeout).hasRef() && vi.getTimerCount() > 0)
  }
  const nothing = () => {}

  it('is work', () => {
    expect(alive((clock) => clock.at(start + 10, 'work', nothing))).toBe(true)
  })

  it('is not a deadline', () => {
    expect(alive((clock) => clock.at(start + 10, 'deadline', nothing))).toBe(false)
  })

  it('is a deadline before work', () => {
    expect(
      alive((clock) => {
        clock.at(start + 10, 'deadline', nothing)
        clock.at(start + 20, 'work', nothing)
      }),
    ).toBe(true)
  })

  it('is not work that was cancelled', () => {
    expect(
      alive((clock) => {
        clock.at(start + 600_000, 'deadline', nothing)
        clock.cancel(clock.at(start + 300_000, 'work', nothing))
      }),
    ).toBe(false)
  })
})
