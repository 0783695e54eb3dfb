import type { IngestionError } from './file_objects.ts'
import type { LastError } from './objects.ts'

/**
 * What the service said of a run or step that failed (protocol.md §2.1, §4.8), and of a file that a vector store did not take in
 * (docs/choices.md). No answer to a request: those are in errors.ts.
 */
export const lastErrors = {
  server_error: { code: 'server_error', message: 'Sorry, something went wrong.' },
  rate_limit_exceeded: {
    code: 'rate_limit_exceeded',
    message:
      'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
  },
} as const satisfies Record<string, LastError>

/** The codes of failed runs, and the reasons of incomplete ones, that the API names; others were sighted (protocol.md §7). */
export const errorCodes: readonly string[] = ['server_error', 'rate_limit_exceeded', 'invalid_prompt']
export const incompleteReasons: readonly string[] = ['max_completion_tokens', 'max_prompt_tokens', 'content_filter']

export const ingestionErrors = {
  internal: { code: 'server_error', message: 'An internal error occurred.' },
  unsupported: { code: 'unsupported_file', message: 'The file type is not supported.' },
  unreadable: { code: 'invalid_file', message: 'The file could not be parsed.' },
  too_large: { code: 'invalid_file', message: 'The file could not be parsed because it is too large.' },
} as const satisfies Record<string, IngestionError>
