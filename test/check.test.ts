// `ambit check` and `ambit topics create`: what is wrong is named at its place, and what is created fits its content.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { check, type CheckCode } from '../src/cli/check.js'
import { defaultSettings } from '../src/cli/config.js'
import { createTopics, topicSpecs } from '../src/cli/topics.js'
import type { TopicSpec } from '../src/transport/port.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ambit-check-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

interface Result {
  readonly code: CheckCode
  readonly lines: readonly string[]
  readonly note: string
}

function run(paths: readonly string[] = [], env: NodeJS.ProcessEnv = {}, file?: string): Result {
  const lines: string[] = []
  let note = ''
  const code = check({
    paths: paths.map((path) => join(folder, path)),
    env,
    file: file === undefined ? undefined : join(folder, file),
    cwd: folder,
    print: (line) => lines.push(line.replaceAll(`${folder}/`, '')),
    note: (line) => (note = line),
  })
  return { code, lines, note }
}

describe('ambit check', () => {
  test('a sound configuration with its rules is 0 and says how much was looked at', () => {
    write({
      'ambit.yml': 'mode: shadow\nrules: [mine]\n',
      'mine/catalogue.yml': 'tools:\n  send_email: { capability: send, domain: email }\n',
      'mine/purposes.yml': 'purposes:\n  triage: { capabilities: [read, email.send] }\n',
    })
    const { code, lines, note } = run()
    expect([code, lines]).toEqual([0, []])
    expect(note).toMatch(/^\d+ files checked, nothing to complain about$/)
  })

  test('a wrong configuration ends with 2 and each complaint at its line and column', () => {
    write({ 'ambit.yml': 'moed: shadow\nhttp: { port: x }\n' })
    expect(run()).toEqual({
      code: 2,
      lines: [
        'ambit.yml:1:1: there is no key "moed", did you mean "mode"?',
        'ambit.yml:2:15: http.port: expected a number, got "x"',
      ],
      note: '1 file checked, 2 complaints',
    })
    expect(run([], {}, 'ambit.yml').code).toBe(2)
    expect(run(['ambit.yml']).lines).toHaveLength(2)
  })

  test('wrong rules end with 2, and every file of the folder is looked at', () => {
    write({
      'ambit.yml': 'rules: [mine]\n',
      'mine/catalogue.yml': 'tools:\n  send_email: { capability: snd }\n',
      'mine/deep/rule.yml': 'title: a\ndetection: [\n',
      'mine/deep/two.yml': 'title: a\ntitle: b\n---\nx: 1\n',
    })
    const { code, lines } = run()
    expect(code).toBe(2)
    expect(
      lines.some((line) => line.startsWith('mine/catalogue.yml:2:') && line.includes('"send"')),
    ).toBe(true)
    expect(lines.some((line) => /^mine\/deep\/rule\.yml:\d+:\d+: /.test(line))).toBe(true)
    expect(lines).toContain(
      'mine/deep/two.yml:2:1: this key is there already; each can be given once',
    )
  })

  test('paths are judged by what they are: folder, catalogue, rule or configuration', () => {
    write({
      'a/catalogue.yml': 'tool: {}\n',
      'a/purposes.yml': 'purpose: {}\n',
      'a/rule.yml': 'title: x\ndetection: { a: { type: tool.called }, condition: a }\n',
      'b/other.yml': 'mode: shadwo\n',
    })
    expect(run(['a/catalogue.yml']).lines).toEqual([
      expect.stringMatching(/^a\/catalogue\.yml:1:1: /),
    ])
    expect(run(['a/rule.yml'])).toMatchObject({ code: 0, lines: [] })
    expect(run(['b/other.yml'])).toMatchObject({
      code: 2,
      lines: [expect.stringContaining('b/other.yml:1:7: mode')],
    })
    expect(run(['a']).lines).toHaveLength(2)
    expect(run(['a', 'b/other.yml'])).toMatchObject({ code: 2 })
    expect(run(['a', 'b/other.yml']).lines).toHaveLength(3)
  })

  test('from inside a folder of rules its files are read as what they are', () => {
    write({
      'catalogue.yml': 'tools:\n  send_email: { capability: send, domain: email }\n',
      'purposes.yml': 'purposes:\n  triage: { capabilities: [read, email.snd] }\n',
    })
    const complaint = 'purposes.yml:2:34: there is no capability "snd", did you mean "send"?'
    const before = process.cwd()
    process.chdir(folder)
    try {
      for (const path of ['.', './', 'purposes.yml']) {
        const lines: string[] = []
        const print = (line: string): void => void lines.push(line)
        const code = check({ paths: [path], env: {}, cwd: folder, print, note: () => undefined })
        expect([path, code, lines]).toEqual([path, 2, [complaint]])
      }
    } finally {
      process.chdir(before)
    }
  })

  test('a path that is not there is a wrong use', () => {
    expect(run(['nowhere'])).toMatchObject({
      code: 2,
      lines: ['nowhere: there is no such file or folder'],
    })
  })

  test('a folder of rules that the configuration names but nobody has is complained about', () => {
    write({ 'ambit.yml': 'rules: [gone]\n' })
    const { code, lines } = run()
    expect([code, lines]).toEqual([2, ['gone: there is no such folder of rules']])
  })

  test('a SPIFFE bundle must be a set of keys', () => {
    write({
      'ambit.yml': 'spiffe: { bundles: { a.org: a.json, b.org: b.json, c.org: c.json } }\n',
      'a.json': '{"keys":[{"kty":"EC"}]}',
      'b.json': '{"keys":[]}',
    })
    expect(run()).toMatchObject({
      code: 2,
      lines: [
        'b.json: bundle of b.org: it has no "keys"',
        'c.json: bundle of c.org: it cannot be read (ENOENT)',
      ],
    })
  })

  test('a wrong variable is complained about as it would stop a run', () => {
    expect(run([], { AMBIT_MODE: 'off' })).toMatchObject({
      code: 2,
      lines: ['AMBIT_MODE: mode: expected enforce or shadow, got "off"'],
    })
  })
})

