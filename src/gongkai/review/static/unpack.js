"use strict";

/** A page of a large collection is packed; what is unpacked takes its place, under the same policy. */
(async () => {
  const bytes = Uint8Array.from(atob(document.getElementById("packed").textContent), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const page = await new Response(stream).text();
  document.open();
  document.write(page);
  document.close();
})();
