#!/usr/bin/env node
import './compile_cache.ts'

process.exitCode = await import('./cli/main.ts').then(({ main }) => main(process.argv.slice(2), process.env, process))
