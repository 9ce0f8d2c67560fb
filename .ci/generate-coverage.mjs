// Writes rules/README.md: which shipped rule covers what of which framework, from the rules' own tags; `--check` fails where it is out of step.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'rules')

/** By namespace of the tags: how the ids are written, and what there is to cover where the list is closed. */
const FRAMEWORKS = [
  {
    space: 'owasp-asi',
    name: 'OWASP Agentic (2026)',
    ids: [
      ['ASI01', 'Agent Goal Hijack'],
      ['ASI02', 'Tool Misuse & Exploitation'],
      ['ASI03', 'Identity & Privilege Abuse'],
      ['ASI04', 'Agentic Supply Chain Vulnerabilities'],
      ['ASI05', 'Unexpected Code Execution'],
      ['ASI06', 'Memory & Context Poisoning'],
      ['ASI07', 'Insecure Inter-Agent Communication'],
      ['ASI08', 'Cascading Failures'],
      ['ASI09', 'Human-Agent Trust Exploitation'],
      ['ASI10', 'Rogue Agents'],
    ],
  },
  {
    space: 'owasp-nhi',
    name: 'OWASP NHI (2025)',
    ids: [
      ['NHI1', 'Improper Offboarding'],
      ['NHI2', 'Secret Leakage'],
      ['NHI3', 'Vulnerable Third-Party NHI'],
      ['NHI4', 'Insecure Authentication'],
      ['NHI5', 'Overprivileged NHI'],
      ['NHI6', 'Insecure Cloud Deployment Configurations'],
      ['NHI7', 'Long-Lived Secrets'],
      ['NHI8', 'Environment Isolation'],
      ['NHI9', 'NHI Reuse'],
      ['NHI10', 'Human Use of NHI'],
    ],
  },
  {
    space: 'maestro',
    name: 'CSA MAESTRO',
    ids: [
      ['L1', 'Foundation Models'],
      ['L2', 'Data Operations'],
      ['L3', 'Agent Frameworks'],
      ['L4', 'Deployment & Infrastructure'],
      ['L5', 'Evaluation & Observability'],
      ['L6', 'Security & Compliance'],
      ['L7', 'Agent Ecosystem'],
    ],
  },
  { space: 'attack', name: 'MITRE ATT&CK', ids: null },
  { space: 'atlas', name: 'MITRE ATLAS', ids: null },
  { space: 'nist-csf', name: 'NIST CSF 2.0', ids: null },
  { space: 'nist-ai-rmf', name: 'NIST AI RMF 1.0', ids: null },
]

