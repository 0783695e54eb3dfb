const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
const pattern = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/

/** Milliseconds of `300ms`, `2s`, `1.5m`, `1h`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = pattern.exec(text.trim()) ?? []
  return number === undefined ? undefined : Number(number) * units[unit as keyof typeof units]
}
