/** A run as any client's types have it. */
export interface AnyRun {
  id?: string
  status: string
  last_error?: { code: string; message: string } | null
  incomplete_details?: { reason?: string } | null
  required_action?: { submit_tool_outputs: { tool_calls: { function: { name: string; arguments: string } }[] } } | null
}

/** What became of a run, in a sentence. */
export function toldRun({ id = 'The run', status, last_error, incomplete_details, required_action }: AnyRun): string {
  const calls = required_action?.submit_tool_outputs.tool_calls.map(
    ({ function: { name, arguments: given } }) => `${name}(${given})`,
  )
  const why = last_error
    ? `: ${last_error.code}, ${last_error.message}`
    : incomplete_details?.reason
      ? `: ${incomplete_details.reason}`
      : calls
        ? `: it waits for the output of ${calls.join(', ')}`
        : ''
  return `${id} is ${status}${why}`
}
