import { extname } from 'node:path'
import type { Command } from '../../run/commands.ts'
import type { Content } from './storage.ts'

/** A file that the code interpreter is said to have written: a client may fetch it. */
export interface MadeFile {
  id: string
  filename: string
}

/** The files that a run speaks of as its own when it says this. */
export function filesMadeBy(command: Command): MadeFile[] | undefined {
  switch (command.type) {
    case 'append_text':
      return command.annotations?.flatMap((each) =>
        each.type === 'file_path' ? [{ id: each.file_path.file_id, filename: each.text.split('/').at(-1)! }] : [],
      )
    case 'append_image':
      return command.image.type === 'image_file' ? [picture(command.image.image_file.file_id)] : undefined
    case 'append_tool_call':
      if (command.delta.type !== 'code_interpreter') return undefined
      return command.delta.code_interpreter.outputs?.flatMap((output) =>
        output.type === 'image' ? [picture(output.image.file_id)] : [],
      )
    default:
      return undefined
  }
}

const picture = (id: string): MadeFile => ({ id, filename: `${id}.png` })

/** One transparent pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
const words = Buffer.from('The content of this file was invented by run-emulator.\n')

/** What is in such a file: a picture where its name says so, else a line of text. */
export function madeContent(filename: string): Content {
  const bytes = extname(filename) === '.png' ? pixel : words
  return {
    bytes: bytes.length,
    whole: () => bytes,
    read: async function* () {
      yield Buffer.from(bytes)
    },
    release: () => {},
  }
}
