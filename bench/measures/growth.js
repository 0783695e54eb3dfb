import { Child } from '../child.js'
import { duel } from '../duel.js'
import { createAndComplete } from '../story.js'

const few = 10
const many = 100_000
const aim = { least: 0.85 }

export const growth = {
  name: 'growth',
  async measure() {
    const children = [few, many].map((stored) => Child.start('emulator', { args: ['--stored', String(stored)] }))
    const [base, ours] = await Promise.all(children)
    const read = await duel({ ours, base }, { prepare: aRun, cycle: (to, path) => to.send('GET', path).then(() => 1) })
    const create = await duel({ ours, base }, { prepare: aThread, cycle: createAndComplete })
    await Promise.all([ours.stop(), base.stop()])
    return [
      { what: `a read with ${many} runs stored, against ${few}`, aim, ...read },
      { what: `create and complete with ${many} runs stored, against ${few}`, aim, ...create },
    ]
  },
}

const aRun = (_, { known: { runs } }, lane) => runs[lane % runs.length]
const aThread = (_, { known: { threads } }, lane) => threads[lane]
