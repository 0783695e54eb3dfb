import { complain } from './complain.ts'
import { run } from './program.ts'
import type { Environment, World } from './world.ts'

/**
 * The program: does what `args` (without node and script) ask for.
 * Resolves to the exit code: 0 when done, 1 if it could not be done, 2 if it was not asked for properly.
 */
export async function main(args: readonly string[], env: Environment, out: World): Promise<number> {
  // Whoever reads what it says may go, as in `run-emulator scenarios | head`: it does what it was asked for all the same.
  for (const output of [out.stdout, out.stderr]) output.on?.('error', () => {})
  try {
    return await run(args, { env, out })
  } catch (error) {
    return complain(error, out.stderr)
  }
}
