// A day of a fleet, word for word: what goes in at the wire and what comes out. UPDATE=1 rewrites; the difference is to be read.
import { expect, test } from '@jest/globals'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { play } from '../scenario/play.js'

const folder = join(process.cwd(), 'test', 'golden')
const expected = join(folder, 'fleet.expected.ndjson')

test('the day of a fleet comes out as it did', async () => {
  const lines = readFileSync(join(folder, 'fleet.ndjson'), 'utf8').trimEnd().split('\n')
  const { text: said, complaints } = await play(lines, { awaits: true })
  expect(complaints).toEqual([])
  // Which rules were in force is another word with each rule that is written.
  const text = said.replace(/"rules_digest":"[\w-]{43}"/g, '"rules_digest":"…"')
  if (process.env['UPDATE'] === '1') writeFileSync(expected, text)
  expect(text).toBe(readFileSync(expected, 'utf8'))
})
