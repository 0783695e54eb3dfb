import { extname } from 'node:path'
import type { Content } from './storage.ts'

type Reader = (bytes: Buffer) => Promise<string>

/** What reads documents that are no plain text, by extension. Their packages are loaded with the first such file, where installed. */
const readers: Record<string, () => Promise<Reader>> = {
  '.pdf': async () => {
    const { extractText, getDocumentProxy } = await import('unpdf')
    return async (bytes) => {
      const pages = await getDocumentProxy(Uint8Array.from(bytes), { verbosity: 0 })
      return (await extractText(pages)).text.join('\n')
    }
  },
  '.docx': async () => {
    const { default: mammoth } = await import('mammoth')
    return async (buffer) => (await mammoth.extractRawText({ buffer })).value
  },
}

/** A larger document is not read. */
const mostBytes = 64 * 2 ** 20

/** A content with the text of its document, if it is one that can be read here. */
export async function withText(filename: string, content: Content): Promise<Content> {
  const open = readers[extname(filename)]
  if (!open || content.bytes > mostBytes) return content
  const read = await open().catch(() => undefined)
  if (!read) return content
  return { ...content, text: await read(content.whole()).catch(() => null) }
}
