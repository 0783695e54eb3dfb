import { describe, expect, it } from 'vitest'
import { Agenda } from '../../../src/engine/clock/agenda.ts'

function agenda() {
  const list = new Agenda()
  const ran: string[] = []
  const add = (due: number, kind: 'work' | 'deadline', name: string, then?: () => void) =>
    list.add(due, kind, () => {
      ran.push(name)
      then?.()
    })
  return { list, ran, add }
}

describe('what is planned', () => {
  it('is run in order of time, both kinds together, work before a deadline of the same moment', () => {
    const { list, ran, add } = agenda()
    add(30, 'work', 'c')
    add(10, 'deadline', 'a')
    add(20, 'deadline', 'late')
    add(20, 'work', 'early')
    add(40, 'work', 'not yet')
    list.runDue(30, list.next)
    expect(ran).toEqual(['a', 'early', 'late', 'c'])
  })

  it('leaves what it plans anew for the next turn, even if that is due at once', () => {
    const { list, ran, add } = agenda()
    add(10, 'work', 'first', () => add(10, 'work', 'second'))
    list.runDue(10, list.next)
    expect(ran).toEqual(['first'])
    list.runDue(10, list.next)
    expect(ran).toEqual(['first', 'second'])
  })

  it('can be asked for work alone', () => {
    const { list, ran, add } = agenda()
    add(10, 'deadline', 'deadline')
    add(20, 'work', 'work')
    list.runDue(20, list.nextWork)
    expect(ran).toEqual(['work'])
  })

  it('is not run once it is let go of, or everything is', () => {
    const { list, ran, add } = agenda()
    list.remove(add(10, 'work', 'gone'))
    add(10, 'deadline', 'cleared')
    list.clear()
    list.runDue(100, list.next)
    expect([ran, list.next()]).toEqual([[], undefined])
  })

  it('may let go of what is due at the same moment', () => {
    const { list, ran, add } = agenda()
    add(10, 'work', 'first', () => list.remove(second))
    const second = add(10, 'work', 'second')
    list.runDue(10, list.next)
    expect(ran).toEqual(['first'])
  })
})
