import { idPattern } from './recording.ts'

/** Which of our ids stands for which recorded one. */
export class Ids {
  readonly #ours = new Map<string, string>()

  set(recorded: string, ours: string): void {
    this.#ours.set(recorded, ours)
  }

  get(recorded: string): string | undefined {
    return this.#ours.get(recorded)
  }

  /** Goes through both answers side by side: what stands at the same place means the same. The first meeting counts. */
  learn(recorded: unknown, ours: unknown): void {
    if (typeof recorded === 'string' && typeof ours === 'string') {
      const [id] = recorded.match(idPattern) ?? []
      if (id === recorded && ours.match(idPattern)?.[0] === ours && !this.#ours.has(id)) this.#ours.set(id, ours)
      return
    }
    if (typeof recorded !== 'object' || typeof ours !== 'object' || !recorded || !ours) return
    for (const [key, value] of Object.entries(recorded)) this.learn(value, (ours as Record<string, unknown>)[key])
  }

  /** A text with every known id replaced by ours. */
  rewrite(text: string): string {
    return text.replace(idPattern, (id) => this.#ours.get(id) ?? id)
  }

  rewriteAll<T>(value: T): T {
    return value === undefined ? value : (JSON.parse(this.rewrite(JSON.stringify(value))) as T)
  }
}
