// The configuration: what the page allows is accepted, and everything else is refused at its place with a way out.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { Complaints, defaultSettings, loadSettings } from '../src/cli/config.js'
import { parseDuration } from '../src/cli/config-duration.js'
import { nearest } from '../src/cli/config-nearest.js'
import { configLeaves } from '../src/cli/config-schema.js'
import type { Settings } from '../src/model/settings.js'

const PAGE = `kafka: { brokers: ["127.0.0.1:9092"], client_id: ambit, group: ambit, ssl: { ca: file:ca.pem }, sasl: { mechanism: scram-sha-512, username: u, password: "file:password" } }
registry: { url: "http://127.0.0.1:8081", username: "reader", password: "secret" }
data: ./ambit-data
sources:
  - { topic: agent-events, kind: agent, format: ambit }
  - { topic: more-agent-events, kind: agent }
  - { topic: workload-events, kind: workload, format: ambit }
  - { topic: resource-events, kind: resource, format: ambit }
topics: { joined: ambit.joined, commands: ambit.commands, decisions: a.d, findings: a.f, dead_letters: a.x, approvals: a.a, command_results: a.r }
output: { encoding: avro }
rules: [rules]
mode: enforce
lateness: PT5M
grace: PT30S
propagation: PT5S
skew: PT1M
approval: { deadline: PT15M, on_timeout: revoke, threshold: 70 }
confirmation: { within: PT30S, repeats: 3 }
budget: { per_rule: 5, window: PT10M, share: 0.02 }
joined: on
decisions: all
limits: { identities: 500000, event_bytes: 1048576, depth: 32, id_length: 2048, waiting: 100000, duplicates: 2000000, credentials: 1000000 }
proxies: [spiffe://example.org/gateway, "spiffe://example.org/mesh/*"]
spiffe: { bundles: { example.org: bundle.json }, audience: ambit }
http: { host: 127.0.0.1, port: 7070, token: "a-long-token" }
log: { level: info }
`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ambit-config-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function load(text: string, env: NodeJS.ProcessEnv = {}): Settings {
  const file = join(folder, 'ambit.yml')
  writeFileSync(file, text)
  return loadSettings({ file, env, cwd: folder })
}

/** What is complained about, with the folder taken out of the places. */
function complaints(text: string | null, env: NodeJS.ProcessEnv = {}): string[] {
  try {
    if (text === null) loadSettings({ env, cwd: folder })
    else load(text, env)
  } catch (error) {
    if (!(error instanceof Complaints)) throw error
    expect(error.problems.map(({ code }) => code)).toEqual(
      error.problems.map(() => 'CONFIG_INVALID'),
    )
    return error.problems.map((problem) => problem.toString().replaceAll(`${folder}/`, ''))
  }
  return []
}

