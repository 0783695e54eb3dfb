import { mostProblems } from './problems.ts'
import type { Node, Yaml } from './yaml_package.ts'

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
export function walk(root: Node | null, yaml: Yaml): Trick[] {
  const walker = new Walker(yaml)
  walker.weigh(root)
  return walker.tricks
}

class Walker {
  readonly tricks: Trick[] = []
  readonly #yaml: Yaml
  /** How much stands behind each anchor once its aliases are unfolded; undefined while it is being weighed. */
  readonly #anchors = new Map<string, number | undefined>()
  #unfolded = 0

  constructor(yaml: Yaml) {
    this.#yaml = yaml
  }

  /** How many things a node is, aliases unfolded. */
  weigh(node: unknown): number {
    const { isAlias, isCollection } = this.#yaml
    if (isAlias(node)) return this.#alias(node.source, node)
    const anchor = (node as { anchor?: string } | null)?.anchor
    if (anchor !== undefined) this.#anchors.set(anchor, undefined)
    const weight = isCollection(node) ? this.#collection(node) : 1
    if (anchor !== undefined) this.#anchors.set(anchor, weight)
    return weight
  }

  #alias(name: string, node: Node): number {
    if (!this.#anchors.has(name)) return this.#note(node, `there is no &${name} before this *${name}`)
    const weight = this.#anchors.get(name)
    if (weight === undefined) return this.#note(node, `this *${name} stands inside of &${name}: it would have no end`)
    this.#unfolded += weight
    if (this.#unfolded <= most) return weight
    this.#unfolded = -Infinity
    return this.#note(node, `the aliases up to this *${name} unfold to more than ${most} things`)
  }

  #collection(node: Node & { items: unknown[] }): number {
    const { isMap, isPair } = this.#yaml
    const keys = new Set<string>()
    let weight = 1
    for (const item of node.items) {
      if (isMap(node) && isPair(item)) this.#key(item.key, keys)
      weight += isPair(item) ? 1 + this.weigh(item.value) : this.weigh(item)
    }
    return weight
  }

  #key(key: unknown, before: Set<string>): void {
    const { isMap, isScalar } = this.#yaml
    if (isMap(key) && key.flow)
      return void this.#note(key as unknown as Node, 'a text that starts with {{ needs quotes around all of it')
    if (isMap(key) || !isScalar(key) || key.value === null)
      return void this.#note(key as Node | null, 'a key must be a word')
    if (key.value === '<<')
      this.#note(key, 'keys are not merged here: write them out, or repeat a whole value with *name')
    const word = String(key.value)
    if (word === '__proto__') this.#note(key, 'a key cannot be called __proto__')
    if (before.has(word)) this.#note(key, `"${word}" is given twice here`)
    before.add(word)
  }

  #note(node: Node | null, message: string): number {
    if (this.tricks.length < mostProblems) this.tricks.push({ offset: node?.range?.[0] ?? 0, message })
    return 1
  }
}
