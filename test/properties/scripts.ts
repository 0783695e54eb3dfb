import fc from 'fast-check'

const call = (name: string, query: string) => ({ function: { name, arguments: { query } } })

/** Pieces that scripts are made of: each is a few lines. */
const pieces: Record<string, unknown[]> = {
  says: [{ message: 'Good day to you, and to all.' }],
  says_slowly: [{ message: { content: 'One two three four five', by: 'word', every: '300ms' } }],
  says_later: [{ after: '2s', message: 'Later.' }],
  refuses: [{ message: { content: [{ refusal: 'I cannot say.' }] } }],
  calls: [{ tool_calls: [call('find_city', 'a')] }],
  calls_three: [{ tool_calls: [call('find_city', 'a'), call('get_weather', 'b'), call('find_city', 'c')] }],
  calls_and_runs_code: [{ tool_calls: ['code_interpreter', call('get_weather', 'd')] }],
  runs_code: [{ tool_calls: ['code_interpreter'] }],
  searches: [{ tool_calls: ['file_search'] }],
  reacts: [
    {
      if: { tool_output: { contains: 'sun' } },
      then: [{ message: 'Sunny.' }],
      else: [{ tool_calls: [call('get_weather', 'again')] }],
    },
  ],
  polled: [{ after: '2 polls', message: 'You have asked.' }],
  waits: [{ gate: 'g' }],
  holds: ['hold'],
  fails: [{ status: 'failed', last_error: { code: 'rate_limit_exceeded', message: 'No more.' } }],
  fails_talking: [{ message: ['Half of', { status: 'failed' }] }],
  breaks_off: [{ message: ['Half of it and', { status: 'incomplete' }] }],
  expires: [{ status: 'expired' }],
  is_canned: [
    { events: [{ event: 'thread.run.failed', data: { last_error: { code: 'server_error', message: '.' } } }] },
  ],
}

const cancels: Record<string, unknown[] | undefined> = {
  '': undefined,
  cancels_slowly: [{ after: '3s', status: 'cancelled' }],
  cancels_polled: [{ after: '2 polls', status: 'cancelled' }],
  completes_although: [{ after: '1s', status: 'completed' }],
  never_cancels: ['hold'],
}

/** The names of scripts, which say what is in them: `calls-says-cancels_slowly`. */
export const scriptName = fc
  .tuple(
    fc.array(
      fc.oneof(fc.constantFrom(...Object.keys(pieces)), fc.constantFrom('says', 'calls', 'calls_three', 'says_slowly')),
      { minLength: 1, maxLength: 4 },
    ),
    fc.oneof({ weight: 2, arbitrary: fc.constant('') }, fc.constantFrom(...Object.keys(cancels))),
    fc.oneof({ weight: 4, arbitrary: fc.constant('') }, fc.constant('short')),
  )
  .map((words) => words.flat().filter(Boolean).join('-'))

/** The scenario of such a name. */
export function scriptOf(name: string): object {
  const words = name.split('-')
  const on_cancel = words.map((word) => cancels[word]).find((lines) => lines !== undefined)
  return {
    script: words.flatMap((word) => pieces[word] ?? []),
    ...(on_cancel && { on_cancel }),
    ...(words.includes('short') && { expires_after: '5s' }),
  }
}
