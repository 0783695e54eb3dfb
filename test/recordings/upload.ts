import type { Exchange, Recorded } from './recording.ts'

export const isForm = ({ headers }: Exchange['request']) => /^multipart\//i.test(headers['content-type'] ?? '')

/** The file that the answer to an upload tells of. */
export function uploaded(answer: unknown): Recorded | undefined {
  const { object, bytes } = (answer ?? {}) as Partial<Recorded>
  return object === 'file' && typeof bytes === 'number' ? (answer as Recorded) : undefined
}

const unknown: Recorded = { id: '', object: 'file', purpose: 'assistants', filename: 'file.txt', bytes: 29 }

/** The form that uploads a file like this one: its name, purpose and number of bytes. What was in it is not known. */
export function uploadOf(file: Recorded | undefined): FormData {
  const { purpose, filename, bytes, created_at, expires_at } = file?.object === 'file' ? file : unknown
  const form = new FormData()
  form.set('purpose', String(purpose))
  if (typeof expires_at === 'number') {
    form.set('expires_after[anchor]', 'created_at')
    form.set('expires_after[seconds]', String(expires_at - Number(created_at)))
  }
  form.set('file', new File([filler(Number(bytes))], String(filename)))
  return form
}

const filler = (bytes: number) => 'The content was not recorded. '.repeat(Math.ceil(bytes / 30)).slice(0, bytes)