/** What the engine finds without a rule file, so that the map does not call it a gap. */
const BUILT_IN = [
  [
    'ambit.shift.active, ambit.shift.privileged',
    'the declared purpose does not cover what is done',
    'ASI02 ASI03 NHI5 L7',
  ],
  [
    'ambit.shift.learned',
    'a privileged class for the first time, without a declared purpose',
    'ASI02 ASI10 NHI5 L7',
  ],
  [
    'ambit.provenance.untrusted',
    'only untrusted content says where the effect goes',
    'ASI01 ASI06 L3',
  ],
  [
    'ambit.credential.task-ended, ambit.credential.after-end',
    'a credential outlives its task, or is used after its end',
    'ASI03 ASI10 NHI1 NHI7 L6',
  ],
  ['ambit.credential.second-workload', 'one credential, two workloads', 'ASI03 NHI2 NHI9 L4'],
  ['ambit.credential.unissued', 'a credential that nobody issued', 'ASI03 NHI7 NHI10 L6'],
  ['ambit.identity.claim', "another agent's name", 'ASI03 ASI07 NHI4 L7'],
  [
    'ambit.delegation.widened',
    "delegated scopes wider than the delegator's own",
    'ASI03 ASI07 ASI08 NHI5 L7',
  ],
  [
    'ambit.delegation.confused-deputy',
    'a deputy does what the one who asked could not do itself',
    'ASI03 ASI07 NHI5 L7',
  ],
  [
    'ambit.delegation.orphaned, ambit.delegation.cascade',
    'what was delegated goes on after its delegator ended or was cut off',
    'ASI08 ASI10 NHI1 L7',
  ],
  [
    'ambit.delegation.limit, ambit.delegation.unknown-parent',
    'a chain too deep or too wide, or by one whose own scopes nobody told',
    'ASI07 ASI08 L7',
  ],
  [
    'ambit.flow.shared-memory',
    'restricted data that one agent leaves in a memory and another sends out',
    'ASI06 ASI07 L2',
  ],
  ['ambit.blast-radius', 'a use inside its purpose that reaches very far', 'ASI02 ASI08 NHI5 L6'],
  [
    'ambit.credential.after-expiry',
    'a credential accepted after its own time was over',
    'ASI03 NHI1 NHI7 L6',
  ],
  ['ambit.credential.accumulation', 'more is held than the open tasks need', 'ASI03 NHI5 NHI7 L6'],
  ['ambit.identity.compromised', 'a workload or agent reported as compromised', 'ASI10 NHI2 L4'],
  [
    'ambit.telemetry.silence',
    'an agent fell silent while its credentials are used',
    'ASI10 NHI2 L5',
  ],
  [
    'ambit.telemetry.skew',
    'the clock of a source is so far off that its events are withheld',
    'ASI10 L5',
  ],
  [
    'ambit.enforcement.conflict, ambit.enforcement.deny-vanished, ambit.enforcement.undecided',
    'enforcement points contradict each other, the only deny vanished, or no point decided a use',
    'ASI03 NHI6 L5 L6',
  ],
  ['ambit.person.risk', 'a task that was asked for by a person at high risk', 'ASI09 NHI10 L7'],
  [
    'ambit.approval.refused, ambit.approval.void',
    'a person denied what was asked, or an answer had no effect: late, forged, by the wrong person',
    'ASI09 L6',
  ],
  [
    'ambit.command.unconfirmed, ambit.command.failed, ambit.command.uncontained',
    'a command was not confirmed, failed, or had no effect',
    'ASI10 NHI1 L5 L6',
  ],
  [
    'ambit.baseline.capability, ambit.baseline.resource, ambit.baseline.destination, ambit.baseline.volume',
    'what neither an identity without a declared purpose nor its owner is known for',
    'ASI02 ASI10 NHI5 L5',
  ],
]

/** The ids of the engine's own rules, as the code lists them: none of them is left out of the map. */
function builtInIds() {
  const text = readFileSync(join(folder, '..', 'src', 'model', 'finding.ts'), 'utf8')
  const list = text.slice(text.indexOf('export const RULE_OF_ROW'))
  return new Set(
    [...list.slice(0, list.indexOf('satisfies')).matchAll(/'(ambit\.[^']+)'/g)].map(([, id]) => id),
  )
}

function checkBuiltIn() {
  const ids = builtInIds()
  const told = new Set(BUILT_IN.flatMap(([rules]) => rules.split(', ')))
  const missing = [...ids].filter((id) => !told.has(id))
  const strange = [...told].filter((id) => !ids.has(id))
  if (ids.size === 0 || missing.length + strange.length > 0)
    throw new Error(
      `BUILT_IN of generate-coverage.mjs and RULE_OF_ROW of src/model/finding.ts differ: ${missing.join(', ') || 'none'} missing, ${strange.join(', ') || 'none'} unknown`,
    )
}

const idOf = (tag) => tag.slice(tag.indexOf('.') + 1).toUpperCase()
const compare = (a, b) => a.localeCompare(b, 'en', { numeric: true })

