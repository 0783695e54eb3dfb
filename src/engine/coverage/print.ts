import { coverageJunit } from './junit.ts'
import { coverageText } from './text.ts'

/** What coverage is printed as. */
export const printCoverage = { text: coverageText, junit: coverageJunit }
