// Only where the service has floats, by their neighbours; inside a JSON string the quotes would be escaped.
const wholeFloat =
  /"(?:temperature|top_p)": ?\d+(?=,\s*"(?:top_p|temperature|reasoning_effort|max_completion_tokens|tool_resources)":)|"score(?:_threshold)?": ?\d+(?=[,}\s])/g

/** The service printed floats as floats: 1.0, not 1 (protocol.md §2.2). JSON.stringify cannot, so it is done behind it. */
function withFloats(json: string): string {
  // Not by `replace`, which takes half as long again: this is done to every answer.
  let [done, from] = ['', 0]
  wholeFloat.lastIndex = 0
  while (wholeFloat.test(json)) {
    done += `${json.slice(from, wholeFloat.lastIndex)}.0`
    from = wholeFloat.lastIndex
  }
  return from === 0 ? json : done + json.slice(from)
}

/** As responses are printed: two spaces of indent, no newline at the end. */
export function pretty(value: unknown): string {
  return withFloats(JSON.stringify(value, null, 2))
}

/** As stream events are printed: no spaces. */
export function compact(value: unknown): string {
  return withFloats(JSON.stringify(value))
}
