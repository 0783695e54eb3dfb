import type { Shot } from './shots.ts'

const words: Record<string, string> = {
  '@long': 'long '.repeat(60_000),
  '@wide': 'wide '.repeat(1000),
  '@deep': '['.repeat(30_000),
  '"@nested"': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  '@header': 'h'.repeat(20_000),
  '@proto': '__proto__',
}

/** Puts in place of `@words` what they stand for; those that stand for nothing yet stay. */
export function filledIn(text: string, ids: ReadonlyMap<string, string>): string {
  return text.replace(/"@nested"|@\w+/g, (word) => words[word] ?? ids.get(word) ?? word)
}

/** Notes the ids in an answer, the last of each kind. */
export function noteIds(text: string, ids: Map<string, string>): void {
  for (const [, id, prefix] of text.matchAll(/"((asst|thread|msg|run|step|call|file|vs|vsfb)[_-]\w{8,})"/g))
    ids.set(`@${prefix}`, id!)
}

/** A document some of whose values are others; `@gone` is none. */
export function edited(document: unknown, edits: NonNullable<Shot['edits']>): unknown {
  const root = { document }
  for (const [n, value] of edits) {
    const places: [holder: Record<string, unknown>, key: string][] = []
    const walk = (holder: Record<string, unknown>) => {
      for (const key of Object.keys(holder)) {
        places.push([holder, key])
        if (typeof holder[key] === 'object' && holder[key] !== null) walk(holder[key] as Record<string, unknown>)
      }
    }
    walk(root)
    const place = places[n % places.length]
    // Nothing is left of it.
    if (!place) return undefined
    const [holder, key] = place
    if (value === '@gone' && Array.isArray(holder)) holder.splice(Number(key), 1)
    else if (value === '@gone') delete holder[key]
    else holder[key] = structuredClone(value)
  }
  return root.document
}
