// The house keeps its own rules: each failure is the place and the sentence that says why.
import { expect, test } from '@jest/globals'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  faultsOf,
  FILE_LINES_MAX,
  FOLDER_PIECES_MAX,
  FUNCTION_LINES_MAX,
  partOf,
  testsOf,
} from './tidy.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Every file below a folder of the repository, as paths from its root with `/`. */
function filesIn(folder: string): string[] {
  const full = join(root, folder)
  if (!existsSync(full)) return []
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const isTypeScript = (path: string): boolean => path.endsWith('.ts')
const sources = filesIn('src').filter(isTypeScript)
const tests = filesIn('test').filter(isTypeScript)
const top = readdirSync(root, { withFileTypes: true })
  .filter(
    (entry) =>
      entry.isFile() &&
      /\.(md|json|yml)$|^LICENSE$/.test(entry.name) &&
      entry.name !== 'package-lock.json',
  )
  .map((entry) => entry.name)
const written = [
  ...sources,
  ...tests,
  ...filesIn('rules'),
  ...filesIn('schemas'),
  ...filesIn('docker'),
  ...filesIn('.ci'),
  ...top,
]

test('every source file keeps the rules of the house: first line, size, names, imports, no clock and no chance in the core', () => {
  expect(sources.length).toBeGreaterThan(10)
  expect(sources.flatMap((path) => faultsOf(path, read(path)))).toEqual([])
})

test('a folder holds one to nine pieces, where a file and those that continue its name are one piece', () => {
  const pieces = new Map<string, Set<string>>()
  const names = new Set(sources)
  for (const path of sources) {
    const folder = dirname(path)
    // config-schema.ts belongs to config.ts, and both are one piece.
    const owner = `${folder}/${path.slice(folder.length + 1).replace(/(-.*)?\.ts$/, '')}.ts`
    const piece = names.has(owner) ? owner : path
    const held = pieces.get(folder) ?? pieces.set(folder, new Set()).get(folder)!
    held.add(piece)
  }
  const full = [...pieces].filter(([folder, held]) => held.size > limitOf(folder))
  expect(
    full.map(
      ([folder, held]) =>
        `${folder} holds ${held.size} pieces: a folder that needs a search is two folders`,
    ),
  ).toEqual([])
})

// A word of the contract, a command, a form of record each has its own file here: these lists grow with the contract.
const LISTS = new Set(['src/model', 'src/cli', 'src/admit'])

function limitOf(folder: string): number {
  return LISTS.has(folder) ? 2 * FOLDER_PIECES_MAX : FOLDER_PIECES_MAX
}

test("each stage's main file has the stage's name", () => {
  const parts = new Set(sources.map(partOf))
  const missing = ['admit', 'bind', 'correlate', 'detect', 'respond'].filter(
    (stage) => parts.has(stage) && !sources.includes(`src/${stage}/${stage}.ts`),
  )
  expect(missing).toEqual([])
})

test('nothing is left to do later, and nothing names the machine it was written on', () => {
  const later = new RegExp(
    `\\b(${['TO', 'FIX', 'XX'].map((half, i) => half + ['DO', 'ME', 'X'][i]).join('|')})\\b`,
  )
  const machine = new RegExp(`(^|[\\s"'\`(=:])/(${['work', 'root'].join('|')})/[a-z]`, 'm')
  const faults = written.flatMap((path) => {
    const text = read(path)
    return [
      ...(later.test(text)
        ? [`${path} puts something off: do it, or say in the changelog that it is not there`]
        : []),
      ...(machine.test(text) ? [`${path} names a path of one machine`] : []),
    ]
  })
  expect(faults).toEqual([])
})

test('the lock file names no registry, so that npm ci asks the one that is configured', () => {
  const lock = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { resolved?: string }>
  }
  const hosts = Object.values(lock.packages).flatMap(({ resolved }) =>
    resolved === undefined || resolved.startsWith('https://registry.npmjs.org/') ? [] : [resolved],
  )
  expect(hosts).toEqual([])
})