describe('what is accepted', () => {
  test('every key of the page is accepted and arrives in the settings', () => {
    writeFileSync(join(folder, 'ca.pem'), 'CA\n')
    writeFileSync(join(folder, 'password'), 'hidden\n')
    mkdirSync(join(folder, 'rules'))
    const settings = load(PAGE)
    expect(settings.kafka).toEqual({
      brokers: ['127.0.0.1:9092'],
      clientId: 'ambit',
      group: 'ambit',
      ssl: { ca: 'CA' },
      sasl: { mechanism: 'scram-sha-512', username: 'u', password: 'hidden' },
    })
    expect(settings.sources.map(({ topic, format }) => `${topic} ${format}`)).toEqual([
      'agent-events ambit',
      'more-agent-events ambit',
      'workload-events ambit',
      'resource-events ambit',
    ])
    expect(settings.topics).toMatchObject({
      decisions: 'a.d',
      deadLetters: 'a.x',
      commandResults: 'a.r',
    })
    expect(settings.rules).toEqual([join(folder, 'rules')])
    expect(settings.proxies).toHaveLength(2)
    expect(settings.http.token).toBe('a-long-token')
  })

  test('with no file at all the settings are the defaults of the contract', () => {
    const settings = loadSettings({ env: {}, cwd: folder })
    expect(settings).toEqual(defaultSettings())
    expect(settings).toMatchObject({
      kafka: null,
      data: './ambit-data',
      mode: 'enforce',
      latenessMs: 300_000,
      graceMs: 30_000,
      propagationMs: 5_000,
      skewMs: 60_000,
      approval: { deadlineMs: 900_000, onTimeout: 'revoke', threshold: 70 },
      confirmation: { withinMs: 30_000, repeats: 3 },
      budget: { perRule: 5, windowMs: 600_000, share: 0.02 },
      joined: true,
      decisions: 'all',
      limits: {
        identities: 500_000,
        eventBytes: 1_048_576,
        depth: 32,
        idLength: 2048,
        waiting: 100_000,
        duplicates: 2_000_000,
        credentials: 1_000_000,
      },
      http: { host: '127.0.0.1', port: 7070, token: null },
    })
  })

  test('an empty file, one of comments only and one of an empty group are all defaults', () => {
    expect(load('')).toEqual(defaultSettings())
    expect(load('# nothing yet\n')).toEqual(defaultSettings())
    expect(load('{}\n')).toEqual(defaultSettings())
  })

  test('ambit.yml of the working directory is found by itself', () => {
    writeFileSync(join(folder, 'ambit.yml'), 'mode: shadow\n')
    expect(loadSettings({ env: {}, cwd: folder }).mode).toBe('shadow')
  })

  test('a folder of rules is looked for beside the file that names it, then in the working directory', () => {
    expect(defaultSettings().rules).toEqual(['rules'])
    expect(load('rules: [more]\n').rules).toEqual(['more'])
    mkdirSync(join(folder, 'more'))
    expect(load('rules: [more]\n').rules).toEqual([join(folder, 'more')])
    expect(load('rules: []\n').rules).toEqual([])
  })

  test('confirmation and budget can be switched off, the joined stream and quiet decisions too', () => {
    const settings = load('confirmation: off\nbudget: off\njoined: off\ndecisions: notable\n')
    expect(settings).toMatchObject({
      confirmation: null,
      budget: null,
      joined: false,
      decisions: 'notable',
    })
    expect(load('joined: false\nconfirmation: false\n')).toMatchObject({
      joined: false,
      confirmation: null,
    })
    expect(load('joined: true\n').joined).toBe(true)
  })

  test('what the command line says wins over the environment, and that over the file', () => {
    const file = join(folder, 'ambit.yml')
    writeFileSync(file, 'data: one\nmode: shadow\nhttp: { port: 1000 }\n')
    const env = { AMBIT_DATA: 'two', AMBIT_HTTP_PORT: '2000' }
    const settings = loadSettings({ file, env, overrides: { data: 'three' }, cwd: folder })
    expect([settings.data, settings.http.port, settings.mode]).toEqual(['three', 2000, 'shadow'])
  })

  test('anchors and aliases stand for what they repeat', () => {
    const { approval, confirmation } = load(
      'approval: { deadline: &d PT2M }\nconfirmation: { within: *d }\n',
    )
    expect([approval.deadlineMs, confirmation?.withinMs]).toEqual([120_000, 120_000])
  })
})

