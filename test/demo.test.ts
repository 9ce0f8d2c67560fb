// `ambit demo`: the whole engine tells a story that a person can follow, and leaves nothing behind.
import { expect, test } from '@jest/globals'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { demo, type DemoIo } from '../src/cli/demo.js'
import { createPaint } from '../src/cli/demo-lines.js'
import { FLEET } from '../src/cli/demo-story.js'

function io(stop = new AbortController(), more: Partial<DemoIo> = {}) {
  const told = { text: '' }
  const out: DemoIo = {
    env: {},
    terminal: false,
    write: (text) => void (told.text += text),
    stop: stop.signal,
    now: Date.now,
    ...more,
  }
  return { out, told, stop }
}

const folders = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('ambit-demo-'))

test('the agent that goes astray loses its credentials and is cut off; the look-alike that makes the same call stays untouched', async () => {
  const before = folders()
  const { out, told } = io()
  expect(await demo(true, out)).toBe(0)
  const { text } = told

  expect(text).toMatch(/\d\d:\d\d:\d\d {2}iam-keeper +iam:CreateAccessKey on user\/backup +allow$/m)
  expect(text).toMatch(
    /\d\d:\d\d:\d\d {2}mail-summariser +iam:CreateAccessKey on user\/backup +revoke$/m,
  )
  expect(text.match(/→ .*/g)).toEqual([
    '→ revoke credential aws-session-71',
    '→ revoke credential search-key-5',
    '→ revoke credential desk-token-9',
    '→ revoke credential calendar-token-2',
    '→ revoke credential mail-token-8',
    '→ contain agent mail-summariser',
    '→ escalate task market-overview',
  ])
  // What is for a person to say waits, with what follows where nobody says it.
  expect(text.match(/\? .*/g)).toEqual([
    expect.stringMatching(
      /^\? waits for a person until \d\d:\d\d:\d\d; unanswered, the task is revoked$/,
    ),
  ])
  // Each is carried out by a consumer, whose answer the engine knows before the story goes on.
  expect(text.match(/← .*/g)).toEqual([
    '← done: the issuer has ended aws-session-71, confirmed',
    '← done: the issuer has ended search-key-5, confirmed',
    '← done: the issuer has ended desk-token-9, confirmed',
    '← done: the issuer has ended calendar-token-2, confirmed',
    '← done: the issuer has ended mail-token-8, confirmed',
    '← done: the mesh lets mail-summariser through no more, confirmed',
  ])

  const table = text.slice(text.indexOf('identity  '), text.indexOf('Next:'))
  for (const { agent } of FLEET) expect(table).toContain(agent)
  expect(table).toMatch(/^iam-keeper +\d+ {2}\d+ allow +none$/m)
  expect(table).toMatch(/^release-bot +\d+ {2}\d+ allow +none$/m)
  expect(table).toMatch(
    /^mail-summariser +\d+ {2}.*revoke credential aws-session-71 \(ambit.shift.privileged\): verified$/m,
  )
  expect(table).toMatch(
    /^ +revoke credential mail-token-8 \(ambit.credential.task-ended\): ineffective$/m,
  )
  expect(table).toMatch(
    /^ +contain agent mail-summariser \(ambit.credential.after-end\): verified$/m,
  )
  expect(table).toMatch(
    /^ +escalate task market-overview \(ambit.shift.active\): waits for a person$/m,
  )
  expect(text).not.toContain('\u001b')
  expect(folders()).toEqual(before)
}, 60_000)

test('stopped in the middle it ends well and removes its folder', async () => {
  const before = folders()
  const stop = new AbortController()
  const { out, told } = io(stop, {})
  const going = demo(false, {
    ...out,
    write(text) {
      out.write(text)
      if (text.includes('starts task')) stop.abort()
    },
  })
  expect(await going).toBe(0)
  expect(told.text).not.toContain('Next:')
  expect(folders()).toEqual(before)
}, 30_000)

test('colours are for terminals only, and not where somebody asked for none', () => {
  expect(createPaint(true, {})('red', 'x')).toBe('\u001b[31mx\u001b[39m')
  for (const paint of [
    createPaint(false, {}),
    createPaint(true, { NO_COLOR: '1' }),
    createPaint(true, { TERM: 'dumb' }),
  ])
    expect(paint('red', 'x')).toBe('x')
})
