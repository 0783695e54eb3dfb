import { Child } from '../child.js'

export const memory = {
  name: 'memory',
  async measure() {
    const { known } = await Child.start('memory', { execArgv: ['--expose-gc'] })
    return [
      {
        what: 'heap of a finished run, its step, message, thread and question',
        aim: { most: 6 },
        value: known / 1024,
        unit: 'KB',
      },
    ]
  },
}
