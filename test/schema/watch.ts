import { Exchange } from '../../src/http/exchange.ts'
import { hasDocument } from './document.ts'
import { judge } from './judge.ts'

/**
 * Looks at every answer of every emulator in this process, in process and over sockets, at the one place that all of them pass when their
 * last byte has been handed over. Left out is what no route answers: what is refused at the door or is no HTTP.
 */
const found: string[] = []

/** How many answers have been judged. */
export let judged = 0

const { done } = Exchange.prototype
if (hasDocument)
  Exchange.prototype.done = function (this: Exchange, how) {
    done.call(this, how)
    found.push(...judge(this))
    judged++
  }

/** What has been found since this was last asked, one line each. */
export function takeFound(): string[] {
  return found.splice(0)
}
