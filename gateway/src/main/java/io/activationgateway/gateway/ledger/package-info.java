/**
 * The evidence: an append-only, tamper-evident log of what was decided, sent and answered, one per node.
 *
 * <p>Files lie as C2SP tlog-tiles lays them out: {@code checkpoint} is a signed note (C2SP signed-note, tlog-checkpoint,
 * Ed25519), {@code tile/<L>/<N>} hold 256 RFC 6962 hashes each, {@code tile/entries/<N>} 256 leaves, each behind its
 * length as two bytes, most significant first. The last, growing bundle is {@code tile/entries/<N>.p/<W>}, renamed as it
 * grows; partial hash tiles are written when the ledger is closed or opened, since they follow from the entries.
 *
 * <p>A leaf is one line of JSON in UTF-8 without spaces, its names in the order given here, at most 65,535 bytes. Times
 * are ISO 8601 in UTC, a pseudonym is 32 hexadecimal digits (the first 128 bits of a keyed hash) or null.
 *
 * <pre>{@code
 * {"t":"restart","at":"2026-05-01T10:00:00Z","version":1,"cut":0}
 * {"t":"plan","at":"...","fields":[["email","pass"],["birth_date","generalise(year)"],["health_interest","drop"]]}
 * {"t":"intent","at":"...","activation":"01J...","attempt":1,"request":"r-0","source":"crm","destination":"iterable-eu",
 *  "purpose":"email-newsletter","operation":"upsert","sandbox":false,"policy":12,"digest":"sha256:...","epoch":17,
 *  "consent":8812,"part":0,"records":[[0,"<pseudonym>",1],[2,"<pseudonym>",1]],"last":true}
 * {"t":"decided","at":"...","activation":"01J...","source":"crm","destination":"iterable-eu",
 *  "purpose":"email-newsletter","operation":"upsert","sandbox":false,"policy":12,"digest":"sha256:...","epoch":17,
 *  "consent":8812,"part":0,"records":[[1,"<pseudonym>","withheld","consent.withdrawn"]],"last":true}
 * {"t":"outcome","at":"...","activation":"01J...","attempt":1,"request":"r-0","checked":123456789,"epoch":17,
 *  "consent":8813,"part":0,"records":[[0,"accepted","ok"],[2,"accepted","ok",5]],"last":true}
 * }</pre>
 *
 * <p>A record's first number is its index in the activation; the number at the end of an intent's record, and of an
 * outcome's where less left than was intended, is the leaf that defines its plan: always an earlier one. An entry too
 * large for one leaf is written as several that follow each other, counted by {@code part}; the last one says so.
 * {@code checked}, {@code epoch} and {@code consent} of an outcome are null where no last check was made.
 */
@NullMarked
package io.activationgateway.gateway.ledger;

import org.jspecify.annotations.NullMarked;
