import { parseDuration } from '../scenario/durations.ts'
import { BadValue, type Flag } from './subcommand.ts'

/** Any text. */
export function text(value: string, fallback: string, help: string): Flag<string> {
  return { value, fallback, help, read: (given) => given }
}

/** One of a few words. */
export function word<T extends string>(words: readonly T[], fallback: T, help: string): Flag<T> {
  return {
    value: words.join('|'),
    fallback,
    help,
    read: (given) => {
      if (words.includes(given as T)) return given as T
      throw new BadValue(`expected ${words.slice(0, -1).join(', ')} or ${words.at(-1)}.`)
    },
  }
}

/** A whole number within bounds. */
export function whole(value: string, [least, most]: [number, number], fallback: number, help: string): Flag<number> {
  return {
    value,
    fallback,
    help,
    read: (given) => {
      const number = Number(given)
      if (/^\d+$/.test(given) && number >= least && number <= most) return number
      throw new BadValue(`expected a whole number from ${least} to ${most}.`)
    },
  }
}

/** A share from 0 to 1; all of it if the flag stands alone. */
export function share(value: string, help: string): Flag<number> {
  return {
    value,
    optional: true,
    fallback: 0,
    shown: '',
    help,
    read: (given) => {
      const number = given === 'true' ? 1 : Number(given)
      if (given.trim() !== '' && number >= 0 && number <= 1) return number
      throw new BadValue('expected a share from 0 to 1.')
    },
  }
}

/** A time such as `300ms`, `2s`, `10m` or `1h`, in milliseconds. */
export function duration(value: string, shown: string, help: string): Flag<number> {
  const read = (given: string) => {
    const ms = parseDuration(given)
    if (ms !== undefined && ms > 0) return ms
    throw new BadValue('expected a duration such as 300ms, 2s, 10m or 1h.')
  }
  return { value, fallback: read(shown), shown, help, read }
}

/** The same flag, which also takes `off`. */
export function orOff<T>(flag: Flag<T>): Flag<T | null> {
  return {
    ...flag,
    value: `${flag.value}|off`,
    read: (given) => {
      if (given === 'off') return null
      try {
        return flag.read(given)
      } catch (error) {
        throw error instanceof BadValue ? new BadValue(error.message.replace(/\.$/, ', or off.')) : error
      }
    },
  }
}

/** A flag that may be repeated; one value may also hold several, with commas between them. */
export function list(value: string, help: string): Flag<string[]> {
  return { value, many: true, fallback: [], shown: '', help, read: (given) => given.split(',').filter(Boolean) }
}

/** On or off; off unless given. As an environment variable it is switched on by 1, true, yes or on. */
export function toggle(help: string): Flag<boolean> {
  return {
    fallback: false,
    shown: '',
    help,
    read: (given) => {
      const word = given.toLowerCase()
      if (['1', 'true', 'yes', 'on'].includes(word)) return true
      if (['0', 'false', 'no', 'off'].includes(word)) return false
      throw new BadValue('expected 1 or 0.')
    },
  }
}
