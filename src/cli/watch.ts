import type { Emulator } from '../emulator.ts'
import { ScenarioError } from '../scenario/problems.ts'

/**
 * Watches scenario files and folders: an edit takes effect on the next run, a broken one keeps what was there before and says why.
 * Resolves, once it watches, to how to stop.
 */
export async function watch(
  paths: string[],
  emulator: Emulator,
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  if (paths.length === 0) return async () => {}
  const { watch: start } = await import('chokidar')
  const watcher = start(paths, { ignoreInitial: true, awaitWriteFinish: { stabilityThreshold: 30, pollInterval: 10 } })
  watcher.on('all', (event, path) => {
    if (!/\.ya?ml$/.test(path)) return
    try {
      emulator.reload(path)
      say(`${path} ${event === 'unlink' ? 'is gone' : 'was read again'}.`)
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      say(`${path} is wrong; what was there before stays. ${error.message}`)
    }
  })
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()))
  return () => watcher.close()
}
