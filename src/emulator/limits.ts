/** What an emulator takes on at most. Whatever goes beyond is refused whole, with an error that names the limit. */
export interface Limits {
  /** Streams that are open at once, of all projects together (default 20000). */
  streams: number
  /** Objects of a project: assistants, threads, messages, runs, their steps, files, vector stores, what waits for its turn (default 1000000). The server holds as many scenarios besides. */
  objects: number
  /** Bytes of all uploaded files together, in memory and on disk (default 8 GiB). */
  fileBytes: number
  /** Bytes of a request's headers (default: node's 16384). */
  headerBytes?: number
  /** Bytes of the body of a control call (default 512 MiB): a state may be large. */
  controlBytes: number
}

const usual: Limits = {
  streams: 20_000,
  objects: 1_000_000,
  fileBytes: 8 * 2 ** 30,
  controlBytes: 2 ** 29,
}

/** @throws RangeError where one makes no sense */
export function limitsOf(given: Partial<Limits> = {}): Limits {
  for (const [name, limit] of Object.entries(given))
    if (!Number.isInteger(limit) || limit < 1)
      throw new RangeError(`limits.${name} is a whole number from 1, not ${limit}.`)
  return { ...usual, ...given }
}
