// `ambit check` runs what stands beside a rule: events in time, through the whole engine, and what has to come of them.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { check, type CheckCode } from '../../src/cli/check.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ambit-check-rules-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Result {
  readonly code: CheckCode
  readonly lines: readonly string[]
  readonly notes: readonly string[]
  readonly junit: string
}

function run(
  files: Readonly<Record<string, string>>,
  paths: readonly string[] = [],
  asked: { readonly explain?: string; readonly rule?: string } = {},
): Result {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const lines: string[] = []
  const notes: string[] = []
  let junit = ''
  const code = check({
    paths: paths.map((path) => join(folder, path)),
    env: {},
    cwd: folder,
    print: (line) => lines.push(line),
    note: (line) => notes.push(line),
    junit: (xml) => (junit = xml),
    ...asked,
  })
  return { code, lines, notes, junit }
}

const CONFIG = 'rules: [mine]\n'
const RULE = `title: keys
name: keys
ambit: { response: revoke }
logsource: { product: aws, service: cloudtrail }
detection: { s: { eventName: CreateAccessKey }, condition: s }
`
const hit = (finds: string): string => `- name: a key is made
  events:
    - { at: 0s, type: resource.accessed, agent: { id: a }, credential: { id: c }, action: "iam:CreateAccessKey" }
  finds: [${finds}]
`

