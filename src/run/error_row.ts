/** What the list of errors says of each; words in braces are filled in by whoever refuses. */
export interface Row {
  message: string
  status?: number
  type?: string
  param?: string
  code?: string
  headers?: Record<string, string>
  /** The Files API repeated its message in a second key, `detail` (recorded 2026-05). */
  repeats?: true
}