describe('what is refused', () => {
  test('every complaint comes at once, each at its line and column', () => {
    const text = `moed: shadow
lateness: 5m
http:
  port: seven
  hots: 127.0.0.1
sources:
  - { topic: "a b", kind: agents }
  - topic: x
joined: maybe
limits: { depth: 0 }
`
    expect(complaints(text)).toEqual([
      'ambit.yml:1:1: there is no key "moed", did you mean "mode"?',
      'ambit.yml:2:11: lateness: expected an ISO 8601 duration such as PT5M, did you mean "PT5M"?',
      'ambit.yml:4:9: http.port: expected a number, got "seven"',
      'ambit.yml:5:3: there is no key "hots" in http, did you mean "host"?',
      'ambit.yml:7:14: sources[0].topic: expected a topic name: letters, digits, ".", "_" and "-", at most 249 of them, got "a b"',
      'ambit.yml:7:27: sources[0].kind: expected agent or workload or resource, got "agents", did you mean "agent"?',
      'ambit.yml:8:5: sources[1].kind: expected agent or workload or resource, it is missing',
      'ambit.yml:9:9: joined: expected true or false or on or off, got "maybe"',
      'ambit.yml:10:18: limits.depth: expected at least 4, got 0',
    ])
  })

  test('a key that is set twice is refused, beside the other complaints', () => {
    expect(complaints('mode: shadow\nmode: enforce\ngrace: soon\n')).toEqual([
      'ambit.yml:2:1: this key is there already; each key can be set once',
      'ambit.yml:3:8: grace: expected an ISO 8601 duration such as PT5M, got "soon"',
    ])
  })

  test('broken YAML is named where it breaks and nothing is guessed from it', () => {
    const [first, ...rest] = complaints('http: { port: 7070\nmood: x\n')
    expect(first).toMatch(/^ambit\.yml:\d+:\d+: /)
    expect(rest.join()).not.toContain('mood')
  })

  test('a file that is named but not there is refused by its name', () => {
    const file = join(folder, 'gone.yml')
    expect(() => loadSettings({ file, env: {}, cwd: folder })).toThrow(
      `${file}: there is no such file`,
    )
  })

  test('a list or a text in place of the configuration is refused at its start', () => {
    expect(complaints('- a\n- b\n')).toEqual([
      'ambit.yml:1:1: the configuration: expected a group of keys, got a list',
    ])
    expect(complaints('hello\n')[0]).toContain(
      'ambit.yml:1:1: the configuration: expected a group of keys',
    )
  })

  test('a group left empty is refused, so that kafka without brokers never means the embedded log', () => {
    expect(complaints('mode: shadow\nkafka:\n')).toEqual([
      'ambit.yml:2:1: kafka: expected a group of keys, it is empty',
    ])
    expect(complaints('kafka: { group: a }\n')).toEqual([
      'ambit.yml:1:8: kafka.brokers: expected a list, it is missing',
    ])
    expect(complaints('kafka: { brokers: [localhost] }\n')).toEqual([
      'ambit.yml:1:20: kafka.brokers[0]: expected host:port, got "localhost"',
    ])
  })

  test('inside a group that can be off the wrong key is found, not only that the group is wrong', () => {
    expect(complaints('budget: { per_rul: 3 }\nconfirmation: nope\n')).toEqual([
      'ambit.yml:1:11: there is no key "per_rul" in budget, did you mean "per_rule"?',
      'ambit.yml:2:15: confirmation: expected off or false or a group of keys, got "nope"',
    ])
  })

  test('durations are refused outside their bounds', () => {
    expect(complaints('lateness: P8D\napproval: { deadline: PT0S }\n')).toEqual([
      'ambit.yml:1:11: lateness: expected a duration from 0.001 s to 604800 s, got "P8D"',
      'ambit.yml:2:23: approval.deadline: expected a duration from 1 s to 2592000 s, got "PT0S"',
    ])
  })

  test('two uses of one topic are refused', () => {
    expect(complaints('topics: { commands: agent-events, findings: x, decisions: x }\n')).toEqual([
      'ambit.yml:1:21: topics.commands: the topic agent-events is taken already, by sources[0].topic',
      'ambit.yml:1:45: topics.findings: the topic x is taken already, by topics.decisions',
    ])
  })

  test('an address that others can reach is refused without a token', () => {
    expect(complaints('http: { host: 0.0.0.0 }\n')).toEqual([
      'ambit.yml:1:15: http.host: an address other than loopback needs http.token as well',
    ])
    expect(load('http: { host: 0.0.0.0, token: long-enough }\n').http.host).toBe('0.0.0.0')
    expect(load('http: { host: "::1" }\n').http.token).toBeNull()
    expect(load('http: { host: 0.0.0.0, token: short }\n').http.token).toBe('short')
    expect(complaints('http: { token: "" }\n')).toHaveLength(1)
  })

  test('a password sent readable, or to a broker nobody checked, is refused off this machine', () => {
    const sasl = 'sasl: { mechanism: plain, username: u, password: p }'
    expect(complaints(`kafka: { brokers: ["k:9092"], ${sasl} }\n`)[0]).toContain(
      'kafka.sasl.mechanism: plain',
    )
    expect(complaints(`kafka: { brokers: ["k:9092"], ssl: true, ${sasl} }\n`)).toEqual([])
    expect(complaints(`kafka: { brokers: ["localhost:9092"], ${sasl} }\n`)).toEqual([])
    expect(
      complaints('kafka: { brokers: ["k:1"], ssl: { reject_unauthorized: false } }\n')[0],
    ).toContain('kafka.ssl.reject_unauthorized: without it')
  })

  test('a secret is never repeated in a complaint', () => {
    const text = 'http: { token: "hunter2 hunter2" }\nregistry: { url: "x", password: [hunter2] }\n'
    const all = complaints(text)
    expect(all).toHaveLength(3)
    expect(all.join()).not.toContain('hunter2')
  })

  test('names of prototypes are keys like any other unknown one', () => {
    expect(complaints('__proto__: { mode: shadow }\nconstructor: 1\n')).toEqual([
      expect.stringContaining('ambit.yml:1:1: there is no key "__proto__"'),
      expect.stringContaining('ambit.yml:2:1: there is no key "constructor"'),
    ])
  })
})

