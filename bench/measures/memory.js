import { Child } from '../child.js'

export const memory = {
  name: 'memory',
  async measure() {
    const { known } = await Child.start('memory', { execArgv: ['--expose-gc'] })
    const aim = { most: 6 }
    const unit = 'KB'
    return [
      { what: 'heap of a finished run, its step, message, thread and question', aim, value: known.first / 1024, unit },
      { what: 'the same over 50000 runs in one project', aim, value: known.all / 1024, unit },
      {
        what: 'what 50000 runs leave behind when they are reset',
        aim: { most: 1 },
        value: known.left / 2 ** 20,
        unit: 'MB',
      },
    ]
  },
}
