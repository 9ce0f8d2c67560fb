// What `ambit check` found as JUnit XML, for the pages on which build servers show tests.
import type { Problem } from '../model/problem.js'
import type { TestOutcome } from './check-tests.js'

/** One suite for complaints, and one for each file of tests. */
export function junitOf(problems: readonly Problem[], outcomes: readonly TestOutcome[]): string {
  const byFile = new Map<string, TestOutcome[]>()
  for (const outcome of outcomes)
    byFile.set(outcome.file, [...(byFile.get(outcome.file) ?? []), outcome])
  const suites = [
    suite(
      'configuration and rules',
      problems.length === 0
        ? [testCase('nothing to complain about', 'ambit check', [])]
        : problems.map(({ place, message }) =>
            testCase(place || message, 'ambit check', [message]),
          ),
      problems.length,
    ),
    ...[...byFile].map(([file, of]) =>
      suite(
        file,
        of.map(({ name, failures }) => testCase(name, file, failures)),
        of.filter(({ failures }) => failures.length > 0).length,
      ),
    ),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`
}

function suite(name: string, cases: readonly string[], failed: number): string {
  return `  <testsuite name="${escaped(name)}" tests="${cases.length}" failures="${failed}">\n${cases.join('')}  </testsuite>\n`
}

function testCase(name: string, of: string, failures: readonly string[]): string {
  const head = `    <testcase name="${escaped(name)}" classname="${escaped(of)}"`
  if (failures.length === 0) return `${head}/>\n`
  const told = failures.map((failure) => `      <failure message="${escaped(failure)}"/>\n`)
  return `${head}>\n${told.join('')}    </testcase>\n`
}

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** Line ends in an attribute are written as references, and what XML cannot hold at all is left out. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (char) => NAMED[char] as string)
    .replace(/[\n\r\t]/g, (char) => `&#${char.charCodeAt(0)};`)
}
