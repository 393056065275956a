// An OpenAI-compatible server on loopback: node server.mjs AIMOCK_ENTRY
//
// Models whose names begin with "able" do what the prompts ask, in the plainest way. Those that
// begin with "gullible" give full marks for anything and quote whatever comes first. What other
// models say is scripted through aimock's control API, one model name for each test. The server
// ends when its standard input does, so that it never outlives who started it.
import { pathToFileURL } from "node:url";

const { LLMock } = await import(pathToFileURL(process.argv[2]).href);
const mock = new LLMock({ port: 0, host: "127.0.0.1", strict: true, journalMaxEntries: 5000 });

const textOf = (message) =>
  typeof message.content === "string"
    ? message.content
    : (message.content ?? []).map((part) => part.text ?? "").join("");
const instructions = (request) =>
  request.messages
    .filter((one) => one.role === "system" || one.role === "developer")
    .map(textOf)
    .join("\n");
const dataOf = (request) => {
  const lines = textOf(request.messages.at(-1)).split("\n");
  return JSON.parse(lines.slice(2, -1).join("\n"));
};
const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
const sentencesOf = (text) => text.match(/[^.!?\n]+[.!?]?/g)?.map((one) => one.trim()) ?? [];

function judge(point, answer) {
  const quotes = answer.flatMap(sentencesOf);
  let best = ["", 0];
  for (const wording of [point.text, ...point.also]) {
    const wanted = new Set(wordsOf(wording));
    for (const quote of quotes) {
      const said = new Set(wordsOf(quote));
      const share = [...wanted].filter((word) => said.has(word)).length / (wanted.size || 1);
      if (share > best[1]) best = [quote, share];
    }
  }
  const credit = best[1] >= 0.5 ? "full" : best[1] >= 0.3 ? "partial" : "none";
  return {
    point: point.point,
    quotes: credit === "none" ? [] : [best[0]],
    contradicted: false,
    credit,
  };
}

function grade(request) {
  const data = dataOf(request);
  const gullible = request.model.startsWith("gullible");
  const first = data.answer.flatMap(sentencesOf).slice(0, 1);
  const points = data.reference_points.map((point) =>
    gullible
      ? { point: point.point, quotes: first, contradicted: false, credit: "full" }
      : judge(point, data.answer),
  );
  return JSON.stringify({ points, misconceptions: [], off_topic: false });
}

function items(request) {
  const { concept, depth, count } = dataOf(request);
  const colours = ["amber", "violet", "silver"];
  return JSON.stringify({
    items: Array.from({ length: count }, (_, number) => ({
      question: `What matters at level ${depth} of ${concept} in the ${colours[number]} case?`,
      rephrase: `Say what counts for ${concept} here, ${colours[number]} case.`,
      points: [
        {
          text: `The vessel is warmed before any leaves go in, ${colours[number]} style.`,
          also: ["Warm the pot first."],
          essential: true,
        },
        {
          text: "Guests are served by order of arrival and never rushed.",
          also: ["Serve people as they come."],
          essential: false,
        },
      ],
      misconceptions: ["Boiling water is always best."],
      follow_ups: [{ question: "And what comes before that?", points: [1] }],
    })),
  });
}

const opening = (text) => text.split(/\s+/).slice(0, 6).join(" ").replace(/[?.!,]+$/, "");
const said = [
  ["You grade one answer", grade],
  ["Ask the question", (request) => `Let us look at this. ${dataOf(request).question}`],
  ["Ask one follow-up", (request) => `You wrote “${opening(dataOf(request).answer[0])}”. What lies behind that?`],
  ["asked something about the question", (request) => `In other words: ${dataOf(request).simpler_wording}`],
  ["You write questions", items],
  ["test of the connection", (request) => JSON.stringify({ reply: dataOf(request).word })],
];
for (const [phrase, answer] of said) {
  mock.on(
    {
      predicate: (request) =>
        /^(able|gullible)/.test(request.model) && instructions(request).includes(phrase),
    },
    (request) => ({
      content: answer(request),
      usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
    }),
  );
}

await mock.start();
console.log(mock.url);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