describe('the environment', () => {
  test('every key can be set by a variable', () => {
    const values: Record<string, string> = {
      AMBIT_KAFKA_BROKERS: 'a:1, b:2',
      AMBIT_KAFKA_CLIENT_ID: 'c',
      AMBIT_KAFKA_GROUP: 'g',
      AMBIT_KAFKA_SSL: 'on',
      AMBIT_KAFKA_SASL: '{mechanism: scram-sha-256, username: u, password: p}',
      AMBIT_REGISTRY_URL: 'http://r:8081',
      AMBIT_SOURCES: '[{topic: x, kind: agent}]',
      AMBIT_TOPICS_DEAD_LETTERS: 'bin',
      AMBIT_OUTPUT_ENCODING: 'json',
      AMBIT_RULES: 'one,two',
      AMBIT_LATENESS: 'PT1M',
      AMBIT_APPROVAL_DEADLINE: 'PT1H',
      AMBIT_APPROVAL_ON_TIMEOUT: 'allow',
      AMBIT_CONFIRMATION: 'off',
      AMBIT_BUDGET_SHARE: '0.5',
      AMBIT_JOINED: 'false',
      AMBIT_LIMITS_EVENT_BYTES: '2048',
      AMBIT_SPIFFE_BUNDLES: '{example.org: /b.json}',
      AMBIT_HTTP_PORT: '8080',
      AMBIT_LOG_LEVEL: 'debug',
    }
    const settings = loadSettings({ env: values, cwd: folder })
    expect(settings).toMatchObject({
      kafka: {
        brokers: ['a:1', 'b:2'],
        clientId: 'c',
        group: 'g',
        ssl: true,
        sasl: { username: 'u' },
      },
      registry: { url: 'http://r:8081' },
      sources: [{ topic: 'x', kind: 'agent', format: 'ambit' }],
      topics: { deadLetters: 'bin' },
      output: { encoding: 'json' },
      rules: ['one', 'two'],
      latenessMs: 60_000,
      approval: { deadlineMs: 3_600_000, onTimeout: 'allow' },
      confirmation: null,
      budget: { perRule: 5, share: 0.5 },
      joined: false,
      limits: { eventBytes: 2048 },
      spiffe: { bundles: { 'example.org': '/b.json' } },
      http: { port: 8080 },
      log: { level: 'debug' },
    })
  })

  test('no two keys have the same variable', () => {
    const names = configLeaves().map(({ path }) => path.join('_'))
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(60)
  })

  test('a wrong value is complained about under the name of its variable', () => {
    expect(complaints('mode: shadow\n', { AMBIT_HTTP_PORT: 'x', AMBIT_MODE: 'shadwo' })).toEqual([
      'AMBIT_MODE: mode: expected enforce or shadow, got "shadwo", did you mean "shadow"?',
      'AMBIT_HTTP_PORT: http.port: expected a number, got "x"',
    ])
    expect(complaints(null, { AMBIT_KAFKA_GROUP: 'g' })).toEqual([
      'AMBIT_KAFKA_GROUP: kafka.brokers: expected a list, it is missing',
    ])
  })

  test('a variable that is nearly a key is complained about, others of the build are left alone', () => {
    expect(
      complaints(null, { AMBIT_HTTP_PROT: '1', AMBIT_CRASH_AT: 'x', AMBIT_CACHE: '/c' }),
    ).toEqual(['AMBIT_HTTP_PROT: no key belongs to this variable, did you mean "AMBIT_HTTP_PORT"?'])
  })

  test('what Kubernetes says of services called ambit or ambit-… is no configuration', () => {
    const env = {
      AMBIT_PORT: 'tcp://10.0.0.1:7070',
      AMBIT_SERVICE_HOST: '10.0.0.1',
      AMBIT_SERVICE_PORT: '7070',
      AMBIT_SERVICE_PORT_HTTP: '7070',
      AMBIT_PORT_7070_TCP_ADDR: '10.0.0.1',
      AMBIT_HTTP_PORT: 'tcp://10.0.0.2:7070',
      AMBIT_HTTP_SERVICE_HOST: '10.0.0.2',
    }
    expect(complaints(null, env)).toEqual([])
  })

  test('a variable switches a group on again that the file has off', () => {
    expect(load('confirmation: off\n', { AMBIT_CONFIRMATION_REPEATS: '9' }).confirmation).toEqual({
      withinMs: 30_000,
      repeats: 9,
    })
  })
})

