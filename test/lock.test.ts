import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

interface Lock {
  packages: Record<string, { optional?: boolean; os?: string[]; cpu?: string[]; resolved?: string }>
}

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as Lock

it('records no download addresses, for everyone has a registry of their own', () => {
  expect(Object.keys(packages).filter((name) => packages[name]!.resolved !== undefined)).toEqual([])
})

it('knows the native packages of other systems too', () => {
  for (const os of ['linux', 'darwin', 'win32'])
    for (const of of ['@rolldown/binding-', '@typescript/typescript-'])
      expect(
        Object.keys(packages).some((name) => name.includes(of) && packages[name]!.os?.includes(os)),
        `${of} for ${os}`,
      ).toBe(true)
})
