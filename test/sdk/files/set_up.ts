import OpenAI, { toFile } from 'openai'
import { createEmulator, type EmulatorOptions } from 'run-emulator'

export const foods = `The favorite food of several people:
- Summanus Ferdinand: tacos
- Tekakwitha Effie: pizza
- Filip Carola: cake`

/** An emulator with a client of it, and a way to upload a text. */
export function setUp(options?: EmulatorOptions) {
  const emulator = createEmulator(options)
  const openai = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch, maxRetries: 0 })
  const upload = async (filename: string, text: string | Uint8Array, purpose: OpenAI.FilePurpose = 'assistants') =>
    openai.files.create({ file: await toFile(Buffer.from(text), filename), purpose })
  return { emulator, openai, upload }
}
