// Asks npm's alexa-verifier about requests, as it is: what is put in its way is the network, and nothing of its own.
//
// In: JSON {"port", "requests": {name: {"address", "signature", "body"}}}. Out: JSON {name: why it is refused, or null}.
// Whatever host it wants to reach over https it finds on loopback, at that port. TLS is as always: the certificate there
// has to be for the host, from an authority that node trusts (NODE_EXTRA_CA_CERTS).
import https from 'node:https'
import { text } from 'node:stream/consumers'
import verify from 'alexa-verifier'

const { port, requests } = JSON.parse(await text(process.stdin))

const loopback = { address: '127.0.0.1', family: 4 }
https.globalAgent = new https.Agent({
  lookup: (host, { all }, found) => (all ? found(null, [loopback]) : found(null, loopback.address, loopback.family)),
})
https.globalAgent.defaultPort = port

const refusal = ({ address, signature, body }) => verify(address, signature, body).then(() => null, String)
const judged = Object.entries(requests).map(async ([name, request]) => [name, await refusal(request)])
process.stdout.write(JSON.stringify(Object.fromEntries(await Promise.all(judged))))
