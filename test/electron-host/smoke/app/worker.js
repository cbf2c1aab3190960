self.onmessage = async ({ data }) => {
  const response = await fetch(`/${data}`);
  let bytes = 0;
  let pieces = 0;
  for await (const piece of response.body) {
    bytes += piece.length;
    pieces += 1;
  }
  self.postMessage({ status: response.status, bytes, pieces });
};
