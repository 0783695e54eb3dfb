import type { FileObject } from '../../run/file_objects.ts'
import type { Clock, Planned } from '../clock/clock.ts'
import { Collection } from '../collection.ts'
import { deriveFileId } from '../ids.ts'
import { notFound } from '../not_found.ts'
import type { Tally } from '../tally.ts'
import { type MadeFile, madeContent } from './made.ts'
import { type Content, type ContentWriter, type FileStorage, StorageError } from './storage.ts'

export interface Upload {
  filename: string
  purpose: FileObject['purpose']
  /** Seconds from creation to expiry; null keeps the file until it is deleted. */
  expires_after: number | null
  content: Content
}

/** A file with its bytes. */
export interface FileNode {
  readonly id: string
  readonly file: FileObject
  readonly content: Content
  expiry: Planned | undefined
}

export interface FilesOptions {
  clock: Clock
  /** Where contents are kept. */
  storage: FileStorage
  salt: () => string
  /** Counts what was made: ids are derived from it. */
  made: Tally
  /** Called after a file is gone, by a client's wish or because it expired. */
  gone: (file: FileNode) => void
}

/** The uploaded files of a project. */
export class Files {
  readonly all = new Collection<FileNode>()
  readonly #options: FilesOptions
  #closed = false

  constructor(options: FilesOptions) {
    this.#options = options
  }

  /** Takes what is being uploaded, until it can be added. */
  writer(): ContentWriter {
    return this.#options.storage.writer()
  }

  /** Takes over the content: it is released when the file goes. @throws StorageError after `close` */
  add({ filename, purpose, expires_after, content }: Upload): FileObject {
    if (this.#closed) {
      content.release()
      throw new StorageError('The emulator was reset while this file was being uploaded.')
    }
    return this.#keep(this.#newId(filename), { filename, purpose, expires_after, content })
  }

  /** A file that a run has made, unless there is one with its id. */
  make({ id, filename }: MadeFile): void {
    if (this.all.get(id)) return
    this.#keep(id, { filename, purpose: 'assistants_output', expires_after: null, content: madeContent(filename) })
  }

  #keep(id: string, { filename, purpose, expires_after, content }: Upload): FileObject {
    const { clock } = this.#options
    const created_at = Math.floor(clock.now() / 1000)
    const file: FileObject = {
      object: 'file',
      id,
      purpose,
      filename,
      bytes: content.bytes,
      created_at,
      expires_at: expires_after === null ? null : created_at + expires_after,
      status: 'processed',
      status_details: null,
    }
    this.restore(file, content)
    return file
  }

  /** Puts a file back as it was. */
  restore(file: FileObject, content: Content): void {
    const node: FileNode = { id: file.id, file, content, expiry: undefined }
    if (file.expires_at !== null)
      node.expiry = this.#options.clock.at(file.expires_at * 1000, 'deadline', () => this.delete(file.id))
    this.all.set(node)
  }

  /** @throws ApiError */
  get(id: string): FileNode {
    return this.all.get(id) ?? notFound('file', id)
  }

  /** The newest file of this name. */
  named(filename: string): FileNode | undefined {
    for (const node of this.all.backwards()) if (node.file.filename === filename) return node
    return undefined
  }

  /** @throws ApiError */
  delete(id: string): void {
    const node = this.all.delete(id) ?? notFound('file', id)
    if (node.expiry) this.#options.clock.cancel(node.expiry)
    node.content.release()
    this.#options.gone(node)
  }

  /** Gives the room of all contents back. */
  close(): void {
    this.#closed = true
    for (const { content } of this.all) content.release()
  }

  /** Counted by name, so that files uploaded at the same time have the same ids whichever arrives first (decisions 8). */
  #newId(filename: string): string {
    const { made, salt } = this.#options
    return deriveFileId(salt(), `${made.next(`file ${filename}`) - 1}\n${filename}`)
  }
}
