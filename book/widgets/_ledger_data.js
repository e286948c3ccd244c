// The networks of the registry, fetched once for all ledgers of a page.

let fetched = null;

/** Name -> {title, input, rows, params, macs}, in the order of the book. */
export async function fetchNetworks() {
  const address = new URL("./data/networks.json", import.meta.url);
  fetched ??= fetch(address).then((response) => {
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  });
  try {
    return await fetched;
  } catch (error) {
    fetched = null; // the next ledger may have more luck
    throw error;
  }
}
