interface Asked {
  method: string
  headers: [string, string][]
  body?: string
}

const most = 3000

/** A request as a line for a shell, to a server on port 4010. */
export function curl(path: string, { method, headers, body }: Asked): string {
  const words = ['curl -sS --globoff --path-as-is', `-X ${method}`, quoted(`http://127.0.0.1:4010${path}`)]
  for (const [name, value] of headers) words.push(`-H ${quoted(`${name}: ${value}`)}`)
  if (body !== undefined) words.push(`--data-binary ${quoted(body)}`)
  return words.join(' ')
}

function quoted(text: string): string {
  const shown = text.length > most ? `${text.slice(0, most)}… ${text.length} characters` : text
  const plain = /^[\x20-\x7e]*$/.test(shown)
  if (plain) return `'${shown.replaceAll("'", `'\\''`)}'`
  return `$'${shown.replace(/[^\x20-\x26\x28-\x5b\x5d-\x7e]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`
}
