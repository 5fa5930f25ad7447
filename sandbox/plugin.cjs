"use strict";
const http = require("node:http");

// What the engine starts as a provider. It only tells the engine on which port the account's home serves one, and ends
// with whichever of the two ends first: home closes the connection, or the engine is no longer our parent.
const [url] = process.argv.slice(2);
const engine = process.ppid;

const request = http.get(url, { headers: { "x-engine": String(engine) } }, (response) => {
  response.pipe(process.stdout);
  response.on("close", () => process.exit(1));
});
request.on("error", ({ message }) => {
  console.error(`the account's home at ${url} does not answer: ${message}`);
  process.exit(1);
});
setInterval(() => process.ppid === engine || process.exit(0), 200);
