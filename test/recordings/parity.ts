import { parity, reportOf, sum } from './report.ts'

/** `npm run parity [-- FOLDER …]`: prints the report; the exit code is 1 where something disagrees or nothing was there to compare. */
export async function main(folders: string[], usual: string): Promise<number> {
  const results = []
  for (const folder of folders.length > 0 ? folders : [usual]) {
    const found = await parity(folder)
    if (!found && folders.length === 0) {
      console.log(`Skipped: there is no recorded traffic at ${folder}. Name a folder: npm run parity -- FOLDER`)
      return 0
    }
    if (!found?.length) {
      console.error(`There is no recording (*.json) in ${folder}.`)
      return 1
    }
    results.push(...found)
  }
  console.log(reportOf(results))
  const { agree, all } = sum(results)
  return agree < all || all === 0 ? 1 : 0
}
