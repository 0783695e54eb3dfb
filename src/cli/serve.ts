import type { ClockMode } from '../engine/clock/clock.ts'
import type { Profile } from '../http/render.ts'
import { list, orOff, share, text, toggle, whole, word } from './flags.ts'
import { announcement, hints } from './ready.ts'
import { createLog, type LogFormat } from './log.ts'
import { survive, untilStopped } from './signals.ts'
import type { Subcommand } from './subcommand.ts'
import { watch } from './watch.ts'

export interface ServeFlags {
  port: number
  host: string
  scenarios: string[]
  clock: ClockMode
  seed: string
  profile: Profile
  pollAfter: number | null
  unmatched: 'default' | 'error'
  sunset: number
  apiKey: string[]
  lenient: boolean
  maxBody: number
  log: LogFormat
  quiet: boolean
}

/** Serves the API until SIGINT or SIGTERM. */
export const serve: Subcommand<ServeFlags> = {
  name: 'serve',
  summary: 'Serves the API; what run-emulator does if no command is named.',
  flags: {
    port: whole('PORT', [0, 65535], 4010, 'The port to listen on; 0 for any free one.'),
    host: text('HOST', '127.0.0.1', 'The address to listen on.'),
    scenarios: list('PATH', 'A scenario file, or a folder of them, to add to the shipped ones; repeatable.'),
    clock: word(['real', 'skip', 'manual'], 'real', 'Scripted waits take their time, or none, or all until told.'),
    seed: text('TEXT', '0', 'What invented content, and ids unless the clock is real, follow from.'),
    profile: word(['recorded', 'spec'], 'recorded', 'Objects as the service really sent them, or as its schema says.'),
    pollAfter: orOff(
      whole('MS', [0, 60_000], 10, 'What poll helpers are told to wait between reads; the service sent no such hint.'),
    ),
    unmatched: word(
      ['default', 'error'],
      'default',
      'What becomes of a run that none of your matching scenarios takes.',
    ),
    sunset: share(
      'SHARE',
      'Answer every Assistants call, or that share of them, with the 404 of a service that has been shut down.',
    ),
    apiKey: list('KEY', 'An API key that is accepted; repeatable. Any is, unless one is given.'),
    lenient: toggle('Accept requests without the header OpenAI-Beta: assistants=v2, as the service did not.'),
    maxBody: whole('BYTES', [1, 2 ** 29], 26_214_400, 'The longest body that a request may have.'),
    log: word(['text', 'json'], 'text', 'One line a request, for people or for machines.'),
    quiet: toggle('No line a request, no hints: only the line that says it is ready.'),
  },
  run: async ({ port, host, log: format, quiet, apiKey, maxBody, ...options }, { env, out }) => {
    // Help and mistakes in the command line need nothing of this.
    const { createEmulator } = await import('../emulator.ts')
    const log = createLog(format, out.stdout, env)
    const emulator = createEmulator({
      ...options,
      ...(apiKey.length > 0 && { apiKeys: apiKey }),
      maxBodyBytes: maxBody,
      ...(!quiet && { onRequest: log.request }),
    })
    const { url } = await emulator.listen({ port, host })
    const stopped = untilStopped(out)
    const revive = survive(out)
    log.ready(announcement(url, host))
    if (!quiet) for (const hint of hints(options.scenarios, out.cwd())) log.hint(hint)
    const unwatch = await watch(options.scenarios, emulator, quiet ? () => {} : log.hint)
    await stopped
    await Promise.all([unwatch(), emulator.close()])
    revive()
  },
}