test('no two tests have the same name, so that a failure names one story', () => {
  const seen = new Map<string, string>()
  const doubled: string[] = []
  for (const path of tests) {
    for (const name of testsOf(path, read(path)).names) {
      const other = seen.get(name)
      if (other !== undefined) doubled.push(`${path} and ${other}: ${name}`)
      seen.set(name, path)
    }
  }
  expect(seen.size).toBeGreaterThan(20)
  expect(doubled).toEqual([])
})

test('no test is skipped, kept alone or promised for later', () => {
  expect(tests.flatMap((path) => testsOf(path, read(path)).left)).toEqual([])
})

test('the architecture is told in at most 120 lines', () => {
  const lines = existsSync(join(root, 'ARCHITECTURE.md'))
    ? read('ARCHITECTURE.md').trimEnd().split('\n').length
    : 0
  expect(lines).toBeLessThanOrEqual(120)
})

test('only declared packages are imported, and only those that are needed at run time by src', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
    string,
    Record<string, string>
  >
  const imported = (paths: readonly string[]) =>
    new Set(
      paths.flatMap((path) =>
        [
          ...read(path).matchAll(/(?:from|import\()\s*'((?:@[\w-]+\/)?[a-z][\w.-]*)(?:\/[^']*)?'/g),
        ].map((found) => found[1]!),
      ),
    )
  const undeclared = [...imported(sources)].filter((name) => !(name in dependencies!))
  const unknown = [...imported(tests)].filter(
    (name) => !(name in dependencies!) && !(name in devDependencies!),
  )
  expect([undeclared, unknown]).toEqual([[], []])
})

test('the package pins every dependency to one version', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
    string,
    Record<string, string>
  >
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+/.test(version),
  )
  expect(loose).toEqual([])
})

// --- The checks themselves: each planted fault must be found, and look-alikes left in peace ---

const HEAD = '// A planted file that stands for one of the real ones.\n'