describe('rules with tests', () => {
  test('where they pass there is nothing to complain about', () => {
    const near = `- name: a key is looked at
  events:
    - { at: 0s, type: resource.accessed, agent: { id: a }, action: "iam:GetUser" }
  finds: []
`
    const { code, lines, notes, junit } = run({
      'ambit.yml': CONFIG,
      'mine/keys.yml': RULE,
      'mine/keys.test.yml': hit('keys') + near,
    })
    expect([code, lines]).toEqual([0, []])
    expect(notes).toEqual([
      expect.stringMatching(
        /^\d+ files checked, nothing to complain about, 2 tests of rules, none failed$/,
      ),
    ])
    expect(junit).toContain('tests="2" failures="0"')
    expect(junit).toContain('<testcase name="a key is looked at"')
  })

  test('one that fails ends with 1, told at its place, and as a failure in JUnit', () => {
    const { code, lines, notes, junit } = run({
      'ambit.yml': CONFIG,
      'mine/keys.yml': RULE,
      'mine/keys.test.yml': hit(''),
    })
    expect(code).toBe(1)
    expect(lines).toEqual(['mine/keys.test.yml:1:3: test "a key is made": keys found something'])
    expect(notes[0]).toMatch(/1 test of rules, 1 failed$/)
    expect(junit).toContain('<failure message="keys found something"/>')
  })

  test('late, doubled and skewed events, silence and the clock are played as they are written', () => {
    const { code, lines } = run({
      'ambit.yml': CONFIG,
      'mine/often.yml': `title: denied
name: denied
logsource: { product: ambit }
detection: { s: { outcome: deny }, condition: s }
---
title: often
name: often
correlation: { type: event_count, rules: [denied], group-by: [agent.id], timespan: 1m, condition: { gte: 3 } }
`,
      'mine/often.test.yml': `- name: three within a minute, one of them late
  events:
    - { at: 0s, type: resource.accessed, agent: { id: a }, action: "s3:GetObject", outcome: deny, late: 90s }
    - { at: 10s, type: resource.accessed, agent: { id: a }, action: "s3:GetObject", outcome: deny, arrives: 2 }
    - { at: 20s, type: resource.accessed, agent: { id: a }, action: "s3:GetObject", outcome: deny, arrives: 2 }
    - { advance: 10m }
  finds: [often]
- name: two of them, each doubled
  events:
    - { at: 10s, type: resource.accessed, agent: { id: a }, action: "s3:GetObject", outcome: deny, arrives: 2 }
    - { at: 20s, type: resource.accessed, agent: { id: a }, action: "s3:GetObject", outcome: deny, arrives: 2 }
  finds: []
- name: three too far apart
  events:
    - { at: 0s, type: resource.accessed, agent: { id: a }, action: "s3:GetObject", outcome: deny, times: 3, every: 40s }
  finds: []
`,
    })
    expect([code, lines]).toEqual([0, []])
  })

  test('rules without a test are named, and a test without its rules is wrong', () => {
    const { code, lines, notes } = run({
      'ambit.yml': CONFIG,
      'mine/keys.yml': RULE,
      'mine/other.test.yml': hit('keys'),
    })
    expect(code).toBe(2)
    expect(lines).toEqual([
      'mine/other.test.yml: it tests nothing: there is no file of rules beside it under its name',
    ])
    expect(notes[1]).toBe('1 file of rules without a test: keys.yml')
  })

  test('a single file is checked with all that its folder refers to, and by itself told of', () => {
    const files = {
      'mine/keys.yml': RULE,
      'mine/keys.test.yml': hit('keys'),
      'mine/count.yml':
        'title: many\ncorrelation: { type: event_count, rules: [keys], group-by: [agent.id], timespan: 1m, condition: { gte: 3 } }\n',
      'mine/wrong.yml': 'title: x\ndetection: { s: { a: 1 } }\n',
    }
    expect(run(files, ['mine/count.yml'])).toMatchObject({ code: 0, lines: [] })
    expect(run(files, ['mine/wrong.yml']).lines).toEqual([
      'mine/wrong.yml:2:1: it has no condition',
      'mine/wrong.yml:2:19: warning: the joined event has no field "a": it is there only where a sender puts it in',
    ])
    expect(run(files, ['mine']).code).toBe(2)
  })

  test('a single file of rules is checked with the tests beside it', () => {
    const files = { 'mine/keys.yml': `---\n---\n${RULE}`, 'mine/keys.test.yml': hit('keys') }
    expect(run(files, ['mine/keys.yml'])).toMatchObject({
      code: 0,
      lines: [],
      notes: ['2 files checked, nothing to complain about, 1 test of rules, none failed'],
    })
    expect(run({ 'mine/keys.test.yml': hit('') }, ['mine/keys.yml']).code).toBe(1)
  })

  test('what is wrong with a file of tests is told at its place, with what was likely meant', () => {
    const tests = `- name: x
  event: []
  finds: []
- name: y
  events:
    - { at: 5x, type: x }
    - { at: 5s, typ: x }
    - { advance: 5 }
    - { advance: 5s, type: x }
    - { at: 5s, type: x, times: 0 }
    - a text
  finds: keys
`
    const { code, lines } = run({ 'mine/keys.yml': RULE, 'mine/keys.test.yml': tests }, ['mine'])
    expect(code).toBe(2)
    expect(lines).toEqual(
      [
        '1:3: [0].events: expected a list, it is missing',
        '2:3: there is no key "event" in [0], did you mean "events"?',
        '6:13: [1].events[0].at: a time is a number with ms, s, m, h or d, as in 90s, got "5x"',
        '7:7: [1].events[1].type: expected a text, it is missing',
        '8:18: [1].events[2].advance: expected a text, got 5',
        '9:22: there is no key "type" in [1].events[3]; there are advance',
        '10:33: [1].events[4].times: expected at least 1, got 0',
        '11:7: [1].events[5]: expected a group of keys, got "a text"',
        '12:10: [1].finds: expected a list, got "keys"',
      ].map((line) => `mine/keys.test.yml:${line}`),
    )
  })

  test('warnings are printed and change nothing', () => {
    const { code, lines, notes } = run({
      'ambit.yml': CONFIG,
      'mine/w.yml': 'title: w\ndetection: { s: { type: x }, t: { type: y }, condition: s }\n',
    })
    expect(code).toBe(0)
    expect(lines).toEqual(['mine/w.yml:2:30: warning: the condition has no use for the search "t"'])
    expect(notes[0]).toMatch(/nothing to complain about, 1 warning$/)
  })

  test('placeholders are those of the configuration', () => {
    const files = {
      'mine/p.yml': `title: p\ndetection: { s: { agent.id|expand: '%agents%' }, condition: s }\n`,
    }
    expect(
      run({ ...files, 'ambit.yml': `${CONFIG}placeholders: { agents: [a] }\n` }),
    ).toMatchObject({
      code: 0,
      lines: [],
    })
    expect(run({ ...files, 'ambit.yml': CONFIG }).lines).toEqual([
      'mine/p.yml:2:36: there is no list "agents" among the placeholders of the configuration',
    ])
    expect(run({ 'ambit.yml': 'placeholders: { "a b": [1], c: [] }\n' }).code).toBe(2)
  })
})

