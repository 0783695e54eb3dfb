/**
 * One request, as it is printed when it is the culprit. `@words` stand for what `world.ts` knows: ids of objects that exist, keys that a
 * literal could not have, long texts.
 */
export interface Shot {
  method: string
  path: string
  headers: Record<string, string>
  body?: string | undefined
  /** Changes to `@state`, the project's own export: the n-th value of the document becomes another one. */
  edits?: [n: number, value: unknown][]
}

/** Bytes sent over a socket, one character each; nothing says that they are HTTP. */
export interface Bytes {
  bytes: string
  /** What the client does when it has sent them. */
  then: 'ends' | 'resets'
}

export type Either = Shot | Bytes

/** Words that stand for the ids of objects that exist. */
export const ids = ['@asst', '@thread', '@msg', '@run', '@step', '@call', '@file', '@vs', '@vsfb']
