import { readFileSync } from 'node:fs'
import { serve } from '../../src/cli/serve.ts'
import { spelling, variable } from '../../src/cli/subcommand.ts'

const root = new URL('../../', import.meta.url)

export function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8')
}

/**
 * A page with its copied parts filled in: a code block behind `<!-- PATH -->` is that file, `<!-- flags -->` stands before the table of
 * the flags that the program really has.
 */
export function filled(page: string): string {
  return page
    .replace(
      /<!-- (\S+[./]\w+) -->\n```(\w+)\n[\s\S]*?```/g,
      (_, path: string, language: string) => `<!-- ${path} -->\n\`\`\`${language}\n${read(path)}\`\`\``,
    )
    .replace(/<!-- flags -->\n(?:\n*\|.*)*\n*/, () => `<!-- flags -->\n\n${flags()}\n\n`)
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