const PLANTED: readonly (readonly [path: string, text: string, sentence: RegExp])[] = [
  ['src/bind/a.ts', 'const x = 1\n', /first line/],
  ['src/bind/a.ts', '// no full stop at the end of it\n', /first line/],
  ['src/bind/a.ts', HEAD + 'x()\n'.repeat(FILE_LINES_MAX + 1), /lines of code; more than/],
  ['src/bind/utils.ts', HEAD, /names no thing/],
  ['src/bind/index.ts', HEAD, /no index\.ts/],
  ['src/bind/a.ts', HEAD + "import { x } from '../detect/detect.js'\n", /no stage imports another/],
  ['src/bind/a.ts', HEAD + "export type { X } from '../engine.js'\n", /bind imports only model/],
  ['src/admit/a.ts', HEAD + "import { x } from '../sigma/sigma.js'\n", /admit imports only model/],
  ['src/model/a.ts', HEAD + "import { x } from '../admit/admit.js'\n", /model imports nothing/],
  ['src/model/a.ts', HEAD + "import { x } from 'zod'\n", /imports nothing/],
  ['src/store/a.ts', HEAD + "import { x } from '../cli/config.js'\n", /store imports only/],
  ['src/flow.ts', HEAD + "import { x } from './cli/config.js'\n", /cli\/ stands at the end/],
  ['src/engine.ts', HEAD + "import { x } from './transport/port.js'\n", /engine imports only/],
  [
    'src/transport/embedded/a.ts',
    HEAD + "import { x } from '../kafka/kafka.js'\n",
    /meet in port\.ts/,
  ],
  ['src/bind/a.ts', HEAD + "import { map } from 'rxjs'\n", /Observables/],
  ['src/engine.ts', HEAD + "import { Kafka } from 'kafkajs'\n", /Kafka's client/],
  ['src/web/a.ts', HEAD + "const { Kafka } = await import('kafkajs')\n", /Kafka's client/],
  ['src/bind/a.ts', HEAD + "import avro from 'avsc'\n", /Avro ends/],
  [
    'src/respond/a.ts',
    HEAD + "import { readFileSync } from 'node:fs'\n",
    /effects stay at the edges/,
  ],
  ['src/respond/a.ts', HEAD + "export * from './plan.js'\n", /no `export \*`/],
  ['src/cli/a.ts', HEAD + 'export default 1\n', /no default exports/],
  ['src/cli/a.ts', HEAD + 'export default function x() {}\n', /no default exports/],
  ['src/cli/a.ts', HEAD + 'class EventHandler {}\n', /says that it does something/],
  ['src/cli/a.ts', HEAD + 'interface Alert { x: 1 }\n', /one word per thing/],
  [
    'src/cli/a.ts',
    `${HEAD}function f() {\n${'  x()\n'.repeat(FUNCTION_LINES_MAX)}}\n`,
    /a function of/,
  ],
  ['src/detect/a.ts', HEAD + 'const now = Date.now()\n', /wall clock/],
  ['src/detect/a.ts', HEAD + 'const now = new Date()\n', /wall clock/],
  ['src/engine.ts', HEAD + 'const now = performance.now()\n', /wall clock/],
  ['src/flow.ts', HEAD + 'const now = Date.now\n', /wall clock/],
  ['src/detect/a.ts', HEAD + 'const x = Math.random()\n', /never drawn/],
  ['src/respond/a.ts', HEAD + "import { randomUUID } from 'node:crypto'\n", /never drawn/],
  ['src/detect/a.ts', HEAD + 'setTimeout(() => 1, 5)\n', /never by a timer/],
  ['src/detect/a.ts', HEAD + 'const f = async () => 1\n', /async below flow/],
  ['src/correlate/a.ts', HEAD + 'const home = process.env.HOME\n', /process/],
  ['src/flow.ts', HEAD + "import { debounceTime } from 'rxjs'\n", /reads the wall clock/],
]

test('every planted fault is found, with the sentence that says why', () => {
  const missed = PLANTED.filter(
    ([path, text, sentence]) => !faultsOf(path, text).some((fault) => sentence.test(fault)),
  )
  expect(missed).toEqual([])
})

test('what only looks like a fault is left in peace', () => {
  const innocent = [
    [
      'src/bind/a.ts',
      HEAD + '// Date.now() and setTimeout stand in a comment\nconst text = "Math.random()"\n',
    ],
    ['src/detect/a.ts', HEAD + 'const text = new Date(event.timeMs).toISOString()\n'],
    [
      'src/detect/a.ts',
      HEAD +
        "import type { Joined } from '../model/joined.js'\nimport { compile } from '../sigma/sigma.js'\n",
    ],
    ['src/respond/a.ts', HEAD + "import { createHash } from 'node:crypto'\n"],
    [
      'src/correlate/a.ts',
      HEAD + 'const { process } = record\nconst x = { process: 1, fetch: 2 }\n',
    ],
    ['src/cli/a.ts', HEAD + 'await new Promise((done) => setTimeout(done, Date.now()))\n'],
    ['src/transport/kafka/a.ts', HEAD + "import { Kafka } from 'kafkajs'\n"],
    [
      'src/model/schemas.ts',
      `// The texts of the schemas. Generated by a script.\n${'x()\n'.repeat(FILE_LINES_MAX + 1)}`,
    ],
  ] as const
  expect(innocent.flatMap(([path, text]) => faultsOf(path, text))).toEqual([])
})

test('test names and left-out tests are read from the source, also inside describe', () => {
  const text =
    "describe('a log', () => { test('keeps', () => {}); it.skip('loses', () => {}) })\ntest('keeps', () => {})\nxtest('x', () => {})\n"
  expect(testsOf('x.test.ts', text)).toEqual({
    names: ['a log keeps', 'keeps'],
    left: ['x.test.ts: it.skip', 'x.test.ts: xtest'],
  })
})
