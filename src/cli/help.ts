/** What stands below every help text. */
export const afterHelp = `
Each option can also be set in the environment: RUN_EMULATOR_PORT=8080, RUN_EMULATOR_POLL_AFTER=off,
RUN_EMULATOR_QUIET=1, RUN_EMULATOR_SCENARIOS=one,two. The command line wins.

Point the official client at it:
  OPENAI_BASE_URL=http://127.0.0.1:4010/v1 OPENAI_API_KEY=any node app.js
or in code:
  new OpenAI({ baseURL: 'http://127.0.0.1:4010/v1', apiKey: 'any' })

Choose what a run does, by the header or by the metadata of the run or its assistant:
  X-Emulator-Scenario: tool-call
  metadata: { emulator_scenario: 'tool-call' }

Examples:
  run-emulator                                        the real clock, port 4010
  run-emulator --clock skip                           scripted waits take no time
  run-emulator --port 0 --quiet                       any free port, no line a request
  run-emulator --scenarios ./scenarios --log json     your own scenarios, a log for machines
  run-emulator exec --report junit.xml -- npm test    your tests, against a server of their own
  curl http://127.0.0.1:4010/_emulator/scenarios      the names there are

Exit codes: 0 done, or stopped by SIGINT or SIGTERM; 1 could not be done, or found problems; 2 wrong command line.
`
