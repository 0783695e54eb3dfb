const secretNames = /^(proxy-)?authorization$|^(set-)?cookie$|api[-_]?key|token$|secret|password/i

// Keys of OpenAI, GitHub, AWS, Slack and Google, and JSON web tokens. `sk-emulator-NAME` is a name, not a secret.
const secretValues =
  /\bsk-(?!emulator-)[\w-]{20,}|\bgh[pousr]_\w{20,}|\bAKIA[0-9A-Z]{16}\b|\bxox[abprs]-[\w-]{10,}|\bAIza[\w-]{30,}|\beyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)?/g

const hidden = '***'

/** A text without what looks like a key. */
export function maskText(text: string): string {
  return text.replace(secretValues, hidden)
}

/** The value of a header or of a query parameter, hidden where its name says that it is a secret; a scheme such as `Bearer` stays. */
export function maskNamed(name: string, value: string): string {
  if (!secretNames.test(name)) return maskText(value)
  const [, scheme = '', rest = value] = /^(\w+ )(.*)$/.exec(value) ?? []
  return /^sk-emulator-[\w.-]+$/.test(rest) ? value : scheme + hidden
}
