// An OpenID provider on loopback: node server.mjs PROVIDER_ENTRY REDIRECT_URI
//
// Its own pages ask for a name and for consent; any password will do. Whoever signs in as "ada" has
// the verified address ada@sso.example.com, which is told at the userinfo endpoint only. PKCE is
// demanded. The server ends when its standard input does, so that it never outlives who started it.
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const { Provider } = await import(pathToFileURL(process.argv[2]).href);

const server = createServer();
await new Promise((started) => server.listen(0, "127.0.0.1", started));
const url = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(url, {
  clients: [
    {
      client_id: "vivavoce",
      client_secret: "a-secret-of-the-provider",
      redirect_uris: [process.argv[3]],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  pkce: { required: () => true },
  cookies: { keys: ["for tests only"] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: `${id}@sso.example.com`,
      email_verified: true,
      name: `${id[0].toUpperCase()}${id.slice(1)} Example`,
    }),
  }),
});
server.on("request", provider.callback());
console.log(url);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
