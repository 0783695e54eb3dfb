type Node = Record<string, unknown>

/**
 * Compares times, which are the clock's affair and differ, by what they say: which of an object's moments came first, and which have
 * moved since the object was last shown (a run's `started_at` does when outputs are submitted, its `expires_at` does not).
 */
export class Times {
  readonly #shown = new Map<string, [theirs: number, ours: number]>()

  /** `recorded` has our ids; what is compared stands at the same place in both. */
  differences(recorded: unknown, ours: unknown): string[] {
    if (!isNode(recorded) || !isNode(ours)) return []
    const inside = Object.keys(recorded).flatMap((key) => this.differences(recorded[key], ours[key]))
    return typeof recorded.id === 'string' ? [...this.#ofObject(nameOf(recorded), recorded, ours), ...inside] : inside
  }

  #ofObject(name: string, recorded: Node, ours: Node): string[] {
    const keys = Object.keys(recorded).filter(
      (key) => key.endsWith('_at') && Number.isInteger(recorded[key]) && Number.isInteger(ours[key]),
    )
    const at = (key: string) => [recorded[key], ours[key]] as [number, number]
    const order = keys.flatMap((a, n) =>
      keys.slice(n + 1).flatMap((b) => {
        const [theirs, own] = [0, 1].map((side) => Math.sign(at(a)[side]! - at(b)[side]!)) as [number, number]
        return theirs * own < 0 ? [`${String(recorded.object)}: ${a} and ${b} were recorded the other way round`] : []
      }),
    )
    const moved = keys.flatMap((key) => {
      const before = this.#shown.get(`${name} ${key}`)
      this.#shown.set(`${name} ${key}`, at(key))
      if (!before) return []
      const [theirs, own] = [0, 1].map((side) => Math.sign(at(key)[side]! - before[side]!)) as [number, number]
      return theirs === own
        ? []
        : [`${String(recorded.object)}: ${key} ${moves[theirs]} was recorded, ours ${moves[own]}`]
    })
    return [...order, ...moved, ...this.#expiry(recorded, ours)]
  }

  /** Ten minutes, whenever it was. */
  #expiry(recorded: Node, ours: Node): string[] {
    if (recorded.object !== 'thread.run' || recorded.expires_at === null) return []
    const [theirs, own] = [recorded, ours].map((run) => Number(run.expires_at) - Number(run.created_at))
    return theirs === own ? [] : [`thread.run: it expired ${theirs} s after its creation, ours ${own} s`]
  }
}

/** A file in a vector store has the id of the file, but times of its own. */
const nameOf = ({ id, vector_store_id }: Node) => `${String(id)} ${String(vector_store_id)}`

const moves: Record<number, string> = { [-1]: 'moved back', 0: 'stayed', 1: 'moved on' }

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null
}