describe('values that name a file', () => {
  test('a value is read from its file and trimmed, from the file and from a variable', () => {
    writeFileSync(join(folder, 'token'), '  secret-token\n')
    writeFileSync(join(folder, 'port'), '9999\n')
    expect(load(`http: { token: "file:${join(folder, 'token')}" }\n`).http.token).toBe(
      'secret-token',
    )
    expect(load('http: { token: "file:token" }\n').http.token).toBe('secret-token')
    expect(load('', { AMBIT_HTTP_PORT: `file:${join(folder, 'port')}` }).http.port).toBe(9999)
  })

  test('a file that is not there is complained about once, where it is named', () => {
    expect(complaints('http: { token: "file:/nowhere/token" }\n')).toEqual([
      'ambit.yml:1:16: http.token: cannot read the file /nowhere/token: there is no such file',
    ])
    expect(complaints('', { AMBIT_REGISTRY_URL: 'file:/nowhere/url' })).toEqual([
      'AMBIT_REGISTRY_URL: registry.url: cannot read the file /nowhere/url: there is no such file',
    ])
  })

  test('a bundle stays the name of a file', () => {
    expect(load('spiffe: { bundles: { example.org: "file:/b.json" } }\n').spiffe.bundles).toEqual({
      'example.org': '/b.json',
    })
  })
})

describe('durations and suggestions', () => {
  test.each([
    ['PT5M', 300_000],
    ['PT30S', 30_000],
    ['P1D', 86_400_000],
    ['P1DT2H3M4.5S', 93_784_500],
    ['PT0S', 0],
    ['P', null],
    ['PT', null],
    ['P1DT', null],
    ['5m', null],
    ['-PT5M', null],
    ['P1M', null],
    ['P1W', null],
    ['PT1.5M', null],
    ['pt5m', null],
  ])('%s is %p ms', (text, ms) => expect(parseDuration(text)).toBe(ms))

  test('the nearest known word is suggested only when it is near', () => {
    expect(nearest('lateniss', ['lateness', 'grace'])).toBe('lateness')
    expect(nearest('decisoins', ['decisions'])).toBe('decisions')
    expect(nearest('banana', ['lateness', 'grace'])).toBeNull()
  })
})

describe('the compose file', () => {
  interface Service {
    readonly environment?: Readonly<Record<string, string>>
    readonly ports?: readonly string[]
    readonly depends_on?: Readonly<Record<string, unknown>>
  }
  const text = readFileSync(new URL('../docker/compose.yaml', import.meta.url), 'utf8')
  const { services } = parse(text, { merge: true }) as { services: Record<string, Service> }

  test('what it sets for Ambit is a sound configuration that reaches its broker and registry', () => {
    const env = { ...services['ambit']?.environment, AMBIT_HTTP_TOKEN: 'a-long-token' }
    expect(loadSettings({ env, cwd: folder })).toMatchObject({
      kafka: { brokers: ['kafka:19092'] },
      registry: { url: 'http://registry:8081' },
      http: { host: '0.0.0.0' },
    })
    expect(
      loadSettings({ env: services['topics']?.environment ?? {}, cwd: folder }).kafka,
    ).not.toBeNull()
  })

  test('every port is open on loopback only, and nothing waits for a service that is not there', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? [])
    expect(ports).toHaveLength(3)
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
    const awaited = Object.values(services).flatMap((service) =>
      Object.keys(service.depends_on ?? {}),
    )
    for (const name of awaited) expect(Object.keys(services)).toContain(name)
  })
})
