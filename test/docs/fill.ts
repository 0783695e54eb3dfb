import { readFileSync } from 'node:fs'
import { serve } from '../../src/cli/serve.ts'
import type { Row } from '../../src/run/error_row.ts'
import { errors } from '../../src/run/errors.ts'
import { spelling, variable } from '../../src/cli/subcommand.ts'

const root = new URL('../../', import.meta.url)

export function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8')
}

/**
 * A page with its copied parts filled in: a code block behind `<!-- PATH -->` is that file, `<!-- flags -->` stands before the table of
 * the flags that the program really has, `<!-- errors -->` before that of the service's errors.
 */
export function filled(page: string): string {
  return page
    .replace(
      /<!-- (\S+[./]\w+) -->\n```(\w+)\n[\s\S]*?```/g,
      (_, path: string, language: string) => `<!-- ${path} -->\n\`\`\`${language}\n${read(path)}\`\`\``,
    )
    .replace(/<!-- (flags|errors) -->\n(?:\n*\|.*)*\n*/, (_, name: string) => {
      return `<!-- ${name} -->\n\n${name === 'flags' ? flags() : errorTable()}\n\n`
    })
}

function errorTable(): string {
  const rows = Object.values(errors).map((row: Row) => {
    const { status = 400, type = '', code = '', message } = row
    const param = row.param ?? (message.includes('{param}') ? '{param}' : '')
    const quote = message.includes('`') ? '``' : '`'
    const cells = [type, param, code].map((words) => words && `\`${words}\``)
    return `| ${[status, ...cells, quote + message + quote].join(' | ')} |`
  })
  return ['| status | type | param | code | message |', '|---|---|---|---|---|', ...rows].join('\n')
}

function flags(): string {
  const rows = Object.entries(serve.flags).map(([key, flag]) => {
    const {
      value,
      optional,
      fallback,
      shown = String(fallback),
      help,
    } = flag as { value?: string; optional?: boolean; fallback: unknown; shown?: string; help: string }
    const place = value && (optional ? ` [${value}]` : ` ${value.replaceAll('|', '\\|')}`)
    const name = `${spelling(key)}${place ?? ''}`
    return `| \`${name}\` | \`${variable(key)}\` | ${shown === '' ? '' : `\`${shown}\``} | ${help} |`
  })
  return ['| flag | variable | default | |', '|---|---|---|---|', ...rows].join('\n')
}

/** The code blocks of a page in one language. */
export function blocks(page: string, language: string): string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, code]) => code!)
}
