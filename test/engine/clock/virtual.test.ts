import { describe, expect, it } from 'vitest'
import { type Clock, epoch } from '../../../src/engine/clock/clock.ts'
import { ManualClock } from '../../../src/engine/clock/manual.ts'
import { SkipClock } from '../../../src/engine/clock/skip.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))
const turns = async (n: number) => {
  for (let i = 0; i < n; i++) await turn()
}

/** Notes what happens when, in milliseconds from the start. */
function watch<C extends Clock>(clock: C) {
  const seen: string[] = []
  const plan = (ms: number, kind: 'work' | 'deadline', name: string, then?: () => void) =>
    clock.at(epoch + ms, kind, () => {
      seen.push(`${name} +${clock.now() - epoch}`)
      then?.()
    })
  /** Work that comes again and again, each time so much later. */
  const chain = (name: string, every: number, times: number, at = every): unknown =>
    times > 0 && plan(at, 'work', name, () => chain(name, every, times - 1, at + every))
  return { clock, seen, plan, chain }
}

describe('the skip clock', () => {
  it('starts at a fixed moment and jumps to work, one moment a turn', async () => {
    const { clock, seen, plan } = watch(new SkipClock())
    expect(new Date(clock.now()).toISOString()).toBe('2026-01-01T00:00:00.000Z')
    plan(60_000, 'work', 'a')
    plan(3_600_000, 'work', 'b')
    plan(60_000, 'work', 'c')
    expect(seen).toEqual([])
    await turn()
    expect(seen).toEqual(['a +60000', 'c +60000'])
    await turn()
    expect(seen).toEqual(['a +60000', 'c +60000', 'b +3600000'])
  })

  it('never jumps to a deadline, however far work has moved it', async () => {
    const { clock, seen, plan } = watch(new SkipClock())
    plan(1000, 'deadline', 'deadline')
    plan(600_000, 'work', 'work')
    await turns(3)
    expect(seen).toEqual(['work +600000'])
    await clock.advance(0)
    expect(seen, 'but advance runs it').toEqual(['work +600000', 'deadline +600000'])
  })

  it('plays two chains of 61 seconds at once: the clock ends at +61 s, not +122', async () => {
    const { clock, seen, chain } = watch(new SkipClock())
    chain('a', 1000, 61)
    chain('b', 1000, 61)
    await turns(70)
    expect(clock.now() - epoch).toBe(61_000)
    expect(seen).toHaveLength(122)
    expect(seen.slice(0, 4)).toEqual(['a +1000', 'b +1000', 'a +2000', 'b +2000'])
  })

  it('lets others act between two moments', async () => {
    const { clock, seen, plan } = watch(new SkipClock())
    plan(1000, 'work', 'first')
    const second = plan(2000, 'work', 'second')
    await turn()
    clock.cancel(second)
    await turns(2)
    expect(seen).toEqual(['first +1000'])
  })

  it('takes what is due in the past as due now', async () => {
    const { clock, seen, plan } = watch(new SkipClock())
    plan(5000, 'work', 'a', () => plan(0, 'work', 'late'))
    await turns(2)
    expect(seen).toEqual(['a +5000', 'late +5000'])
    expect(clock.now() - epoch).toBe(5000)
  })

  it('can be advanced as well: deadlines on the way happen at their moments', async () => {
    const { clock, seen, plan } = watch(new SkipClock())
    plan(1000, 'deadline', 'deadline')
    plan(2000, 'deadline', 'later')
    await clock.advance(1500)
    expect(seen).toEqual(['deadline +1000'])
    expect(clock.now() - epoch).toBe(1500)
  })
})

describe('the manual clock', () => {
  it('stands still until it is moved, even for what is due at once', async () => {
    const { clock, seen, plan } = watch(new ManualClock())
    plan(0, 'work', 'now')
    plan(10, 'work', 'soon')
    await turns(5)
    expect([seen, clock.now()]).toEqual([[], epoch])
    await clock.advance(0)
    expect(seen).toEqual(['now +0'])
  })

  it('fires in order, each at its moment, deadlines included, and chains on the way', async () => {
    const { clock, seen, plan, chain } = watch(new ManualClock())
    chain('every 2 s', 2000, 10)
    plan(3000, 'deadline', 'deadline')
    plan(7000, 'deadline', 'too late')
    await clock.advance(6000)
    expect(seen).toEqual(['every 2 s +2000', 'deadline +3000', 'every 2 s +4000', 'every 2 s +6000'])
    expect(clock.now() - epoch).toBe(6000)
  })

  it('lets whoever waits for the event loop act between two moments', async () => {
    const { clock, seen, plan } = watch(new ManualClock())
    plan(1000, 'work', 'first', () => void turn().then(() => clock.cancel(second)))
    const second = plan(2000, 'work', 'second')
    await clock.advance(5000)
    expect(seen).toEqual(['first +1000'])
  })

  it('adds up two moves that are asked for at once', async () => {
    const { clock, seen, plan } = watch(new ManualClock())
    plan(500, 'work', 'a')
    plan(2500, 'work', 'b')
    await Promise.all([clock.advance(1000), clock.advance(2000)])
    expect(clock.now() - epoch).toBe(3000)
    expect(seen).toEqual(['a +500', 'b +2500'])
  })

  it.each([-1, Number.NaN, Infinity, -Infinity, 1e300])('cannot be advanced by %s', async (ms) => {
    const clock = new ManualClock()
    await expect(clock.advance(ms)).rejects.toThrow(`cannot be advanced by ${ms} ms`)
    await clock.advance(1)
    expect(clock.now()).toBe(epoch + 1)
  })

  it('goes on until something holds, and no further', async () => {
    const { clock, seen, chain } = watch(new ManualClock())
    chain('step', 1000, 10)
    expect(await clock.advanceUntil(() => seen.length === 3)).toBe(true)
    expect(clock.now() - epoch).toBe(3000)
    expect(await clock.advanceUntil(() => true)).toBe(true)
    expect(clock.now() - epoch).toBe(3000)
  })

  it('says so when nothing is left that could make it hold', async () => {
    const { clock, chain } = watch(new ManualClock())
    chain('step', 1000, 2)
    expect(await clock.advanceUntil(() => false)).toBe(false)
    expect(clock.now() - epoch).toBe(2000)
  })
})

it.each([new SkipClock(), new ManualClock()])('forgets everything when it is reset', async (clock) => {
  const { seen, plan } = watch(clock)
  plan(10, 'work', 'work')
  plan(10, 'deadline', 'deadline')
  await clock.advance(5)
  clock.reset()
  expect(clock.now()).toBe(epoch)
  await clock.advance(100)
  expect(seen).toEqual([])
})
