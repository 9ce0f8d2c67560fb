// What a browser without the token is shown in place of the console: how to get in.
import { createHash } from 'node:crypto'
import type { AskForToken } from '../guard.js'

const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 12vh auto; padding: 0 1.25rem; }
h1 { font-size: 1.25rem; }
code { font-family: ui-monospace, monospace; font-size: 0.9em; }
form { display: flex; gap: 0.5rem; flex-wrap: wrap; margin: 1.5rem 0; }
label { flex-basis: 100%; }
input, button { font: inherit; padding: 0.4rem 0.7rem; }
input { flex: 1; min-width: 12rem; }
`
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const SAID = {
  wrong: 'This token is not the right one. Where none is configured each start makes another.',
  none: 'The console is open to those who show the token.',
  valid: '',
} as const

function pageOf(said: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ambit: a token is needed</title>
<style>${STYLE}</style>
<main>
<h1>Ambit</h1>
<p>${said}</p>
<ul>
<li>Open the link that <code>ambit run</code> or <code>ambit demo</code> printed at its start, as <code>/?token=…</code></li>
<li>or give the token that is configured as <code>http.token</code> (<code>AMBIT_HTTP_TOKEN</code>):</li>
</ul>
<form method="get" action="/">
<label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="off" required autofocus>
<button>Open the console</button>
</form>
<p>You were in already and came here by a link on another page? <a href="/">Open the console</a>.</p>
</main>
</html>
`
}

export const askForToken: AskForToken = (reply, shown) =>
  reply
    .code(401)
    .header('content-security-policy', POLICY)
    .header('referrer-policy', 'no-referrer')
    .header('x-frame-options', 'DENY')
    .type('text/html; charset=utf-8')
    .send(pageOf(SAID[shown]))
