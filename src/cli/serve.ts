import type { LogEntry } from '../http/services.ts'
import { list, text, toggle, whole, word } from './flags.ts'
import { Keeper } from './keep.ts'
import { announcement, hints } from './ready.ts'
import { createLog, type LogFormat } from './log.ts'
import { emulatorOptions, settingFlags, type Settings } from './settings.ts'
import { hurry, survive, untilStopped } from './signals.ts'
import type { Subcommand } from './subcommand.ts'
import { watch } from './watch.ts'

export interface ServeFlags extends Settings {
  port: number
  host: string
  allowedHosts: string[]
  state: string
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
    allowedHosts: list(
      'NAME',
      'A host name that requests may be for, besides local ones; repeatable, * is any. Others are refused. Needed where --host is not local.',
    ),
    ...settingFlags('real'),
    state: text(
      'FILE',
      '',
      'Loads all objects from this file, if it is there, and saves them to it, soon after a change and at the end. A seed file will do.',
    ),
    log: word(['text', 'json'], 'text', 'One line a request, for people or for machines.'),
    quiet: toggle('No line a request, no hints: only the line that says it is ready.'),
  },
  run: async ({ port, host, allowedHosts, state, log: format, quiet, ...settings }, { env, out }) => {
    // Help and mistakes in the command line need nothing of this.
    const { createEmulator } = await import('../emulator.ts')
    const log = createLog(format, out.stdout, env)
    const emulator = createEmulator({
      ...emulatorOptions(settings),
      allowedHosts,
      ...((!quiet || state !== '') && {
        onRequest: (entry: LogEntry) => {
          if (!quiet) log.request(entry)
          if (changes(entry)) keeper?.touch()
        },
      }),
    })
    const keeper =
      state === '' ? undefined : new Keeper(state, emulator, (line) => out.stderr.write(`run-emulator: ${line}\n`))
    await keeper?.load(settings.clock)
    const { url } = await emulator.listen({ port, host })
    const stopped = untilStopped(out)
    const revive = survive(out)
    log.ready(announcement(url, host))
    const loaded = emulator.scenarios.names().some((name) => !emulator.scenarios.isShipped(name))
    if (!quiet) for (const hint of hints(settings.scenarios, out.cwd(), loaded)) log.hint(hint)
    const unwatch = await watch(settings.scenarios, emulator, quiet ? () => {} : log.hint)
    await stopped
    try {
      await keeper?.end()
    } finally {
      hurry(out)
      await Promise.all([unwatch(), emulator.close()])
      revive()
    }
  },
}

/** Whether a request may have changed something; a run that is read may go on. */
function changes({ method, path }: LogEntry): boolean {
  return method !== 'GET' || !path.startsWith('/_emulator')
}
