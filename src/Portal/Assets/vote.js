// A voter's side of a ballot: makes a paper that nobody else has seen, has it signed blind (RFC 9474,
// RSABSSA-SHA384-PSS-Deterministic), and votes with it without saying who they are. The paper stays on this device.
"use strict";

(() => {
  const box = document.getElementById("vote");
  const { city, ballot, key, paperPath, votePath, token } = box.dataset;
  const say = text => { box.querySelector("[data-say]").textContent = text; };
  const place = `vip-ballot-${ballot}`;
  const bytesOf = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
  const textOf = bytes => btoa(String.fromCharCode(...bytes));
  const numberOf = bytes => bytes.reduce((n, b) => (n << 8n) | BigInt(b), 0n);
  const base64Of = url => url.replace(/-/g, "+").replace(/_/g, "/");

  const bytesFrom = (number, length) => {
    const bytes = new Uint8Array(length);
    for (let i = length - 1; i >= 0; i--) { bytes[i] = Number(number & 255n); number >>= 8n; }
    return bytes;
  };

  const power = (base, exponent, modulus) => {
    let result = 1n;
    for (base %= modulus; exponent > 0n; exponent >>= 1n) {
      if (exponent & 1n) result = result * base % modulus;
      base = base * base % modulus;
    }
    return result;
  };

  // Null if there is none, which for a random number happens once in more tries than there are atoms.
  const inverse = (number, modulus) => {
    let [r, next, t, after] = [modulus, number, 0n, 1n];
    while (next > 0n) [r, next, t, after] = [next, r % next, after, t - r / next * after];
    return r === 1n ? (t + modulus) % modulus : null;
  };

  const hash = async bytes => new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));

  const join = (...parts) => {
    const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
    let at = 0;
    for (const part of parts) { all.set(part, at); at += part.length; }
    return all;
  };

  // EMSA-PSS of RFC 8017 with SHA-384 and a salt as long as the hash.
  const encoded = async (message, bits) => {
    const salt = crypto.getRandomValues(new Uint8Array(48));
    const length = Math.ceil(bits / 8);
    const seed = await hash(join(new Uint8Array(8), await hash(message), salt));
    const block = join(new Uint8Array(length - 48 - 48 - 2), Uint8Array.of(1), salt);
    for (let i = 0; i * 48 < block.length; i++) {
      const mask = await hash(join(seed, Uint8Array.of(i >>> 24, i >>> 16, i >>> 8, i)));
      for (let j = 0; j < 48 && i * 48 + j < block.length; j++) block[i * 48 + j] ^= mask[j];
    }
    block[0] &= 0xff >> (8 * length - bits);
    return join(block, seed, Uint8Array.of(0xbc));
  };

  const publicKey = async () => {
    const imported = await crypto.subtle.importKey("spki", bytesOf(key), { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
    const { n, e } = await crypto.subtle.exportKey("jwk", imported);
    return { imported, modulus: numberOf(bytesOf(base64Of(n))), exponent: numberOf(bytesOf(base64Of(e))) };
  };

  const getPaper = async () => {
    const { imported, modulus, exponent } = await publicKey();
    const bits = modulus.toString(2).length;
    const length = Math.ceil(bits / 8);
    const paper = crypto.getRandomValues(new Uint8Array(32));
    const message = numberOf(await encoded(paper, bits - 1));
    let factor, back = null;
    while (back === null) {
      factor = numberOf(crypto.getRandomValues(new Uint8Array(length))) % modulus;
      back = factor > 1n ? inverse(factor, modulus) : null;
    }
    const blinded = bytesFrom(message * power(factor, exponent, modulus) % modulus, length);
    // Kept before it is asked for: if the answer is lost, the same request brings the same answer.
    const kept = { paper: textOf(paper), blinded: textOf(blinded), back: back.toString(16), revision: 0 };
    localStorage.setItem(place, JSON.stringify(kept));
    await finish(kept, imported, modulus, length);
  };

  const finish = async (kept, imported, modulus, length) => {
    const answer = await fetch(paperPath, {
      method: "POST", headers: { "Content-Type": "application/json", "RequestVerificationToken": token },
      body: JSON.stringify({ blinded: kept.blinded }),
    });
    if (!answer.ok) {
      const { code } = await answer.json().catch(() => ({}));
      // Refused for good: what was kept is of no use. Anything else may succeed later.
      if (code === "ballot-paper-issued") localStorage.removeItem(place);
      throw new Error(code === "ballot-paper-issued" ? "issued" : [403, 404, 409, 422].includes(answer.status) ? "refused" : "down");
    }
    const { blindSignature } = await answer.json();
    const signature = bytesFrom(numberOf(bytesOf(blindSignature)) * BigInt(`0x${kept.back}`) % modulus, length);
    if (!await crypto.subtle.verify({ name: "RSA-PSS", saltLength: 48 }, imported, signature, bytesOf(kept.paper))) throw new Error("signer");
    localStorage.setItem(place, JSON.stringify({ paper: kept.paper, signature: textOf(signature), revision: kept.revision }));
  };

  const vote = async answer => {
    const kept = JSON.parse(localStorage.getItem(place));
    kept.revision++;
    localStorage.setItem(place, JSON.stringify(kept));
    // Without cookies: whoever takes the vote does not learn who is signed in.
    const cast = await fetch(votePath, {
      method: "POST", credentials: "omit", referrerPolicy: "no-referrer", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ paper: kept.paper, signature: kept.signature, answer, revision: kept.revision }),
    });
    if (!cast.ok) throw new Error(cast.status === 409 || cast.status === 422 ? "refused" : "down");
  };

  const show = () => {
    const kept = JSON.parse(localStorage.getItem(place) ?? "null");
    const part = kept?.signature ? "has" : "none";
    for (const one of box.querySelectorAll("[data-part]")) one.hidden = one.dataset.part !== part;
    say(kept?.signature ? (kept.revision > 0 ? box.dataset.voted : box.dataset.has) : box.dataset.none);
  };

  const run = async work => {
    for (const button of box.querySelectorAll("button")) button.disabled = true;
    try {
      await work();
      show();
    } catch (e) {
      say(box.dataset[`fault${e.message.charAt(0).toUpperCase()}${e.message.slice(1)}`] ?? box.dataset.faultDown);
    } finally {
      for (const button of box.querySelectorAll("button")) button.disabled = false;
    }
  };

  box.querySelector("#paper")?.addEventListener("click", () => run(async () => {
    const kept = JSON.parse(localStorage.getItem(place) ?? "null");
    if (!kept?.back) return await getPaper();
    const { imported, modulus } = await publicKey();
    await finish(kept, imported, modulus, Math.ceil(modulus.toString(2).length / 8));
  }));
  box.querySelector("#cast")?.addEventListener("click", () => run(async () => {
    const chosen = box.querySelector("input[name=answer]:checked") ?? box.querySelector("input[name=answer][type=number]");
    if (!chosen || !chosen.value || !chosen.checkValidity()) throw new Error("choice");
    await vote(Number(chosen.value));
  }));
  box.hidden = false;
  show();
})();
