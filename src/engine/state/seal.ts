import { ControlError } from '../control_error.ts'
import { deriveHex } from '../ids.ts'
import type { Inner, State } from './document.ts'

type Sealed = Pick<State, 'threads' | 'vector_stores'> & { emulator?: Omit<Inner, 'seal'> | undefined }

/** A number that follows from what only the emulator writes. The clock is not in it: people set that by hand. */
export function sealOf({ threads = [], vector_stores = [], emulator }: Sealed): string {
  const { clock: _, seal: __, ...inner } = (emulator ?? {}) as Partial<Inner>
  const runs = threads.map(({ id, runs, made }) => [id, runs, made])
  const files = vector_stores.map(({ id, files, batches, made }) => [id, files, batches, made])
  return deriveHex(JSON.stringify([runs, files, inner]), 0)
}

/**
 * What only the emulator writes is taken as it is, and so it must be what was written; and what is spoken of must be there, once.
 * `isThere` says of a file that the document does not have whether the project has it.
 * @throws ControlError, before anything has changed
 */
export function mustBeWhole(state: State, isThere: (file: string) => boolean = () => false): void {
  const { threads = [], vector_stores = [], files = [], emulator } = state
  if (emulator && emulator.seal !== sealOf(state))
    throw new ControlError(
      'changed_state',
      'The document has been changed since it was exported, where only the emulator writes: in "emulator", in the runs of a thread, or in the files of a vector store. Change objects and the clock by hand, or the rest over the API before you export.',
    )
  const inner = [...threads.filter(({ runs }) => runs), ...vector_stores.filter((each) => each.files ?? each.batches)]
  if (!emulator && inner.length > 0)
    throw new ControlError(
      'changed_state',
      `${inner[0]!.id} has what only an exported state can have, and the document has no "emulator". A seed file has assistants, files, vector stores with file_ids, and threads with messages.`,
    )
  mustBeThereOnce(state)
  const there = new Set(files.map(({ id }) => id))
  for (const { id, files: own = [], file_ids = [] } of vector_stores)
    for (const file of [...own.map(({ file }) => file.id), ...file_ids])
      if (!there.has(file) && !isThere(file))
        throw new ControlError('unknown_file', `The vector store ${id} has the file ${file}, which is not there.`)
}

function mustBeThereOnce({ assistants = [], files = [], vector_stores = [], threads = [] }: State): void {
  const lists = [assistants, files, vector_stores, threads, ...threads.map(({ messages = [] }) => messages)]
  for (const list of lists) {
    const seen = new Set<string>()
    for (const { id } of list) {
      if (id !== undefined && seen.has(id)) throw new ControlError('already_there', `The document has ${id} twice.`)
      if (id !== undefined) seen.add(id)
    }
  }
}