/** Every rule that gives findings: those that have a level, by domain and file. */
function rulesIn(at) {
  return readdirSync(at, { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter(
      (path) =>
        /\.yml$/.test(path) &&
        !/\.test\.yml$|^mappings\/|(^|\/)(catalogue|purposes)\.yml$/.test(path),
    )
    .sort()
    .flatMap((path) =>
      [...parseAllDocuments(readFileSync(join(at, path), 'utf8'))]
        .map((document) => ({ path, ...document.toJS() }))
        .filter(({ level }) => level !== undefined),
    )
}

const tagsIn = (rule, space) =>
  (rule.tags ?? [])
    .filter((tag) => tag.startsWith(`${space}.`))
    .map(idOf)
    .sort(compare)

function table(heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)]
}

const link = ({ name, path }) => `[${name}](${path})`

function covered({ space, name, ids }, rules) {
  const by = new Map((ids ?? []).map(([id]) => [id, []]))
  for (const rule of rules)
    for (const id of tagsIn(rule, space)) by.set(id, [...(by.get(id) ?? []), link(rule)])
  const titles = new Map(ids ?? [])
  const rows = [...by]
    .sort(([a], [b]) => compare(a, b))
    .map(([id, links]) => {
      const own = BUILT_IN.filter(([, , covers]) => covers.split(' ').includes(id)).map(([rule]) =>
        rule
          .split(', ')
          .map((one) => `\`${one}\``)
          .join(', '),
      )
      const all = [...(ids === null ? [] : own), ...links]
      return [
        ...(ids === null ? [id] : [id, titles.get(id)]),
        all.length === 0 ? '**nothing**' : all.join(', '),
      ]
    })
  return [
    `### ${name}`,
    '',
    ...table(ids === null ? ['id', 'rules'] : ['id', 'title', 'rules'], rows),
    '',
  ]
}

/** The whole text of the map for the rules in a folder. */
export function coverageMap(at = folder) {
  checkBuiltIn()
  const rules = rulesIn(at)
  const domains = [...new Set(rules.map(({ path }) => path.split('/')[0]))]
  const kind = ({ correlation }) => (correlation === undefined ? 'event' : correlation.type)
  const lines = [
    '<!-- Written by `npm run generate` from the rules themselves. -->',
    '# Rules that come with Ambit',
    '',
    'Sigma rules over the joined stream, by domain, each with its tests beside it (`<name>.test.yml`); `ambit check` runs them. What is to',
    'be known of tools, actions and resources is in the `catalogue.yml` of each domain, what a purpose covers in',
    '[`purposes.yml`](purposes.yml), how records of other products are read in `mappings/`, and decisions at request time in',
    '[`policies/`](policies). Folders of your own (`rules:` in the configuration) add to all of it, and a rule there takes the place of',
    'the one here that has its id.',
    '',
    'Most rules observe: they give a finding and no command, as a context shift or a broken life cycle has its answer in the response plan',
    'already. What a rule does not see is the last sentence of its description.',
    '',
    `${rules.length} rules in ${domains.length} domains.`,
    '',
    ...domains.flatMap((domain) => [
      `## ${domain}`,
      '',
      ...table(
        ['rule', 'finds', 'looks at', 'level', 'response'],
        rules
          .filter(({ path }) => path.startsWith(`${domain}/`))
          .map((rule) => [
            link(rule),
            rule.title,
            kind(rule),
            rule.level,
            rule.ambit?.response ?? 'observe',
          ]),
      ),
      '',
    ]),
    '## What the engine finds without a rule',
    '',
    ...table(
      ['rule', 'finds', 'covers'],
      BUILT_IN.map(([rule, finds, covers]) => [
        rule
          .split(', ')
          .map((one) => `\`${one}\``)
          .join(', '),
        finds,
        covers,
      ]),
    ),
    '',
    '## Coverage',
    '',
    'By the tags of the rules. A tag says what a rule bears on, not that nothing else of it can happen.',
    '',
    ...FRAMEWORKS.flatMap((framework) => covered(framework, rules)),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(folder, 'README.md')
  const text = coverageMap()
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error('rules/README.md is out of step with the rules: npm run generate')
    process.exit(1)
  }
}
