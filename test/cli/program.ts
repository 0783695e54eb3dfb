import { EventEmitter } from 'node:events'
import { main } from '../../src/cli/main.ts'
import type { Environment, World } from '../../src/cli/world.ts'

export interface Started {
  /** What was written so far. */
  readonly stdout: string
  readonly stderr: string
  /** The codes that the program tried to exit with at once. */
  readonly exits: number[]
  readonly code: Promise<number>
  /** The base URL, once it is ready. */
  readonly url: Promise<string>
  /** Resolves with the first line of stdout that fits, now or later. */
  line(wanted: RegExp): Promise<string>
  emit(event: string, value?: unknown): void
}

interface Surroundings {
  env?: Environment
  cwd?: string
  isTTY?: boolean
  stdin?: { isTTY: boolean }
}

/** The program in this process, in a world of its own. */
export function start(
  args: string[],
  { env = {}, cwd = '/nowhere', isTTY = false, stdin }: Surroundings = {},
): Started {
  const world = new EventEmitter()
  const written = { stdout: '', stderr: '' }
  const exits: number[] = []
  const output = (name: 'stdout' | 'stderr') => ({
    isTTY,
    columns: 100,
    write: (text: string) => {
      written[name] += text
      world.emit('written')
    },
  })
  const out: World = {
    ...(stdin && { stdin }),
    stdout: output('stdout'),
    stderr: output('stderr'),
    cwd: () => cwd,
    on: (event, listener) => world.on(event, listener),
    off: (event, listener) => world.off(event, listener),
    exit: (code) => void exits.push(code),
  }
  const code = main(args, env, out)
  const line = (wanted: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = written.stdout.split('\n').find((text) => wanted.test(text))
        if (found === undefined) return
        world.off('written', look)
        resolve(found)
      }
      world.on('written', look)
      look()
      void code.then((given) => reject(new Error(`exit code ${given}, no line fits ${wanted}: ${written.stderr}`)))
    })
  return {
    get stdout() {
      return written.stdout
    },
    get stderr() {
      return written.stderr
    },
    exits,
    code,
    line,
    get url() {
      return line(/http:\S+\/v1/).then((text) => /http:[^\s"]+\/v1/.exec(text)![0])
    },
    emit: (event, value) => void world.emit(event, value),
  }
}

/** A program that is expected to end by itself. */
export async function run(args: string[], surroundings?: Surroundings) {
  const program = start(args, surroundings)
  const code = await program.code
  return { code, stdout: program.stdout, stderr: program.stderr }
}
