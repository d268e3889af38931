/** The ceiling of accepting: a door that reads a request and answers it, and keeps nothing. */
import { bodyOf, serve } from "./serving.ts";

serve(
  (request, response) =>
    void bodyOf(request).then((body) => {
      response.writeHead(202, { "content-type": "application/json" }).end(JSON.stringify({ id: typeof body }));
    }),
  { work: "/" },
);
