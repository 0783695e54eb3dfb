import { mostProblems } from './problems.ts'
import type { YamlGuards, YamlNode } from './yaml.ts'

/** What YAML allows and a scenario does not have, and where. */
export interface Trick {
  offset: number
  message: string
}

const most = 100_000

/**
 * Looks for keys that are given twice, are no words or would reach for the prototype, and for aliases that repeat what they stand in or
 * unfold to too much. The document must not be nested too deeply.
 */
export function walk(root: YamlNode | null, guards: YamlGuards): Trick[] {
  const walker = new Walker(guards)
  walker.weigh(root)
  return walker.tricks
}

class Walker {
  readonly tricks: Trick[] = []
  readonly #guards: YamlGuards
  /** How much stands behind each anchor once its aliases are unfolded; undefined while it is being weighed. */
  readonly #anchors = new Map<string, number | undefined>()
  #unfolded = 0

  constructor(guards: YamlGuards) {
    this.#guards = guards
  }

  /** How many things a node is, aliases unfolded. */
  weigh(node: unknown): number {
    const { isAlias, isCollection } = this.#guards
    if (isAlias(node)) return this.#alias(node.source, node)
    const anchor = (node as { anchor?: string } | null)?.anchor
    if (anchor !== undefined) this.#anchors.set(anchor, undefined)
    const weight = isCollection(node) ? this.#collection(node) : 1
    if (anchor !== undefined) this.#anchors.set(anchor, weight)
    return weight
  }

  #alias(name: string, node: YamlNode): number {
    if (!this.#anchors.has(name)) return this.#note(node, `there is no &${name} before this *${name}`)
    const weight = this.#anchors.get(name)
    if (weight === undefined) return this.#note(node, `this *${name} stands inside of &${name}: it would have no end`)
    this.#unfolded += weight
    if (this.#unfolded <= most) return weight
    this.#unfolded = -Infinity
    return this.#note(node, `the aliases up to this *${name} unfold to more than ${most} things`)
  }

  #collection(node: YamlNode & { items: unknown[] }): number {
    const { isMap, isPair } = this.#guards
    const keys = new Set<string>()
    let weight = 1
    for (const item of node.items) {
      if (isMap(node) && isPair(item)) this.#key(item.key, keys)
      weight += isPair(item) ? 1 + this.weigh(item.value) : this.weigh(item)
    }
    return weight
  }

  #key(key: unknown, before: Set<string>): void {
    const { isScalar } = this.#guards
    if (!isScalar(key) || key.value === null) return void this.#note(key as YamlNode | null, 'a key must be a word')
    const word = String(key.value)
    if (word === '__proto__') this.#note(key, 'a key cannot be called __proto__')
    if (before.has(word)) this.#note(key, `"${word}" is given twice here`)
    before.add(word)
  }

  #note(node: YamlNode | null, message: string): number {
    if (this.tricks.length < mostProblems) this.tricks.push({ offset: node?.range?.[0] ?? 0, message })
    return 1
  }
}
