/** Headers, query parameters and flags of a command line. */
const secretNames =
  /^(proxy-)?authorization$|^(set-)?cookie$|^(key|sig|code)$|(api|access|private|subscription|auth)[-_]?key$|token$|secret|passw|passphrase|signature|credential/i

/** Members of JSON that can be nothing else; `tokens` are counted, not kept. */
const secretMembers =
  /^((proxy-)?authorization|cookie|token|.*(api|access|private|subscription)[-_]?key|.*(access|refresh|id|auth|session|bearer)[-_]?token|(.*[-_])?(secret|password|passphrase))$/i

// Keys of OpenAI, GitHub, AWS, Slack and Google, and JSON web tokens. `sk-emulator-NAME` is a name, not a secret.
const secretValues =
  /\bsk-(?!emulator-)[\w-]{20,}|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bAKIA[0-9A-Z]{16}\b|\bxox[abprs]-[\w-]{10,}|\bAIza[\w-]{30,}|(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)?/g

// None of these may begin anywhere in a run of what it repeats: a client could send a megabyte of it, and looking would take minutes.
/** What a secret stands behind in a text: a scheme, an address, a query, a member of JSON in a text, the service's refusal of a key. */
const secretPlaces = [
  /(\bBearer )(?!sk-emulator-)[\w.~+/=-]{16,}/g,
  /(\w:\/\/)[^\s/?#@"']+(?=@)/g,
  /([?&](?:key|sig|code|[\w-]*(?:api[-_]?key|token|secret|password|signature))=)[^&\s"'\\]+/gi,
  /((?<!\\)\\*"(?:authorization|token|[\w-]*(?:api[-_]?key|access[-_]?token|secret|password))\\*" *: *\\*")(?:[^"\\]|\\[^"])+/gi,
  /((?:authorization|token|api[-_]?key|secret|password) is )"(?:[^"\\]|\\.)*"/gi,
  /(Incorrect API key provided: )[^\s*]+(?=\.)/g,
]

const hidden = '***'

/** One of these is in each of the places. Ids and other words, which are most of what is masked, have none. */
const signs = /[ :?&]/

/** A text without what looks like a key. */
export function maskText(text: string): string {
  const masked = text.replace(secretValues, hidden)
  if (!signs.test(masked)) return masked
  return secretPlaces.reduce((rest, place) => rest.replace(place, `$1${hidden}`), masked)
}

/** The value of a header or of a query parameter, hidden where its name says that it is a secret; a scheme stays. */
export function maskNamed(name: string, value: string): string {
  if (!secretNames.test(name)) return maskText(value)
  const [, scheme = '', rest = value] = /^((?:bearer|basic) )(.*)$/is.exec(value) ?? []
  return /^sk-emulator-[\w.-]+$/.test(rest) ? value : scheme + hidden
}

/** Data without what looks like a key, or is called one. */
export function maskData(data: unknown): unknown {
  if (typeof data === 'string') return maskText(data)
  if (typeof data !== 'object' || data === null) return data
  if (Array.isArray(data)) return data.map(maskData)
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value === 'string' && secretMembers.test(name) ? hidden : maskData(value),
    ]),
  )
}

/** A command line without the keys that are given on it: `--api-key KEY`, `OPENAI_API_KEY=KEY`. */
export function maskCommand(words: readonly string[]): string[] {
  const isSecret = (name: string) => secretNames.test(name.replace(/^-+/, ''))
  return words.map((word, n) => {
    const [, name, value] = /^([\w-]+)=(.*)$/s.exec(word) ?? []
    if (name !== undefined) return `${name}=${isSecret(name) ? hidden : maskText(value!)}`
    const before = words[n - 1] ?? ''
    return before.startsWith('-') && isSecret(before) ? hidden : maskText(word)
  })
}
