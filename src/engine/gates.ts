/** Named gates: who waits at one, a script or a response, goes on when a test opens it; who comes later passes, until it is shut. */
export class Gates {
  readonly #open = new Set<string>()
  readonly #waiting = new Map<string, Set<() => void>>()

  isOpen(name: string): boolean {
    return this.#open.has(name)
  }

  open(name: string): void {
    this.#open.add(name)
    const waiting = this.#waiting.get(name)
    this.#waiting.delete(name)
    for (const pass of waiting ?? []) pass()
  }

  /** The names of those that are open. */
  save(): string[] {
    return [...this.#open]
  }

  shut(name: string): void {
    this.#open.delete(name)
  }

  /** Calls `pass` once, when the gate is opened, even at once. The result stops waiting. */
  wait(name: string, pass: () => void): () => void {
    if (this.isOpen(name)) {
      pass()
      return () => {}
    }
    const waiting = this.#waiting.get(name) ?? new Set()
    this.#waiting.set(name, waiting.add(pass))
    return () => {
      waiting.delete(pass)
      if (waiting.size === 0 && this.#waiting.get(name) === waiting) this.#waiting.delete(name)
    }
  }
}