describe('why a test went as it did', () => {
  const FILES = {
    'ambit.yml': CONFIG,
    'mine/keys.yml': `title: A key is made at night
name: night
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventName: CreateAccessKey }
  hours: { time|hour: [2, 3] }
  noted: { attributes.note: open }
  condition: selection and hours and noted
level: high
---
title: Two of them
name: twice
correlation:
  type: event_count
  rules: [night]
  group-by: [agent.id]
  timespan: 1h
  condition: { gte: 2 }
level: high
`,
    'mine/keys.test.yml': `- name: two keys
  events:
    - { at: 2h, type: resource.accessed, agent: { id: a }, action: "iam:CreateAccessKey", attributes: { note: open } }
    - { at: 3h, type: resource.accessed, agent: { id: a }, action: "iam:CreateAccessKey", attributes: { note: shut } }
    - { at: 3h, type: resource.accessed, agent: { id: a }, action: "iam:CreateAccessKey", attributes: { note: open }, late: 9h }
    - { at: 9h, id: mine, type: resource.accessed, agent: { id: a }, action: "iam:CreateAccessKey", attributes: { note: open } }
  finds: [twice]
`,
  }

  test('a rule that found nothing says how far its window came, and what kept its parts from it', () => {
    const { code, lines } = run(FILES, [], { explain: 'two keys' })
    expect(code).toBe(1)
    const text = lines.map((line) => line.replaceAll(`${folder}/`, '')).join('\n')
    expect(text).toContain('test "two keys" (mine/keys.test.yml:1:3): twice found nothing')
    expect(text).toMatch(/did not +Two of them \(mine\/keys\.yml:11:1, version [0-9a-f]{16}\)/)
    expect(text).toContain(
      'event count is 1 in the group agent.id=a; asked for is event count at least 2 within 1 h',
    )
    expect(text).toMatch(
      /event e2 .*\n.*A key is made at night.*\n +noted: attributes\.note is "shut", and should be "open" \(mine\/keys\.yml:7:\d+\)/,
    )
    expect(text).toMatch(
      /event mine .*\n.*\n +hours: time is 1767258000000 \(hour 9\), and should be hour eq 2 or hour eq 3/,
    )
    expect(text).toMatch(/event e3 .*; it came later than the lateness/)
  })

  test('one rule can be asked after, also of a test that passed', () => {
    const passes = FILES['mine/keys.test.yml'].replace('finds: [twice]', 'finds: []')
    const files = { ...FILES, 'mine/keys.test.yml': passes }
    const { code, lines } = run(files, [], { explain: 'two keys', rule: 'night' })
    expect(code).toBe(0)
    expect(lines[0]).toMatch(/^test "two keys" .* passed$/)
    expect(lines.filter((line) => line.startsWith('fired'))).toHaveLength(2)
    expect(lines.join('\n')).not.toContain('Two of them (')
  })

  test('a test that is not there is told with the nearest name', () => {
    const { code, lines } = run(FILES, [], { explain: 'two kyes' })
    expect(code).toBe(2)
    expect(lines).toContain('--explain: there is no test "two kyes", did you mean "two keys"?')
  })
})
