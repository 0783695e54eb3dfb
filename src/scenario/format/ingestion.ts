import { ingestionStatuses } from '../../run/file_objects.ts'
import type { Zod } from '../zod.ts'
import { text } from './match.ts'
import { wait } from './time.ts'

/** How files are taken into vector stores. */
export function vectorStoreFiles(z: Zod) {
  const line = z.strictObject({
    filename: text(z)
      .optional()
      .describe(
        'The files that this is for, in any vector store. Without it: all files of a request or a vector store that names the scenario.',
      ),
    times: z.int().min(1).optional().describe('For how many files; all if left out.'),
    after: wait(z)
      .optional()
      .describe(
        'How long the file stays in_progress: a time, or so many reads of it, its batch or its store. Default 1s.',
      ),
    status: z.enum(ingestionStatuses).optional().describe('How it ends; in_progress: not at all. Default completed.'),
    last_error: z
      .strictObject({
        code: z.string().describe('server_error, unsupported_file, invalid_file or any other.'),
        message: z.string(),
      })
      .optional()
      .describe('Why it failed; with status: failed.'),
  })
  return z.array(line).min(1)
}
