import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** The root of this repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

const here = fileURLToPath(new URL('.', import.meta.url))

/** An official client of another language, and the stories that a program of a user tells with it. */
export interface Client {
  language: string
  needs: string
  /** Installs it and its program into an empty folder. Resolves to the command that runs the program. */
  install: (folder: string) => Promise<string[]>
  /** What the program prints after `ok`, in order. */
  stories: string[]
  /** Whether the client can be told to refuse what does not fit its types (the program's argument `strict`). */
  strict: boolean
}

const common = ['polls_through_a_tool_call', 'streams_through_a_tool_call', 'sees_every_ending', 'cancels']

export const clients: Client[] = [
  {
    language: 'Python',
    needs: 'python3 with venv, and the package openai',
    install: async (folder) => {
      await execute('python3', ['-m', 'venv', folder])
      const python = join(folder, process.platform === 'win32' ? 'Scripts/python' : 'bin/python')
      await execute(python, ['-m', 'pip', 'install', '--quiet', '-r', join(here, 'python/requirements.txt')])
      return [python, '-W', 'ignore', join(here, 'python/story.py')]
    },
    stories: [...common, 'retries', 'uploads_and_searches', 'walks_pages', 'is_told_what_was_wrong'],
    strict: true,
  },
  {
    language: 'Java',
    needs: 'a JDK with Maven, and the artifact openai-java',
    install: async (folder) => {
      const path = join(folder, 'classpath')
      const goal = ['dependency:build-classpath', `-Dmdep.outputFile=${path}`]
      await execute('mvn', ['-q', '-B', '-f', join(here, 'java/pom.xml'), ...goal])
      return ['java', '-cp', await readFile(path, 'utf8'), join(here, 'java/Story.java')]
    },
    stories: [...common, 'walks_pages'],
    strict: true,
  },
  {
    language: 'Go',
    needs: 'Go, and the module openai-go',
    install: async (folder) => {
      const program = join(folder, 'story')
      // Without optimisation: the client is large, the program is short.
      await execute('go', ['build', '-gcflags=all=-N -l', '-o', program, '.'], { cwd: join(here, 'go') })
      return [program]
    },
    stories: [...common, 'uploads_and_searches', 'walks_pages'],
    strict: false,
  },
]
