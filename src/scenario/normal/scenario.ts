import { expiresAfter } from '../../run/create.ts'
import { parseDuration } from '../durations.ts'
import type { FaultVocabulary } from '../format/faults.ts'
import type { PlayFile, ScenarioFile } from '../format/file.ts'
import { inOrder, ScenarioError } from '../problems.ts'
import type { Scenario, Script } from '../scenario.ts'
import { tokenizerProblem } from '../tokenizer.ts'
import type { Path, Source } from '../yaml.ts'
import { toConditions } from './conditions.ts'
import { toFaults } from './faults.ts'
import { toIngestions } from './ingestion.ts'
import { toLines } from './lines.ts'
import { Report } from './report.ts'

const playWords = ['script', 'on_cancel', 'faults', 'expires_after'] as const

/**
 * Takes the sugar away: a checked file in the one normal form.
 * @throws ScenarioError where the words are right but do not make sense together.
 */
export function normalise(name: string, source: Source, file: ScenarioFile, vocabulary: FaultVocabulary): Scenario {
  const report = new Report(source)
  if (file.sequence)
    for (const word of playWords)
      if (file[word] !== undefined)
        report.add([], `"${word}" and "sequence" do not go together: write it inside the sequence`, word)
  if (file.probability !== undefined && !file.match)
    report.add([], '"probability" needs a "match": a scenario that is named is always used', 'probability')
  const missing = file.tokenizer && tokenizerProblem(file.tokenizer)
  if (missing) report.add(['tokenizer'], missing)
  const sequence =
    file.sequence?.map((item, n) => ({
      times: item.times ?? 1,
      script: toScript(report, name, ['sequence', n], item, vocabulary),
    })) ?? null
  const scenario: Scenario = {
    name,
    description: file.description ?? '',
    issues: file.issue === undefined ? [] : [file.issue].flat(),
    file: source.file,
    match: toConditions(report, ['match'], file.match),
    times: file.times ?? null,
    probability: file.probability ?? 1,
    tokenizer: file.tokenizer ?? null,
    ...(sequence ? sequence[0]!.script : toScript(report, name, [], file, vocabulary)),
    sequence,
    vector_store_files: toIngestions(report, file.vector_store_files),
  }
  if (report.problems.length > 0) throw new ScenarioError(inOrder(report.problems))
  return scenario
}

/** Without a script a run does what `default` does. */
function toScript(
  report: Report,
  name: string,
  path: Path,
  { script, on_cancel, faults, expires_after }: PlayFile,
  vocabulary: FaultVocabulary,
): Script {
  return {
    script: toLines(report, [...path, 'script'], script ?? ['tool_calls', 'message']),
    on_cancel: toLines(report, [...path, 'on_cancel'], on_cancel ?? []),
    faults: toFaults(report, name, [...path, 'faults'], faults ?? [], vocabulary),
    expires_after: expires_after === undefined ? expiresAfter : wholeSeconds(report, path, expires_after),
  }
}

const longest = 365 * 24 * 3600

/** A run's times are whole seconds. */
function wholeSeconds(report: Report, path: Path, duration: string): number {
  const seconds = parseDuration(duration)! / 1000
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > longest)
    report.add(
      [...path, 'expires_after'],
      `expected whole seconds, from 1s to 8760h, because the API counts in them; this is ${duration}`,
    )
  return seconds
}
