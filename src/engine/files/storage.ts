import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

export interface StorageLimits {
  /** Bytes of all contents together that may stay in memory. */
  memory: number
  /** Bytes from which a single content goes to disk. */
  each: number
  /** Bytes of all contents together, wherever they are. */
  total: number
}

const MiB = 2 ** 20
const defaults: StorageLimits = { memory: 64 * MiB, each: 4 * MiB, total: 8192 * MiB }

/** There is no room for what is being uploaded. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
}

/** The bytes of an uploaded file. */
export interface Content {
  readonly bytes: number
  /** What a document says that is no plain text; null if it could not be read, undefined if nobody tried. */
  readonly text?: string | null
  /** All of it at once: for what is known to be small. */
  whole(): Buffer
  /** Piece by piece. */
  read(): AsyncIterable<Uint8Array>
  /** Forgets it. */
  release(): void
}

/**
 * What was uploaded, in memory up to a limit and beyond it in a temporary folder, which is made when first needed and removed with
 * the storage or the process; after a kill, when the next one needs a folder.
 */
export class FileStorage {
  readonly limits: StorageLimits
  #inMemory = 0
  #total = 0
  #written = 0
  /** How many contents are on disk: the folder goes with the last of them. */
  #onDisk = 0
  #folder: string | undefined

  constructor(limits: Partial<StorageLimits> = {}) {
    this.limits = { ...defaults, ...limits }
  }

  writer(): ContentWriter {
    return new ContentWriter(this)
  }

  /** Bytes that are kept in memory now. */
  get inMemory(): number {
    return this.#inMemory
  }

  /** Whether this many more bytes of one content may stay in memory, which holds `held` of it already. */
  keeps(held: number, more: number): boolean {
    return held + more <= this.limits.each && this.#inMemory + more <= this.limits.memory
  }

  /** Counts bytes in or, with negative numbers, out. @throws StorageError if there is no room for them. */
  count({ memory = 0, total = 0 }: { memory?: number; total?: number }): void {
    if (total > 0 && this.#total + total > this.limits.total)
      throw new StorageError(
        `The uploaded files together would exceed ${Math.round(this.limits.total / MiB)} MiB. Delete some, reset the emulator, or allow more: createEmulator({ limits: { fileBytes } }).`,
      )
    this.#inMemory += memory
    this.#total += total
  }

  /** A place on disk for one content, until it is removed. */
  newPath(): string {
    if (!this.#folder) {
      sweep()
      this.#folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
      process.once('exit', this.#remove)
    }
    this.#onDisk++
    return join(this.#folder, String(this.#written++))
  }

  remove(path: string): void {
    rmSync(path, { force: true })
    if (--this.#onDisk === 0) this.close()
  }

  close(): void {
    process.off('exit', this.#remove)
    this.#remove()
  }

  readonly #remove = (): void => {
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true })
    this.#folder = undefined
  }
}

/** Takes a content piece by piece; whoever opened it ends or aborts it. */
export class ContentWriter {
  readonly #storage: FileStorage
  #chunks: Uint8Array[] = []
  #held = 0
  #bytes = 0
  #file: { path: string; handle: FileHandle } | undefined
  #over = false

  constructor(storage: FileStorage) {
    this.#storage = storage
  }

  get bytes(): number {
    return this.#bytes
  }

  /** @throws StorageError */
  async write(chunk: Uint8Array): Promise<void> {
    this.#storage.count({ total: chunk.length })
    this.#bytes += chunk.length
    if (!this.#file && this.#storage.keeps(this.#held, chunk.length)) {
      this.#storage.count({ memory: chunk.length })
      this.#held += chunk.length
      this.#chunks.push(chunk)
      return
    }
    await this.#spill()
    await onDisk(() => this.#file!.handle.appendFile(chunk))
  }

  async end(): Promise<Content> {
    this.#over = true
    if (!this.#file) return this.#inMemory(Buffer.concat(this.#chunks))
    const { path, handle } = this.#file
    await handle.close()
    return this.#onDisk(path)
  }

  /** Forgets what was written; nothing after `end`. */
  async abort(): Promise<void> {
    if (this.#over) return
    this.#over = true
    this.#storage.count({ memory: -this.#held, total: -this.#bytes })
    this.#chunks = []
    if (!this.#file) return
    await this.#file.handle.close()
    this.#storage.remove(this.#file.path)
  }

  async #spill(): Promise<void> {
    if (this.#file) return
    const path = this.#storage.newPath()
    try {
      this.#file = { path, handle: await onDisk(() => open(path, 'wx', 0o600)) }
    } catch (error) {
      this.#storage.remove(path)
      throw error
    }
    const { handle } = this.#file
    for (const chunk of this.#chunks) await onDisk(() => handle.appendFile(chunk))
    this.#storage.count({ memory: -this.#held })
    this.#chunks = []
    this.#held = 0
  }

  #inMemory(content: Buffer): Content {
    const bytes = content.length
    return {
      bytes,
      whole: () => content,
      read: () => copied(content),
      release: once(() => this.#storage.count({ memory: -bytes, total: -bytes })),
    }
  }

  #onDisk(path: string): Content {
    const bytes = this.#bytes
    return {
      bytes,
      whole: () => readFileSync(path),
      read: () => createReadStream(path),
      release: once(() => {
        this.#storage.count({ total: -bytes })
        this.#storage.remove(path)
      }),
    }
  }
}

// As much as a client that does not read may hold.
const piece = 64 * 1024

/** Piece by piece, so that one who stops reading holds one of them; copies, which are the reader's. */
async function* copied(content: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += piece) yield Buffer.from(content.subarray(at, at + piece))
}

/** Of a shared folder only what a process of this machine has left may go. */
const prefix = `run-emulator-files-${hostname()}-`

/** Removes the folders of processes that were killed before they could. */
function sweep(): void {
  for (const name of readdirSync(tmpdir()))
    if (name.startsWith(prefix) && !isAlive(parseInt(name.slice(prefix.length))))
      rmSync(join(tmpdir(), name), { recursive: true, force: true })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function once(act: () => void): () => void {
  let done = false
  return () => {
    if (!done) act()
    done = true
  }
}

async function onDisk<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw new StorageError(`The upload could not be written to the temporary folder: ${(error as Error).message}`)
  }
}
