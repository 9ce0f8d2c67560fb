// The rules of the house as a function from a source file to sentences that say what breaks them, and why that matters.
import { basename, dirname, posix } from 'node:path'
import ts from 'typescript'

export const FILE_LINES_MAX = 300
export const FUNCTION_LINES_MAX = 80
export const FOLDER_PIECES_MAX = 9

/** Everything in one file under `src/` that breaks a rule. `path` is from the root, with `/`; each entry is `path:line: sentence`. */
export function faultsOf(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const faults: string[] = []
  const complain = (node: ts.Node | null, sentence: string): void => {
    const line =
      node === null ? 1 : file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
    faults.push(`${path}:${line}: ${sentence}`)
  }
  checkForm(path, text, complain)
  const rule = ruleFor(path)
  const walk = (node: ts.Node): void => {
    checkImport(node, path, complain)
    checkExport(node, complain)
    checkName(node, complain)
    checkLength(node, file, complain)
    if (rule.pure) checkPurity(node, complain)
    else if (!rule.edge) checkEdges(node, complain)
    ts.forEachChild(node, walk)
  }
  ts.forEachChild(file, walk)
  return faults
}

type Complain = (node: ts.Node | null, sentence: string) => void

// --- Form: the first line, the size, the name ---

function checkForm(path: string, text: string, complain: Complain): void {
  // A program that is started by name has its interpreter in the line before.
  const lines = text.replace(/^#!.*\n/, '').split('\n')
  const opening = lines
    .slice(
      0,
      lines.findIndex((line) => !line.startsWith('// ')),
    )
    .join(' ')
  if (!/^\/\/ \S.{18,}[.!?]( \/\/ |$)/.test(opening)) {
    complain(
      null,
      'the first line must be a // sentence that says what the file does in the flow, so that a reader can stop there',
    )
  }
  const count = codeLines(lines)
  if (count > FILE_LINES_MAX && !/\bGenerated\b/.test(opening)) {
    complain(
      null,
      `${count} lines of code; more than ${FILE_LINES_MAX} hold two jobs: give the second its own file`,
    )
  }
  const name = basename(path, '.ts')
  if (/^(utils?|helpers?|common|core|shared|misc|lib|services?|types|interfaces)$/.test(name)) {
    complain(
      null,
      `"${name}" names no thing, and whatever is put into it stays there: name it after what it holds`,
    )
  }
  if (name === 'index' && path !== 'src/index.ts') {
    complain(null, "there is no index.ts inside folders: the main file has its folder's name")
  }
}

// Comments and blank lines are free: nobody should save on them.
function codeLines(lines: readonly string[]): number {
  return lines.filter((line) => !/^\s*($|\/\/|\/?\*)/.test(line)).length
}

// --- Who may import whom ---

const STAGES = ['admit', 'bind', 'correlate', 'detect', 'respond']
const CORE = ['model', 'sigma', ...STAGES]

interface Rule {
  /** steps over batches in event time: no clock, no chance, no waiting, no files */
  readonly pure: boolean
  /** where the outside world is met */
  readonly edge: boolean
}

/** The part of `src/` a file belongs to: its first folder, or its own name. */
export function partOf(path: string): string {
  const parts = path.split('/')
  return parts.length > 2 ? parts[1]! : basename(path, '.ts')
}

function ruleFor(path: string): Rule {
  const part = partOf(path)
  return {
    pure: CORE.includes(part) || part === 'engine' || part === 'feed',
    edge: ['cli', 'transport', 'web', 'consumer'].includes(part),
  }
}

// Which parts a part may import besides itself; a part that is not listed here may import all but `cli`.
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  sigma: ['model'],
  admit: ['model'],
  bind: ['model'],
  correlate: ['model'],
  detect: ['model', 'sigma'],
  respond: ['model'],
  feed: ['model', 'respond'],
  engine: [...CORE, 'feed'],
  store: [...CORE, 'engine', 'transport'],
  transport: ['model', 'admit', 'store'],
  consumer: ['model', 'audit', 'transport'],
  web: ['model', 'admit', 'authorize', 'transport', 'engine', 'feed', 'flow'],
}

