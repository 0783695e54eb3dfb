import { Connection } from './client.js'
import { median, quartiles } from './stats.js'

const lanes = 16
// The compiler goes on improving what it has made for thousands of requests; the emulator's code is the longer.
const warm = { requests: 15_000, ms: 8000 }

/**
 * Two servers under the same load, turn by turn: short rounds that alternate, so that whatever else the machine does disturbs both
 * alike. `prepare(connection, child, lane)` makes what a connection needs before the rounds; `cycle` is the load and returns how many
 * requests it made. The ratio is taken within each round, and the median of the rounds is told: 2 means that ours does twice as
 * much for the same.
 */
export async function duel({ ours, base }, { prepare = () => ({}), cycle, rounds = 11, ms = 350 }) {
  const sides = await Promise.all([ours, base].map((child) => Side.open(child, prepare)))
  for (const side of sides) await side.round(cycle, warm.ms, warm.requests)
  const cpu = []
  const rate = []
  for (let n = 0; n < rounds; n++) {
    const results = []
    for (const which of n % 2 ? [1, 0] : [0, 1]) results[which] = await sides[which].round(cycle, ms)
    const [us, them] = results
    cpu.push({ ours: us.cpu, base: them.cpu, ratio: them.cpu / us.cpu })
    rate.push({ ours: us.rate, base: them.rate, ratio: us.rate / them.rate })
  }
  for (const side of sides) side.close()
  return { ...summary(cpu), unit: 'µs', rate: summary(rate) }
}

/** The medians over rounds, and between which ratios half of the rounds lie. */
export function summary(rounds) {
  const of = (key) => rounds.map((round) => round[key])
  return {
    ours: median(of('ours')),
    base: median(of('base')),
    value: median(of('ratio')),
    spread: quartiles(of('ratio')),
  }
}

class Side {
  #child
  #lanes

  static async open(child, prepare) {
    const side = new Side()
    side.#child = child
    side.#lanes = await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        const connection = new Connection(child.port)
        return { connection, given: await prepare(connection, child, lane) }
      }),
    )
    return side
  }

  /** Loads the server for so long, or so much: CPU microseconds a request, and requests a second. */
  async round(cycle, ms, most = Infinity) {
    const before = await this.#child.cpu()
    const start = performance.now()
    let requests = 0
    const rest = awake()
    await Promise.all(
      this.#lanes.map(async ({ connection, given }) => {
        while (performance.now() - start < ms && requests < most) {
          const made = await cycle(connection, given)
          requests += made
        }
      }),
    )
    rest()
    const seconds = (performance.now() - start) / 1000
    return { cpu: ((await this.#child.cpu()) - before) / requests, rate: requests / seconds }
  }

  close() {
    for (const { connection } of this.#lanes) void connection.close()
  }
}

/**
 * Keeps this process from sleeping. The slower of two servers would else find its client asleep more often, and pay for waking it:
 * a third of what a read costs.
 */
function awake() {
  let spinning = true
  const spin = () => spinning && setImmediate(spin)
  spin()
  return () => (spinning = false)
}
