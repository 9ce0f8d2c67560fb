// `npm run bench`: bundles each question in this folder and runs it in a process of its own; `npm run bench -- replay memory` some.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const folder = dirname(fileURLToPath(import.meta.url))
const root = join(folder, '..', '..')
const out = join(root, '.cache', 'bench')
// What questions stand on, none of them a question.
const GROUND = ['events', 'rounds', 'kafka-ground', 'kafka-bare']

const questions = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -'.ts'.length))
  .filter((name) => !GROUND.includes(name))
const asked = process.argv.slice(2)
for (const name of asked)
  if (!questions.includes(name)) {
    console.error(`there is no question "${name}": ${questions.join(', ')}`)
    process.exit(2)
  }
const wanted = asked.length > 0 ? asked : questions
await build({
  entryPoints: wanted.map((name) => join(folder, `${name}.ts`)),
  outdir: out,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  outExtension: { '.js': '.mjs' },
  logLevel: 'error',
})
for (const name of wanted) {
  const { status } = spawnSync(
    process.execPath,
    ['--expose-gc', '--max-old-space-size=8192', join(out, `${name}.mjs`)],
    { stdio: 'inherit' },
  )
  if (status !== 0) process.exitCode = 1
}