const PACKAGES: readonly (readonly [name: RegExp, places: RegExp, why: string])[] = [
  [
    /^rxjs(\/|$)/,
    /^src\/(flow\.ts|flow-[a-z-]+\.ts|web\/)/,
    'only flow.ts and the live view know Observables; state per identity is a Map',
  ],
  [
    /^kafkajs(\/|$)/,
    /^src\/transport\/kafka\//,
    "only transport/kafka knows Kafka's client, so that the embedded log stays its equal",
  ],
  [
    /^lmdb$/,
    /^src\/transport\/embedded\//,
    'only transport/embedded knows the store of the embedded log',
  ],
  [
    /^avsc$/,
    /^src\/(admit|transport)\//,
    'Avro ends where events are admitted and where records are written',
  ],
  [
    /^(commander|yaml|pino-pretty)$/,
    /^src\/cli\//,
    'reading what people write is the work of cli/',
  ],
  [
    /^@cedar-policy\//,
    /^src\/authorize\/policies\.ts$/,
    'only authorize/policies.ts knows Cedar, so that the rest asks in words of its own',
  ],
  [/^fastify|^@fastify\//, /^src\/web\//, 'HTTP is the work of web/'],
  [
    /^(pino|prom-client)$/,
    /^src\/(cli|transport|web)\//,
    'logs and metrics are made at the edges from counts that the core returns',
  ],
]

const PURE_BUILTINS = /^(node:)?(buffer|crypto|zlib|assert|module)$/

function checkImport(node: ts.Node, path: string, complain: Complain): void {
  const specifier = specifierOf(node)
  if (specifier === null) return
  const name = specifier.text
  const part = partOf(path)
  if (!name.startsWith('.')) {
    for (const [pattern, places, why] of PACKAGES) {
      if (pattern.test(name) && !places.test(path)) complain(node, `imports ${name}: ${why}`)
    }
    const builtin = name.startsWith('node:')
    if (part === 'model' && !builtin)
      complain(node, `imports ${name}: model/ holds the words and imports nothing`)
    if (ruleFor(path).pure && builtin && !PURE_BUILTINS.test(name)) {
      complain(
        node,
        `imports ${name}: effects stay at the edges (cli, transport, web), or a replay would not give the same commands`,
      )
    }
    return
  }
  const target = posix.join(dirname(path), name)
  const wanted = partOf(target.replace(/\.js$/, '.ts'))
  if (/^src\/transport\/kafka\//.test(target) && /^src\/transport\/embedded\//.test(path)) {
    complain(node, `imports ${name}: the two transports meet in port.ts and nowhere else`)
  }
  if (/^src\/transport\/embedded\//.test(target) && /^src\/transport\/kafka\//.test(path)) {
    complain(node, `imports ${name}: the two transports meet in port.ts and nowhere else`)
  }
  if (wanted === part) return
  const allowed = MAY_IMPORT[part]
  if (allowed === undefined) {
    if (wanted === 'cli' && part !== 'index')
      complain(node, `imports ${name}: cli/ stands at the end; nothing builds on it`)
  } else if (!allowed.includes(wanted)) {
    const why =
      STAGES.includes(part) && STAGES.includes(wanted)
        ? 'no stage imports another: engine.ts chains them'
        : allowedText(part, allowed)
    complain(node, `imports ${name}: ${why}`)
  }
}

function allowedText(part: string, allowed: readonly string[]): string {
  return `${part} imports ${allowed.length === 0 ? 'nothing' : `only ${allowed.join(', ')}`}, so that it can be read and tested without the rest`
}

/** The text of an import, an export from, or a dynamic import. */
export function specifierOf(node: ts.Node): ts.StringLiteral | null {
  if (
    (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
    node.moduleSpecifier !== undefined
  ) {
    return ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier : null
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [target] = node.arguments
    return target !== undefined && ts.isStringLiteral(target) ? target : null
  }
  return null
}

// --- Names and exports ---

function checkExport(node: ts.Node, complain: Complain): void {
  if (ts.isExportDeclaration(node) && node.exportClause === undefined) {
    complain(node, 'no `export *`: what is public is a list written by hand')
  }
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined
  if (
    ts.isExportAssignment(node) ||
    modifiers?.some((one) => one.kind === ts.SyntaxKind.DefaultKeyword)
  ) {
    complain(node, 'no default exports: a thing has one name wherever it is used')
  }
}

const EMPTY_NAME = /(Manager|Handler|Service|Processor|Impl|Helpers?|Utils?)$/
const SECOND_NAME = /(Alert|Alerts)$/

function checkName(node: ts.Node, complain: Complain): void {
  const declares =
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  if (!declares || node.name === undefined) return
  const name = node.name.text
  if (EMPTY_NAME.test(name))
    complain(node, `"${name}" says that it does something, not what: take a noun of the domain`)
  if (SECOND_NAME.test(name))
    complain(
      node,
      `"${name}": one word per thing; an event comes in, a finding is inside, a command goes out`,
    )
}

// Lines of a function without those of the functions inside it, so that a factory is measured by its own part.
function checkLength(node: ts.Node, file: ts.SourceFile, complain: Complain): void {
  if (!ts.isFunctionLike(node)) return
  const own = linesOf(node, file) - innerLines(node, file)
  if (own > FUNCTION_LINES_MAX)
    complain(
      node,
      `a function of ${own} lines: above ${FUNCTION_LINES_MAX} nobody holds it in mind at once`,
    )
}

function linesOf(node: ts.Node, file: ts.SourceFile): number {
  const line = (at: number): number => file.getLineAndCharacterOfPosition(at).line
  return line(node.getEnd()) - line(node.getStart(file)) + 1
}

function innerLines(node: ts.Node, file: ts.SourceFile): number {
  let lines = 0
  ts.forEachChild(node, (child) => {
    lines += ts.isFunctionLike(child)
      ? Math.max(0, linesOf(child, file) - 1)
      : innerLines(child, file)
  })
  return lines
}

// --- No clock, no chance, no waiting below the edges ---

const REPLAY = 'the same log must give the same commands'
const WAITERS = new Set([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'clearTimeout',
  'clearInterval',
  'fetch',
])
const CLOCKED_OPERATORS = new Set(
  'windowTime debounceTime throttleTime auditTime sampleTime bufferTime timeout timeoutWith delay interval timer timestamp timeInterval'.split(
    ' ',
  ),
)

function checkPurity(node: ts.Node, complain: Complain): void {
  checkClock(node, complain)
  checkChance(node, complain)
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined
  if (
    modifiers?.some((one) => one.kind === ts.SyntaxKind.AsyncKeyword) ||
    ts.isAwaitExpression(node)
  ) {
    complain(node, `async below flow.ts: a stage steps over a whole batch at once, and ${REPLAY}`)
  }
  if (ts.isIdentifier(node) && WAITERS.has(node.text) && !isMemberName(node)) {
    complain(
      node,
      `${node.text}: time passes by watermark and tick records, never by a timer; ${REPLAY}`,
    )
  }
  if (ts.isIdentifier(node) && node.text === 'process' && isGlobalUse(node)) {
    complain(node, 'process: effects stay at the edges (cli, transport, web)')
  }
}

function checkChance(node: ts.Node, complain: Complain): void {
  if (
    ts.isPropertyAccessExpression(node) &&
    node.expression.getText() === 'Math' &&
    node.name.text === 'random'
  ) {
    complain(node, `Math.random: ids are derived from their cause, never drawn; ${REPLAY}`)
  }
  if (ts.isIdentifier(node) && /^random(UUID|Bytes|Int)$/.test(node.text)) {
    complain(node, `${node.text}: ids are derived from their cause, never drawn; ${REPLAY}`)
  }
}

function checkClock(node: ts.Node, complain: Complain): void {
  const now =
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'now' &&
    /^(Date|performance)$/.test(node.expression.getText())
  const fresh =
    ts.isNewExpression(node) &&
    node.expression.getText() === 'Date' &&
    (node.arguments?.length ?? 0) === 0
  const called = ts.isCallExpression(node) && node.expression.getText() === 'Date'
  if (now || fresh || called) complain(node, `the wall clock: event time decides, and ${REPLAY}`)
}

// Between the core and the edges (flow.ts, store/) things may be async, but the clock and the process belong to the edges.
function checkEdges(node: ts.Node, complain: Complain): void {
  checkClock(node, complain)
  if (ts.isImportSpecifier(node) && CLOCKED_OPERATORS.has(node.name.text)) {
    complain(node, `${node.name.text} reads the wall clock: nowhere a decision may depend on it`)
  }
  if (ts.isIdentifier(node) && node.text === 'process' && isGlobalUse(node)) {
    complain(node, 'process: effects stay at the edges (cli, transport, web)')
  }
}

function isMemberName({ parent }: ts.Identifier): boolean {
  return (
    ts.isPropertyAccessExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent)
  )
}

function isGlobalUse(node: ts.Identifier): boolean {
  const { parent } = node
  return ts.isPropertyAccessExpression(parent) && parent.expression === node
}

// --- Tests ---

/** The full names of the tests in a file, those of their `describe` before them, and calls that leave a test out. */
export function testsOf(path: string, text: string): { names: string[]; left: string[] } {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const names: string[] = []
  const left: string[] = []
  const walk = (node: ts.Node, above: string): void => {
    let within = above
    if (ts.isCallExpression(node)) {
      const callee = node.expression.getText(file)
      const [name] = node.arguments
      if (/^(x(it|test|describe)|(it|test|describe)\.(skip|only|todo|failing))\b/.test(callee))
        left.push(`${path}: ${callee}`)
      if (name !== undefined && ts.isStringLiteralLike(name)) {
        if (/^describe\b/.test(callee)) within = `${above}${name.text} `
        else if (/^(it|test)(\.each\b[\s\S]*)?$/.test(callee)) names.push(above + name.text)
      }
    }
    ts.forEachChild(node, (child) => walk(child, within))
  }
  walk(file, '')
  return { names, left }
}
