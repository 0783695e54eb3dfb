import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { turns } from '../turns.js'

export const library = {
  name: 'import',
  async measure() {
    const times = await turns({ ours: () => whole('library'), base: () => whole('hono_library') })
    return [{ what: 'a process that imports it and plays one run, times bare hono', aim: { most: 2 }, ...times }]
  },
}

/** Milliseconds from the start of such a process to its end. */
async function whole(name) {
  const began = performance.now()
  const file = fileURLToPath(new URL(`../servers/${name}.js`, import.meta.url))
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${name} ended with ${code}.`)
  return performance.now() - began
}
