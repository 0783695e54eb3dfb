import { summary } from './duel.js'

const rounds = 15

/** Two things that take time, done in turn, in pairs that alternate in order: how many times as long ours takes. */
export async function turns(sides) {
  for (const side of [sides.ours, sides.base]) await side()
  const times = []
  for (let n = 0; n < rounds; n++) {
    const time = {}
    for (const which of n % 2 ? ['base', 'ours'] : ['ours', 'base']) time[which] = await sides[which]()
    times.push({ ...time, ratio: time.ours / time.base })
  }
  return { ...summary(times), unit: 'ms' }
}
