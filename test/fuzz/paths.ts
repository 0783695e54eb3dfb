import fc from 'fast-check'
import { anyId, oddText } from './bodies.ts'
import { ids } from './shots.ts'

const idOf: Record<string, string> = {
  ...{ assistant: '@asst', thread: '@thread', message: '@msg', run: '@run', step: '@step' },
  ...{ file: '@file', store: '@vs', batch: '@vsfb', model: 'gpt-4o' },
  ...{ gate: 'g', name: 'tool-call' },
}

const names = ['limit', 'order', 'after', 'before', 'run_id', 'include[]', 'filter', 'purpose', 'project', '@proto', '']
const values = ['asc', 'desc', '0', '1', '100', '-1', '1e9', 'NaN', 'completed', '*', '(', '@wide']

const query = (words: string[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    {
      weight: 1,
      arbitrary: fc
        .array(fc.tuple(fc.constantFrom(...words), fc.oneof(anyId, oddText, fc.constantFrom(...values))), {
          maxLength: 4,
        })
        .map((pairs) => `?${pairs.map(([name, value]) => `${name}=${uri(value)}`).join('&')}`),
    },
  )

const oddParts = ['%2e%2e%2f', '..', '%2F', '%', '%zz', '%E0%A4%A', '%00', '+', ';a=b', 'ünïcode', '😀', '@wide', '']

/** A path with its parameters filled in, mostly by what exists; and now and then with a part too many, or one that is odd. */
export function filled(path: string, words = names): fc.Arbitrary<string> {
  const parts = path.split('/').map((part) => {
    if (!part.startsWith(':')) return fc.constant(part)
    const odd = fc.oneof(oddText.map(uri), fc.constantFrom(...ids), fc.constantFrom(...oddParts))
    return fc.oneof({ weight: 12, arbitrary: fc.constant(idOf[part.slice(1)] ?? '') }, { weight: 1, arbitrary: odd })
  })
  const right = fc.tuple(...parts).map((filled) => filled.join('/'))
  const wrong = fc.tuple(right, fc.nat(6), fc.constantFrom(...oddParts)).map(([path, at, odd]) => {
    const parts = path.split('/')
    parts.splice(1 + (at % parts.length), 0, odd)
    return parts.join('/')
  })
  const either = fc.oneof({ weight: 30, arbitrary: right }, { weight: 1, arbitrary: wrong })
  return fc.tuple(either, query(words)).map((both) => both.join(''))
}

/** As a careful client would write it, but for what no client could, and for what `world.ts` replaces. */
function uri(text: string): string {
  return text.startsWith('@') || text.startsWith('%') ? text : encodeURIComponent(Buffer.from(text).toString())
}
