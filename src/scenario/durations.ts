/** `to` makes it a range of which one is drawn. */
export type Wait = { ms: number; to?: number } | { polls: number }

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
const pattern = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/

/** Milliseconds of `300ms`, `2s`, `1.5m`, `1h`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = pattern.exec(text.trim()) ?? []
  return number === undefined ? undefined : Number(number) * units[unit as keyof typeof units]
}

/** What a checked wait says: `2s`, `1s to 3s`, `2 polls`. */
export function parseWait(text: string): Wait {
  const [from, to] = text.split(/\s+to\s+/)
  const ms = parseDuration(from!)
  if (ms === undefined) return { polls: Number.parseInt(text) }
  return to === undefined ? { ms } : { ms, to: parseDuration(to)! }
}