describe('ambit topics create', () => {
  test('state is compacted, everything that is read once is deleted in time', () => {
    const specs = topicSpecs(defaultSettings(), 6)
    const by = (cleanup: string) =>
      specs.filter((spec) => spec.cleanup === cleanup).map(({ name }) => name)
    expect(by('compact')).toEqual([
      'ambit.identities',
      'ambit.identify-changelog',
      'ambit.judge-changelog',
    ])
    expect(by('delete')).toEqual([
      'agent-events',
      'workload-events',
      'resource-events',
      'ambit.approvals',
      'ambit.command-results',
      'ambit.joined',
      'ambit.decisions',
      'ambit.commands',
      'ambit.findings',
      'ambit.audit',
      'ambit.dead-letters',
      'ambit.repartition',
    ])
    expect(specs.every(({ partitions }) => partitions === 6)).toBe(true)
    expect(specs.find(({ name }) => name === 'ambit.repartition')?.retentionMs).toBe(7 * 86_400_000)
    expect(new Set(specs.map(({ name }) => name)).size).toBe(specs.length)
  })

  test('names from the configuration are used', () => {
    const settings = defaultSettings({
      sources: [{ topic: 'mine', kind: 'agent', format: 'ambit' }],
      topics: { ...defaultSettings().topics, commands: 'orders' },
    })
    const names = topicSpecs(settings, 1).map(({ name }) => name)
    expect(names).toContain('orders')
    expect(names).toContain('mine')
    expect(names).not.toContain('agent-events')
  })

  test('what exists is left alone and told apart, and internal topics are as wide as the widest source', async () => {
    const existing = new Map([['agent-events', 12]])
    let asked: readonly TopicSpec[] = []
    const printed: string[] = []
    const transport = {
      partitions: async (topic: string) => existing.get(topic) ?? 0,
      createTopics: async (specs: readonly TopicSpec[]) => {
        asked = specs
        return specs.map(({ name }) => name).filter((name) => !existing.has(name))
      },
    }
    await createTopics(defaultSettings(), transport, 4, (line) => printed.push(line))
    const partitions = new Map(asked.map((spec) => [spec.name, spec.partitions]))
    expect(partitions.get('ambit.repartition')).toBe(12)
    expect(partitions.get('ambit.identify-changelog')).toBe(12)
    expect(partitions.get('ambit.commands')).toBe(4)
    expect(printed).toHaveLength(topicSpecs(defaultSettings(), 4).length)
    expect(printed[0]).toMatch(/^existed {2}agent-events +12 partitions, delete$/)
    expect(printed[1]).toMatch(/^created {2}workload-events +4 partitions, delete$/)
  })
})
